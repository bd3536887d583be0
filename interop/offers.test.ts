import { equal } from 'node:assert/strict';
import { after, test } from 'node:test';
import type { TraceCalls, TraceLadder } from '@pledgeline/contract';
import type { Desk } from './desk.ts';
import { lacks } from './program.ts';
import { Setting } from './setting.ts';
import { Sipp } from './sipp.ts';
import { TONE_B_HZ } from './tone.ts';
import { until } from './wait.ts';

let opened: Promise<Setting> | undefined;
const setting = (): Promise<Setting> => (opened ??= Setting.open());
after(async () => (await opened?.catch(() => null))?.end());

const LIMIT_MS = 10_000;

/** What went to and fro in the newest call, in the line's own eyes: `in INVITE, out 100`. */
async function ladder(desk: Desk): Promise<string> {
  const [call] = (await desk.get<TraceCalls>('/api/trace')).calls;
  if (call === undefined) return '';
  const { steps } = await desk.get<TraceLadder>(`/api/trace/calls/${call.id}`);
  return steps
    .flatMap((step) => (step.kind === 'message' && !step.again ? [step] : []))
    .map(({ direction, status, method }) => `${direction} ${status ?? method}`)
    .join(', ');
}

test('a carrier without an offer gets ours with the answer, twice, and the sound goes where it says', async (t) => {
  if (lacks(t, 'chromium', 'sipp')) return;
  const { desk, number, line } = await setting();
  const carrier = await Sipp.call('late-offer.xml', { number, port: line.sipPort });
  t.after(() => carrier.end());
  // What the volunteer says comes back from the carrier.
  await desk.waitForTone(TONE_B_HZ);
  await until('it has asked for another offer', LIMIT_MS, async () => {
    return (await ladder(desk)).endsWith('in ACK, in INVITE, out 200, in ACK');
  });
  await desk.forget();
  await desk.waitForTone(TONE_B_HZ);
  await desk.hangUp();
  equal(await carrier.complaint(), '');
  await desk.forget();
  await desk.ready();
  equal(desk.errors.join('\n'), '');
});
