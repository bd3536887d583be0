import { equal, match, ok } from 'node:assert/strict';
import { after, test } from 'node:test';
import type { TraceCalls, TraceLadder, TrunkList } from '@pledgeline/contract';
import type { Desk } from './desk.ts';
import { Phone } from './phone.ts';
import { lacks } from './program.ts';
import { LISTED, Setting } from './setting.ts';
import { Sipp } from './sipp.ts';
import { loudSecondsOf, secondsOf, TONE_A_HZ, TONE_B_HZ } from './tone.ts';
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
  equal(desk.errors.join('\n'), '');
});

test('a trunk that wants it has callers who wait hear so before the answer, which comes with the volunteer', async (t) => {
  if (lacks(t, 'chromium', 'baresip')) return;
  const { desk, number, sip } = await setting();
  await desk.away();
  await desk.forget();
  const [trunk] = (await desk.get<TrunkList>('/api/trunks')).trunks;
  ok(trunk !== undefined);
  const form = { ...trunk.form, earlyMedia: true };
  await desk.send('PUT', `/api/trunks/${trunk.id}`, { revision: trunk.revision, form });
  const phone = await Phone.open({ transport: 'udp', number: LISTED[0].phone });
  t.after(() => phone.end());
  phone.dial({ number, ...sip });
  await until('the waiting sound is heard', LIMIT_MS, () => loudSecondsOf(phone.heard()) > 1);
  ok(!phone.has('CALL_ESTABLISHED'), 'and nothing is answered yet');
  match(await ladder(desk), /^in INVITE, out 100, out 180, out 183(?:, in PRACK, out 200)?$/);
  // Ready, and the call is there.
  await desk.page.keyboard.press('F8');
  await desk.waitForForm(LISTED[0].lastName);
  await phone.sees('CALL_ESTABLISHED', LIMIT_MS);
  await Promise.all([
    desk.waitForTone(TONE_A_HZ),
    until('the volunteer is heard', LIMIT_MS, () => secondsOf(phone.heard(), TONE_B_HZ) > 1),
  ]);
  await desk.hangUp();
  await phone.sees('CALL_CLOSED', LIMIT_MS);
  equal(desk.errors.join('\n'), '');
});
