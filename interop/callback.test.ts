import { deepEqual, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { TrunkList } from '@pledgeline/contract';
import type { Desk } from './desk.ts';
import { Phone } from './phone.ts';
import { freeSipPort } from './ports.ts';
import { lacks } from './program.ts';
import { LISTED, Setting } from './setting.ts';
import { secondsOf, TONE_A_HZ, TONE_B_HZ, TONE_C_HZ } from './tone.ts';
import { until } from './wait.ts';

const [DONOR] = LISTED;
/** The bound of ten seconds, and what a busy machine takes to ring and to answer. */
const ANSWERED_MS = 12_000;

/** The trial's trunk carries calls to a telephone of this machine, and the campaign calls back. */
async function callsBack(desk: Desk, port: number): Promise<void> {
  const [trunk] = (await desk.get<TrunkList>('/api/trunks')).trunks;
  ok(trunk !== undefined);
  const form = { ...trunk.form, outgoing: true, outboundProxy: `127.0.0.1:${port}` };
  await desk.send('PUT', `/api/trunks/${trunk.id}`, { revision: trunk.revision, form });
  const rules = { callbacks: true, prefixes: [], callsMax: 4, perHourMax: 30, minutesMax: 10 };
  await desk.send('PUT', '/api/outside/rules', { form: rules });
}

test('a caller who waits chooses to be called back, and is rung once a volunteer is there', async (t) => {
  if (lacks(t, 'chromium', 'baresip')) return;
  const setting = await Setting.open();
  t.after(() => setting.end());
  const { line, desk, number, sip } = setting;
  await desk.away();
  const port = await freeSipPort();
  await callsBack(desk, port);
  const caller = await Phone.open({ transport: 'udp', number: DONOR.phone });
  t.after(() => caller.end());
  caller.dial({ number, ...sip });
  await caller.sees('CALL_ESTABLISHED', ANSWERED_MS);
  await caller.keys('2');
  await caller.sees('CALL_CLOSED', 15_000);

  // His telephone rings only now that somebody is there for him.
  const his = { number: DONOR.phone, port, answers: true, toneHz: TONE_C_HZ };
  const called = await Phone.open({ transport: 'udp', ...his });
  t.after(() => called.end());
  await desk.forget();
  await desk.page.keyboard.press('F8');
  await desk.waitForForm(DONOR.lastName);
  await called.sees('CALL_ESTABLISHED', 15_000);
  await desk.waitForTone(TONE_C_HZ);
  await until('the volunteer is heard', 8_000, () => secondsOf(called.heard(), TONE_B_HZ) > 1);
  ok((await desk.heard(TONE_A_HZ)).windows === 0, 'nothing of the call before');
  await desk.hangUp();
  await called.sees('CALL_CLOSED', 5_000);
  deepEqual(desk.errors, []);
  await until('nothing is left of it', 10_000, async () => {
    const metrics = await line.metrics();
    return (
      metrics.includes('pledgeline_calls_live 0') && metrics.includes('pledgeline_held{what="media_legs"} 0')
    );
  });
});
