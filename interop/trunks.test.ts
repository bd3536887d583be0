import { doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Trunk, TrunkForm, TrunkList } from '@pledgeline/contract';
import { Caller } from './caller.ts';
import { Phone } from './phone.ts';
import { lacks } from './program.ts';
import { LISTED, Setting } from './setting.ts';
import { secondsOf, TONE_A_HZ, TONE_B_HZ } from './tone.ts';
import { until } from './wait.ts';
import { headerOf, inviteText, Wire } from './wire.ts';

let opened: Promise<Setting> | undefined;
const setting = (): Promise<Setting> => (opened ??= Setting.open());
after(async () => (await opened?.catch(() => null))?.end());

const ANSWER_MS = 3_000;
const SILENCE_MS = 1_500;
const [DONOR] = LISTED;

async function trial(): Promise<Trunk> {
  const { desk } = await setting();
  const { trunks } = await desk.get<TrunkList>('/api/trunks');
  const found = trunks.find((trunk) => trunk.trial);
  ok(found !== undefined, 'the trial line has a trunk');
  return found;
}

/** The trial trunk with another setting, as an operator changes it. */
async function change(form: Partial<TrunkForm>): Promise<void> {
  const { desk } = await setting();
  const trunk = await trial();
  const wish = { revision: trunk.revision, form: { ...trunk.form, ...form } };
  await desk.send('PUT', `/api/trunks/${trunk.id}`, wish);
}

test('a trunk that is changed and removed while a call is on costs the call nothing', async (t) => {
  if (lacks(t, 'chromium', 'baresip')) return;
  const { desk, number, sip, line } = await setting();
  const phone = await Phone.open({ transport: 'udp', number: DONOR.phone });
  t.after(() => phone.end());
  phone.dial({ number, ...sip });
  await desk.waitForForm(DONOR.lastName);
  await phone.sees('CALL_ESTABLISHED', 10_000);
  await desk.waitForTone(TONE_A_HZ);

  const before = await trial();
  await change({ addresses: ['127.0.0.2'], callsMax: 1 });
  equal((await trial()).state.calls, 1);
  await desk.send('DELETE', `/api/trunks/${before.id}`);
  await desk.forget();
  const heardBefore = secondsOf(phone.heard(), TONE_B_HZ);
  await desk.waitForTone(TONE_A_HZ);
  await until('sound goes on', 8_000, () => secondsOf(phone.heard(), TONE_B_HZ) > heardBefore + 1);

  // Nobody new comes in from there.
  const stranger = await Wire.open();
  t.after(() => stranger.close());
  stranger.send(inviteText({ number, from: '<sip:+33639980109@127.0.0.1>' }, stranger), sip);
  match((await stranger.answer('SIP/2.0 4', ANSWER_MS)) ?? 'no answer', /^SIP\/2\.0 403 /);

  await desk.hangUp();
  await phone.sees('CALL_CLOSED', 5_000);
  await until('the call has ended', 5_000, async () =>
    (await line.metrics()).includes('pledgeline_calls_live 0'),
  );
  const late = await Wire.open();
  t.after(() => late.close());
  late.send(inviteText({ number, from: '<sip:+33639980109@127.0.0.1>' }, late), sip);
  equal(await late.answer('SIP/2.0', SILENCE_MS), null, 'its last call over, it is a stranger');
  await desk.send('POST', '/api/trunks', { form: before.form });
  equal(desk.errors.join('\n'), '');
});

test('a trunk that is full answers 503 with Retry-After, and the call that fills it goes on', async (t) => {
  if (lacks(t, 'chromium')) return;
  const { desk, number, sip } = await setting();
  const { trunks } = await desk.get<TrunkList>('/api/trunks');
  const [trunk] = trunks;
  ok(trunk !== undefined);
  const form = { ...trunk.form, callsMax: 1 };
  await desk.send('PUT', `/api/trunks/${trunk.id}`, { revision: trunk.revision, form });
  const first = await Caller.open(sip);
  t.after(() => first.close());
  const from = '<sip:+33639980109@127.0.0.1>';
  first.call({ number, from });
  await until('it is counted', ANSWER_MS, async () => {
    return (await desk.get<TrunkList>('/api/trunks')).trunks[0]?.state.calls === 1;
  });
  const second = await Wire.open();
  t.after(() => second.close());
  second.send(inviteText({ number, from }, second), sip);
  const refused = (await second.answer('SIP/2.0 5', ANSWER_MS)) ?? 'no answer';
  match(refused, /^SIP\/2\.0 503 /);
  match(headerOf(refused, 'Retry-After') ?? '', /^(?:[2-9]|10)$/);
  doesNotMatch(first.finalAnswer ?? '', /^SIP\/2\.0 [3-6]/);
  equal(first.moments.endedAt, null);
  first.hangUp();
});
