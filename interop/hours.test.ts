import { equal, match, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { Evening, FloorState } from '@pledgeline/contract';
import { Caller } from './caller.ts';
import { lacks } from './program.ts';
import { Setting } from './setting.ts';
import { secondsOf, TONE_A_HZ, TONE_B_HZ, type Sound } from './tone.ts';
import { until } from './wait.ts';

/** The recording is nearly eight seconds long, and most of it is speech. */
const SPEECH_SECONDS = 3;
const ANNOUNCED_MS = 30_000;
const FROM = '<sip:+33639980109@127.0.0.1>';

/** For how many seconds there was something to hear. */
function audibleSeconds({ rate, samples }: Sound): number {
  const length = Math.round(rate / 10);
  let windows = 0;
  for (let start = 0; start + length <= samples.length; start += length) {
    const energy = samples.subarray(start, start + length).reduce((sum, sample) => sum + sample * sample, 0);
    if (Math.sqrt(energy / length) > 300) windows += 1;
  }
  return windows / 10;
}

test('at closing time: who waits is served, who comes hears that the line is closed and is hung up', async (t) => {
  if (lacks(t, 'chromium')) return;
  const setting = await Setting.open();
  t.after(() => setting.end());
  const { desk, line, number, sip } = setting;
  const dial = async (): Promise<Caller> => {
    const caller = await Caller.open(sip);
    t.after(() => caller.close());
    caller.call({ number, from: FROM });
    return caller;
  };
  const hearsTheEnd = async (caller: Caller): Promise<void> => {
    await caller.untilAnswered(10_000);
    await caller.untilEnded(ANNOUNCED_MS);
    const seconds = audibleSeconds(caller.heard());
    ok(seconds > SPEECH_SECONDS, `${seconds} s of the announcement were heard`);
    equal(secondsOf(caller.heard(), TONE_B_HZ), 0, 'no volunteer is on the line');
  };
  await desk.page.keyboard.press('F7');
  await desk.page.locator('.bar-status[data-kind="away"]').waitFor();

  const early = await dial();
  await until('it rings', 10_000, () => early.moments.ringingAt);
  equal((await desk.send<Evening>('POST', '/api/line/close', { waiting: 'served' })).closedByHand, true);
  await desk.page.getByText('The line has been closed by a supervisor').waitFor();
  await hearsTheEnd(await dial());
  equal((await desk.get<FloorState>('/api/floor')).waiting, 1);
  await desk.page.keyboard.press('F8');
  await early.untilAnswered(10_000);
  await desk.waitForTone(TONE_A_HZ);
  await until('the volunteer is heard', 8_000, () => secondsOf(early.heard(), TONE_B_HZ) > 1);
  await desk.hangUp();
  await early.untilEnded(5_000);

  await desk.send<Evening>('POST', '/api/line/open');
  await desk.page.keyboard.press('F7');
  await desk.page.locator('.bar-status[data-kind="away"]').waitFor();
  const late = await dial();
  await until('it rings again', 10_000, () => late.moments.ringingAt);
  await desk.send<Evening>('POST', '/api/line/close', { waiting: 'let-go' });
  await hearsTheEnd(late);
  match(await line.metrics(), /pledgeline_calls_announced_total 2/);
  equal(await line.isHealthy(), true);
});
