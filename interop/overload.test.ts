import { equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { LineLoad } from '@pledgeline/contract';
import { Caller } from './caller.ts';
import { lacks } from './program.ts';
import { Setting } from './setting.ts';
import { runSipp } from './sipp.ts';
import { secondsOf, TONE_A_HZ, TONE_B_HZ } from './tone.ts';
import { until } from './wait.ts';

const CALLS_MAX = 4;
const FLOOD = { callsPerSecond: 150, calls: 1_500 };
/** Of the tone that comes in quiet times, at least this share must come during the flood. */
const SHARE_MIN = 0.75;

/** How much of the time the caller heard the volunteer's tone, since the moment that the answer is called from. */
function listen(caller: Caller): () => number {
  const [heard, from] = [secondsOf(caller.heard(), TONE_B_HZ), performance.now()];
  return () => (1_000 * (secondsOf(caller.heard(), TONE_B_HZ) - heard)) / (performance.now() - from);
}

async function place({ sip, number }: Setting, last: number): Promise<Caller> {
  const caller = await Caller.open(sip);
  caller.call({ number, from: `<sip:+3363998011${last}@127.0.0.1>` });
  return caller;
}

test('a flood beyond what the line carries is told 503 at once, and the call that is on hears nothing of it', async (t) => {
  if (lacks(t, 'chromium', 'sipp')) return;
  const setting = await Setting.open({ environment: { PLEDGELINE_CALLS_MAX: String(CALLS_MAX) } });
  t.after(() => setting.end());
  const { desk, line } = setting;
  const callers: Caller[] = [];
  t.after(() => callers.forEach((caller) => caller.close()));
  const talking = await place(setting, 1);
  callers.push(talking);
  await talking.untilAnswered(10_000);
  await desk.waitForTone(TONE_A_HZ);
  await until('the volunteer is heard', 8_000, () => secondsOf(talking.heard(), TONE_B_HZ) > 1);
  for (let last = 2; last <= CALLS_MAX; last += 1) callers.push(await place(setting, last));
  await until('the others wait', 8_000, () => callers.every(({ moments }) => moments.ringingAt !== null));

  const inQuiet = listen(talking);
  const before = secondsOf(talking.heard(), TONE_B_HZ);
  await until('a quiet while', 12_000, () => secondsOf(talking.heard(), TONE_B_HZ) - before > 3);
  const quiet = inQuiet();
  const inFlood = listen(talking);
  const { code, told } = await runSipp({
    scenario: 'told-to-try-later.xml',
    sipPort: line.sipPort,
    number: setting.number,
    ...FLOOD,
  });
  const flooded = inFlood();
  equal(code, 0, `each of them was told 503: ${told.slice(0, 2_000)}`);
  ok(flooded > SHARE_MIN * quiet, `the tone had ${flooded} of the time in the flood, ${quiet} before`);

  const load = await desk.get<LineLoad>('/api/load');
  equal(load.calls, CALLS_MAX);
  ok(load.shed['machine-full'] >= FLOOD.calls, `${load.shed['machine-full']} were counted`);
  talking.hangUp();
  await until('the next one in the line is answered', 30_000, () =>
    callers.slice(1).some(({ moments }) => moments.answeredAt !== null),
  );
  const again = await place(setting, 9);
  callers.push(again);
  await until('a new call rings again', 8_000, () => again.moments.ringingAt);
});
