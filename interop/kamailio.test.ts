import { deepEqual, equal, ok } from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { TrunkForm, TrunkList, TrunkState } from '@pledgeline/contract';
import type { Desk } from './desk.ts';
import { Edge, INSIDE } from './edge.ts';
import { Phone } from './phone.ts';
import { lacks } from './program.ts';
import { LISTED, Setting } from './setting.ts';
import { secondsOf, TONE_A_HZ, TONE_B_HZ } from './tone.ts';
import { until } from './wait.ts';

const [DONOR] = LISTED;
const LIMIT_MS = 10_000;

/** What an operator enters for the edge: it is known by its address, and must prove it by its own authority. */
async function addEdge(desk: Desk, edge: Edge): Promise<void> {
  const { trunks } = await desk.get<TrunkList>('/api/trunks');
  const [trial] = trunks;
  ok(trial !== undefined);
  const narrow = { revision: trial.revision, form: { ...trial.form, addresses: ['127.0.0.1'] } };
  await desk.send('PUT', `/api/trunks/${trial.id}`, narrow);
  const form: TrunkForm = {
    ...trial.form,
    name: 'Edge',
    transport: 'tls',
    addresses: [INSIDE],
    outboundProxy: `${INSIDE}:${edge.inside.port}`,
    authority: edge.certificate,
    keepAliveSeconds: 10,
  };
  await desk.send('POST', '/api/trunks', { form });
}

const edgeState = async (desk: Desk): Promise<TrunkState | undefined> =>
  (await desk.get<TrunkList>('/api/trunks')).trunks.find(({ form }) => form.name === 'Edge')?.state;
const callsThrough = async (desk: Desk): Promise<number | undefined> => (await edgeState(desk))?.calls;

async function donor(t: TestContext): Promise<Phone> {
  const phone = await Phone.open({ transport: 'udp', number: DONOR.phone });
  t.after(() => phone.end());
  return phone;
}

test('a call goes through Kamailio, from UDP to TLS, with all that belongs to it', async (t) => {
  if (lacks(t, 'chromium', 'baresip', 'kamailio', 'openssl')) return;
  const setting = await Setting.open();
  t.after(() => setting.end());
  const { line, desk, number, sips } = setting;
  const edge = await Edge.open({ line: sips, authority: line.authorityFile });
  t.after(() => edge.end());
  await addEdge(desk, edge);
  const { outside } = edge;
  const phone = await donor(t);
  const dial = (): void => phone.dial({ number, ...outside });

  dial();
  await desk.waitForForm(DONOR.lastName);
  await phone.sees('CALL_ESTABLISHED', LIMIT_MS);
  equal(await callsThrough(desk), 1, 'it came by the trunk of the edge');
  const heard = (): number => secondsOf(phone.heard(), TONE_B_HZ);
  await Promise.all([
    desk.waitForTone(TONE_A_HZ),
    until('the volunteer is heard by the caller', LIMIT_MS, () => heard() > 1),
  ]);
  const passed = (what: string, times: number): Promise<true> =>
    until(`${what}; passed were ${edge.passed.join(', ')}`, LIMIT_MS, () => {
      return edge.passed.filter((one) => one === what).length === times;
    });
  phone.hold();
  await passed('ACK udp', 2);
  await desk.forget();
  phone.resume();
  await passed('ACK udp', 3);
  await desk.waitForTone(TONE_A_HZ);
  await desk.hangUp();
  await phone.sees('CALL_CLOSED', LIMIT_MS);
  const again = ['INVITE udp', 'ACK udp'];
  deepEqual(edge.passed, [...again, ...again, ...again, 'BYE tls']);

  phone.forget();
  await desk.forget();
  await desk.ready();
  dial();
  await phone.sees('CALL_ESTABLISHED', LIMIT_MS);
  phone.hangUp();
  await passed('BYE udp', 1);
  await until('the line has ended it', LIMIT_MS, async () => (await callsThrough(desk)) === 0);

  // Nobody is ready now: it rings, until the caller has had enough.
  await desk.away();
  phone.forget();
  dial();
  await phone.sees('CALL_RINGING', LIMIT_MS);
  phone.hangUp();
  await passed('CANCEL udp', 1);
  await until('the line has given it up', LIMIT_MS, async () => (await callsThrough(desk)) === 0);

  await until('the edge proves who it is', LIMIT_MS, async () => {
    const state = await edgeState(desk);
    equal(state?.tlsFault, null);
    return state?.reach === 'up';
  });
  equal(desk.errors.join('\n'), '');
});
