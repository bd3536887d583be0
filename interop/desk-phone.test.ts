import { deepEqual, equal, ok } from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Campaign, Position } from '@pledgeline/contract';
import { Desk } from './desk.ts';
import { Line } from './line.ts';
import { Linphone } from './linphone.ts';
import { Office } from './office.ts';
import { Phone } from './phone.ts';
import { freeSipPort } from './ports.ts';
import { lacks } from './program.ts';
import { importListed, LISTED } from './setting.ts';
import { secondsOf, TONE_A_HZ, TONE_B_HZ } from './tone.ts';
import { until } from './wait.ts';

const [DONOR] = LISTED;
const BACK_LIMIT_MS = 20_000;
const SOUND_LIMIT_MS = 8_000;

/** A line whose position 1 has a desk phone, and a volunteer who sits there, ready. */
async function room(t: TestContext) {
  const line = await Line.start();
  t.after(() => line.end());
  importListed(line);
  const office = await Office.signIn(line);
  const positions = async () => (await office.get<{ positions: Position[] }>('/api/positions')).positions;
  const [first, second] = await positions();
  ok(first !== undefined && second !== undefined);
  const port = await freeSipPort();
  const uri = `sip:agent1@127.0.0.1:${port}`;
  equal((await office.send('PUT', `/api/positions/${first.id}/phone`, { phone: uri })).status, 200);
  const { number } = await office.get<Campaign>('/api/campaign');
  return { line, office, number, port, first, second, positions };
}

type Begun = Awaited<ReturnType<typeof room>>;

async function deskPhone(t: TestContext, { port }: Begun): Promise<Phone> {
  const phone = await Phone.open({ transport: 'udp', number: 'agent1', port, answers: true });
  t.after(() => phone.end());
  return phone;
}

async function seated(t: TestContext, { line, first }: Begun): Promise<Desk> {
  const desk = await Desk.open();
  t.after(() => desk.end());
  await desk.sitDownAtPhone(line.url, { code: first.code ?? '', name: 'Noa' });
  return desk;
}

async function rings(t: TestContext, { line, number }: Begun): Promise<Phone> {
  const caller = await Phone.open({ transport: 'udp', number: DONOR.phone });
  t.after(() => caller.end());
  caller.dial({ number, address: '127.0.0.1', port: line.sipPort });
  return caller;
}

type Heard = Pick<Phone, 'heard'>;

const untilHeard = (who: string, phone: Heard, hz: number): Promise<true> =>
  until(`${hz} Hz is heard by ${who}`, SOUND_LIMIT_MS, () => secondsOf(phone.heard(), hz) > 1 || null);

async function bothHear(caller: Phone, phone: Heard): Promise<void> {
  await untilHeard('the caller', caller, TONE_B_HZ);
  await untilHeard('the volunteer', phone, TONE_A_HZ);
}

test('a volunteer takes a pledge at a desk phone; either end hangs up, and the browser has no sound', async (t) => {
  if (lacks(t, 'chromium', 'baresip')) return;
  const begun = await room(t);
  const phone = await deskPhone(t, begun);
  const desk = await seated(t, begun);
  const caller = await rings(t, begun);
  await desk.waitForForm(DONOR.lastName);
  await caller.sees('CALL_ESTABLISHED', 10_000);
  await bothHear(caller, phone);
  await desk.typePledge(45);
  await desk.waitForSaved();
  phone.hangUp();
  await caller.sees('CALL_CLOSED', 5_000);
  await desk.page.getByText('You hung up').waitFor();
  const { promisedCents } = await begun.office.totals();
  equal(promisedCents, 4_500);

  phone.forget();
  await desk.ready();
  const next = await rings(t, begun);
  await next.sees('CALL_ESTABLISHED', 10_000);
  await bothHear(next, phone);
  next.hangUp();
  await phone.sees('CALL_CLOSED', 5_000);
  await desk.page.getByText('The caller hung up').waitFor();
  equal((await desk.heard(TONE_A_HZ)).windows, 0);
  deepEqual(desk.errors, []);
});

test('a phone that is switched off costs its agent the offer, and the next agent gets the caller', async (t) => {
  if (lacks(t, 'chromium', 'baresip')) return;
  const begun = await room(t);
  const phone = await deskPhone(t, begun);
  const desk = await seated(t, begun);
  await phone.end();
  const caller = await rings(t, begun);
  await desk.page.getByText('Your telephone did not answer').waitFor({ timeout: BACK_LIMIT_MS });
  const other = await Desk.open();
  t.after(() => other.end());
  await other.sitDownByCode(begun.line.url, { code: begun.second.code ?? '', name: 'Lou' });
  await other.form.waitFor({ timeout: BACK_LIMIT_MS });
  await caller.sees('CALL_ESTABLISHED', 10_000);
  await other.waitForTone(TONE_A_HZ);
  await untilHeard('the caller', caller, TONE_B_HZ);
  await other.hangUp();
  await caller.sees('CALL_CLOSED', 5_000);
});

test('a server that is killed leaves a talk at a desk phone its sound, and the phone still ends the call', async (t) => {
  if (lacks(t, 'chromium', 'baresip')) return;
  const begun = await room(t);
  const { line } = begun;
  const phone = await deskPhone(t, begun);
  const desk = await seated(t, begun);
  const caller = await rings(t, begun);
  await caller.sees('CALL_ESTABLISHED', 10_000);
  await bothHear(caller, phone);

  const [was] = line.pids('server');
  line.crash('server');
  await desk.page.getByText('Connection lost').waitFor();
  const before = { caller: secondsOf(caller.heard(), TONE_B_HZ), phone: secondsOf(phone.heard(), TONE_A_HZ) };
  await until('sound goes on both ways while the server is away', SOUND_LIMIT_MS, () => {
    const toCaller = secondsOf(caller.heard(), TONE_B_HZ) > before.caller + 1;
    return toCaller && secondsOf(phone.heard(), TONE_A_HZ) > before.phone + 1;
  });
  await until(
    'the server is back',
    BACK_LIMIT_MS,
    async () => line.pids('server')[0] !== was && (await line.isHealthy()),
  );
  await desk.page.getByText('Connection lost').waitFor({ state: 'detached', timeout: BACK_LIMIT_MS });
  phone.hangUp();
  await caller.sees('CALL_CLOSED', 10_000);
  await desk.page.getByText('You hung up').waitFor();
});

test('a desk phone of another make is rung, talks, and hangs up; and so does the caller', async (t) => {
  if (lacks(t, 'chromium', 'baresip', 'linphonec')) return;
  const begun = await room(t);
  const phone = await Linphone.open(begun.port);
  t.after(() => phone.end());
  const desk = await seated(t, begun);
  const caller = await rings(t, begun);
  await caller.sees('CALL_ESTABLISHED', 10_000);
  await bothHear(caller, phone);
  phone.hangUp();
  await caller.sees('CALL_CLOSED', 5_000);
  await desk.page.getByText('You hung up').waitFor();

  await desk.ready();
  const next = await rings(t, begun);
  await next.sees('CALL_ESTABLISHED', 10_000);
  await untilHeard('the next caller', next, TONE_B_HZ);
  next.hangUp();
  await desk.page.getByText('The caller hung up').waitFor();
});

test('a position that is given a phone while somebody sits there changes over, and back', async (t) => {
  if (lacks(t, 'chromium', 'baresip')) return;
  const begun = await room(t);
  const { line, office, second, port } = begun;
  const phone = await deskPhone(t, begun);
  const desk = await Desk.open();
  t.after(() => desk.end());
  await desk.sitDownByCode(line.url, { code: second.code ?? '', name: 'Noa' });
  await desk.page.getByText('The next call comes by itself.').first().waitFor();
  const give = async (uri: string): Promise<void> => {
    equal((await office.send('PUT', `/api/positions/${second.id}/phone`, { phone: uri })).status, 200);
  };

  await give(`sip:agent1@127.0.0.1:${port}`);
  await desk.page.getByRole('heading', { name: 'Your telephone' }).waitFor();
  await desk.page.getByRole('button', { name: 'All is well' }).click();
  await desk.ready();
  await desk.forget();
  const caller = await rings(t, begun);
  await caller.sees('CALL_ESTABLISHED', 10_000);
  await bothHear(caller, phone);
  equal((await desk.heard(TONE_A_HZ)).windows, 0, 'nothing in the browser');
  await desk.hangUp();
  await phone.sees('CALL_CLOSED', 5_000);

  await give('');
  await desk.page.getByText('Once it is back, press Ready').waitFor();
  await desk.page.locator('.key-ready:enabled').waitFor();
  phone.forget();
  await desk.ready();
  const next = await rings(t, begun);
  await next.sees('CALL_ESTABLISHED', 10_000);
  await desk.waitForTone(TONE_A_HZ);
  await untilHeard('the next caller', next, TONE_B_HZ);
  equal(secondsOf(phone.heard(), TONE_A_HZ), 0, 'nothing at the phone');
  await desk.hangUp();
  await next.sees('CALL_CLOSED', 5_000);
});
