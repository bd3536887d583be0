import { deepEqual, doesNotMatch, equal, ok } from 'node:assert/strict';
import { after, test } from 'node:test';
import type { TraceCalls, TraceLadder } from '@pledgeline/contract';
import { Phone } from './phone.ts';
import { lacks } from './program.ts';
import { LISTED, Setting } from './setting.ts';
import { TONE_A_HZ } from './tone.ts';
import { until } from './wait.ts';

let opened: Promise<Setting> | undefined;
const setting = (): Promise<Setting> => (opened ??= Setting.open());
after(async () => (await opened?.catch(() => null))?.end());

const [DONOR] = LISTED;

/** Every six digits in a row of a number. */
const sixes = (number: string): RegExp => {
  const digits = number.replaceAll(/\D/g, '').slice(-9);
  return new RegExp(Array.from({ length: 4 }, (_, from) => digits.slice(from, from + 6)).join('|'));
};

test('an operator sees the ladder of a call, and no more of its caller than two digits', async (t) => {
  if (lacks(t, 'chromium', 'baresip')) return;
  const { desk, number, sip } = await setting();
  const phone = await Phone.open({ transport: 'udp', number: DONOR.phone });
  t.after(() => phone.end());
  phone.dial({ number, ...sip });
  await desk.waitForForm(DONOR.lastName);
  await phone.sees('CALL_ESTABLISHED', 10_000);
  await desk.waitForTone(TONE_A_HZ);
  await desk.hangUp();
  await phone.sees('CALL_CLOSED', 5_000);

  const calls = async () => (await desk.get<TraceCalls>('/api/trace')).calls;
  await until('it has ended', 5_000, async () => (await calls())[0]?.state === 'ended');
  const [call] = await calls();
  ok(call !== undefined);
  deepEqual([call.line, call.callerEnds, call.withheld], [number, DONOR.phone.slice(-2), false]);
  const ladder = await desk.get<TraceLadder>(`/api/trace/calls/${call.id}`);
  const messages = ladder.steps.flatMap((step) => (step.kind === 'message' && !step.again ? [step] : []));
  equal(
    messages.map(({ direction, status, method }) => `${direction} ${status ?? method}`).join(', '),
    'in INVITE, out 100, out 180, out 200, in ACK, out BYE, in 200',
  );
  equal(messages[0]?.body.kind, 'sound');
  const signals = ladder.steps.flatMap((step) => (step.kind === 'desk' ? [step.signal] : []));
  deepEqual(signals, ['offered', 'picked-up', 'form-shown', 'hung-up']);
  doesNotMatch(JSON.stringify({ ...ladder, call: { ...call, id: '' } }), sixes(DONOR.phone));
});
