import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { TrunkList } from '@pledgeline/contract';
import type { Desk } from './desk.ts';
import { Phone } from './phone.ts';
import { freeSipPort } from './ports.ts';
import { lacks } from './program.ts';
import { LISTED, Setting } from './setting.ts';
import { secondsOf, TONE_A_HZ, TONE_B_HZ, TONE_C_HZ } from './tone.ts';
import { until } from './wait.ts';

/** A number that ARCEP keeps for fiction. */
const LISTENERS = '+33199009912';
/** Of two who speak at the same time, each has about half. */
const SHARE = 0.25;

/** That tone comes in from now on, and the other does not. */
async function hears(phone: Phone, hz: number, other: number): Promise<void> {
  const from = phone.heard().samples.length;
  const since = () => {
    const { rate, samples } = phone.heard();
    return { rate, samples: samples.subarray(from) };
  };
  await until(`${hz} Hz at the telephone`, 10_000, () => secondsOf(since(), hz, SHARE) > 1);
  ok(secondsOf(since(), other, SHARE) < 0.5, `${other} Hz is not heard there`);
}

async function handOver(desk: Desk, key: string): Promise<void> {
  await desk.page.keyboard.press('F9');
  await desk.page.getByRole('button', { name: key }).click();
}

/** The trial's trunk carries calls to a telephone of this machine, and the campaign lists its number. */
async function listed(desk: Desk, port: number): Promise<void> {
  const [trunk] = (await desk.get<TrunkList>('/api/trunks')).trunks;
  ok(trunk !== undefined);
  const form = { ...trunk.form, outgoing: true, outboundProxy: `127.0.0.1:${port}` };
  await desk.send('PUT', `/api/trunks/${trunk.id}`, { revision: trunk.revision, form });
  const entry = { name: 'The listeners', number: LISTENERS, transfer: true };
  await desk.send('POST', '/api/outside/numbers', { form: entry });
}

test('a call is spoken about with somebody outside, taken back, given to him, and ended by him', async (t) => {
  if (lacks(t, 'chromium', 'baresip')) return;
  const setting = await Setting.open();
  t.after(() => setting.end());
  const { line, desk, number, sip } = setting;
  const port = await freeSipPort();
  const far = await Phone.open({
    transport: 'udp',
    number: LISTENERS,
    port,
    answers: true,
    toneHz: TONE_C_HZ,
  });
  t.after(() => far.end());
  await listed(desk, port);
  const caller = await Phone.open({ transport: 'udp', number: LISTED[0].phone });
  t.after(() => caller.end());
  caller.dial({ number, ...sip });
  await desk.waitForForm(LISTED[0].lastName);
  await caller.sees('CALL_ESTABLISHED', 10_000);
  await desk.waitForTone(TONE_A_HZ);

  await handOver(desk, 'Talk first to The listeners');
  await desk.page.locator('.caller-consulting').getByText('You are talking to The listeners').waitFor();
  await desk.forget();
  await desk.waitForTone(TONE_C_HZ);
  await hears(far, TONE_B_HZ, TONE_A_HZ);

  await desk.page.keyboard.press('Escape');
  await far.sees('CALL_CLOSED', 5_000);
  await desk.forget();
  await desk.waitForTone(TONE_A_HZ);
  await hears(caller, TONE_B_HZ, TONE_C_HZ);

  far.forget();
  await handOver(desk, 'Hand over to The listeners');
  await desk.page.locator('.caller-ended').getByText('You handed the call over').waitFor();
  await far.sees('CALL_ESTABLISHED', 10_000);
  await hears(far, TONE_A_HZ, TONE_B_HZ);
  await hears(caller, TONE_C_HZ, TONE_B_HZ);
  far.hangUp();
  await caller.sees('CALL_CLOSED', 5_000);
  deepEqual(desk.errors, []);
  equal(await line.isHealthy(), true);
  await until('nothing is left of it', 5_000, async () => {
    const metrics = await line.metrics();
    return (
      metrics.includes('pledgeline_calls_live 0') && metrics.includes('pledgeline_held{what="media_legs"} 0')
    );
  });
});
