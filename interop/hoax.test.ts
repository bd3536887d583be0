import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { Position } from '@pledgeline/contract';
import { Desk } from './desk.ts';
import { Phone } from './phone.ts';
import { lacks } from './program.ts';
import { Setting } from './setting.ts';
import { secondsOf, TONE_A_HZ, TONE_B_HZ, TONE_C_HZ } from './tone.ts';
import { findTraces, patternsOf } from './trace.ts';
import { until } from './wait.ts';

/** A number that ARCEP keeps for fiction, in no directory. */
const HOAXER = '+33639980188';
/** Of two who speak at the same time, each has about half. */
const SHARE = 0.25;
/** Loud enough to be a voice, and no line noise. */
const VOICE = 1_000;

/** Louise at a position of her own, whom the supervisor's desk leaves the calls to. */
async function volunteer({ line, desk }: Setting): Promise<Desk> {
  await desk.away();
  const { positions } = await desk.get<{ positions: Position[] }>('/api/positions');
  const seat = positions.find(({ takenBy, code }) => takenBy === null && code !== null);
  ok(seat !== undefined);
  const louise = await Desk.open([], TONE_C_HZ);
  await louise.sitDownByCode(line.url, { code: seat.code ?? '', name: 'Louise' });
  await louise.page.getByText('The next call comes by itself.').first().waitFor();
  return louise;
}

test('a hoax is taken over by one key, its number barred, and its next call heard by nobody', async (t) => {
  if (lacks(t, 'chromium', 'baresip')) return;
  const setting = await Setting.open();
  t.after(() => setting.end());
  const { line, desk: supervisor, number, sip } = setting;
  const louise = await volunteer(setting);
  t.after(() => louise.end());
  const floor = await supervisor.screen('/floor');
  const caller = await Phone.open({ transport: 'udp', number: HOAXER });
  t.after(() => caller.end());
  caller.dial({ number, ...sip });
  await louise.form.waitFor();
  await caller.sees('CALL_ESTABLISHED', 10_000);
  await louise.waitForTone(TONE_A_HZ);

  await louise.page.keyboard.press('F6');
  await louise.page.getByText('Help is asked for').first().waitFor();
  await floor.getByRole('heading', { name: 'Help is asked for' }).waitFor();
  await floor.keyboard.press('F6');
  await supervisor.page.getByText('A hoax: say the sentence that fits').waitFor();
  await supervisor.waitForTone(TONE_A_HZ);
  const from = caller.heard().samples.length;
  const since = () => ({ rate: caller.heard().rate, samples: caller.heard().samples.subarray(from) });
  await until('the supervisor is heard', 8_000, () => secondsOf(since(), TONE_B_HZ, SHARE) > 1);
  ok(secondsOf(since(), TONE_C_HZ, SHARE) < 0.5, 'the volunteer is off the call');
  await louise.page.getByText('has taken the call over').waitFor();

  await supervisor.page.getByRole('button', { name: 'This evening' }).click();
  await supervisor.page.getByText('this number will hear an announcement').waitFor();
  await supervisor.hangUp();
  await caller.sees('CALL_CLOSED', 5_000);

  caller.forget();
  await louise.ready();
  caller.dial({ number, ...sip });
  await caller.sees('CALL_ESTABLISHED', 10_000);
  await until('an announcement is heard', 8_000, () =>
    caller.heard().samples.some((sample) => Math.abs(sample) > VOICE),
  );
  await caller.sees('CALL_CLOSED', 30_000);
  equal(await louise.form.count(), 0, 'nobody is offered it');
  deepEqual([...supervisor.errors, ...louise.errors], []);
  equal(await line.stop(), 0);
  deepEqual(findTraces(line.folders, patternsOf(HOAXER)), []);
});
