import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { Position, TraceCall, TrunkList } from '@pledgeline/contract';
import { Desk } from './desk.ts';
import { Phone } from './phone.ts';
import { freeSipPort } from './ports.ts';
import { lacks } from './program.ts';
import { LISTED, Setting } from './setting.ts';
import { TONE_A_HZ, TONE_B_HZ, TONE_C_HZ, secondsOf } from './tone.ts';
import { findTraces, patternsOf, type Pattern } from './trace.ts';
import { until } from './wait.ts';

/** Numbers that ARCEP keeps for fiction, in no directory. */
const HANDED = '+33639980177';
const LISTENERS = '+33199009912';
/** Typed into the form of the call that is handed over, and into that of one that is not. */
const TYPED = 'Trébuchet-Vannier';
const TYPED_AND_KEPT = 'Pélissou-Garrec';

/** A name as a page, a database or a browser's store may have written it. */
const namePatterns = (name: string): Pattern[] => [
  { encoding: 'UTF-8', bytes: Buffer.from(name) },
  { encoding: 'Latin-1', bytes: Buffer.from(name, 'latin1') },
  { encoding: 'UTF-16 LE', bytes: Buffer.from(name, 'utf16le') },
  { encoding: 'base64', bytes: Buffer.from(Buffer.from(name).toString('base64').slice(0, -4)) },
];

type Ending = { after(end: () => unknown): void };

async function rings(setting: Setting, number: string, t: Ending): Promise<Phone> {
  const caller = await Phone.open({ transport: 'udp', number });
  t.after(() => caller.end());
  caller.dial({ number: setting.number, ...setting.sip });
  await setting.desk.form.waitFor();
  await caller.sees('CALL_ESTABLISHED', 10_000);
  return caller;
}

const isWithCharity = (desk: Desk) =>
  desk.page.getByText('The call is with the charity. Nothing of it was kept.').waitFor();

/** The trial's trunk carries calls to a telephone of this machine, where the listeners are. */
async function listed(desk: Desk, port: number): Promise<void> {
  const [trunk] = (await desk.get<TrunkList>('/api/trunks')).trunks;
  ok(trunk !== undefined);
  const form = { ...trunk.form, outgoing: true, outboundProxy: `127.0.0.1:${port}` };
  await desk.send('PUT', `/api/trunks/${trunk.id}`, { revision: trunk.revision, form });
  const entry = { name: 'The listeners', number: LISTENERS, transfer: false, listeners: true };
  await desk.send('POST', '/api/outside/numbers', { form: entry });
}

/** What is typed and not saved in a call that is not handed over is found afterwards: the search can find. */
async function keptForm(setting: Setting, t: Ending): Promise<void> {
  const { desk } = setting;
  const control = await rings(setting, LISTED[1].phone, t);
  await desk.field('Last name').fill(TYPED_AND_KEPT);
  await desk.hangUp();
  await control.sees('CALL_CLOSED', 5_000);
  await desk.page.getByRole('button', { name: 'Clear the form' }).click();
  await desk.page.getByRole('button', { name: 'Clear it for good?' }).click();
  await desk.ready();
}

/** A call with a name half typed, which goes to a listener as soon as there is one. Answers the listener's desk. */
async function toListener(setting: Setting, t: Ending): Promise<Desk> {
  const { line, desk } = setting;
  const { positions } = await desk.get<{ positions: Position[] }>('/api/positions');
  const seat = positions.find(({ takenBy, code }) => takenBy === null && code !== null);
  ok(seat !== undefined);
  await desk.send('PUT', `/api/positions/${seat.id}/helpers`, { professional: false, listener: true });
  const caller = await rings(setting, HANDED, t);
  await desk.waitForTone(TONE_A_HZ);
  await desk.field('Last name').fill(TYPED);
  await desk.page.keyboard.press('F11');
  await desk.page.getByText('None of the charity’s listeners is free').first().waitFor();
  equal(await desk.field('Last name').inputValue(), TYPED, 'nothing is forgotten yet');

  const louise = await Desk.open([], TONE_C_HZ);
  t.after(() => louise.end());
  await louise.sitDownByCode(line.url, { code: seat.code ?? '', name: 'Louise' });
  await louise.page.getByText('The next call comes by itself.').first().waitFor();
  await desk.send('POST', '/api/desk/charity', { call: await callOn(desk), how: 'pass' });
  await isWithCharity(desk);
  await louise.page.getByRole('heading', { name: 'An anonymous call, handed to the charity' }).waitFor();
  await louise.waitForTone(TONE_A_HZ);
  await until('the listener is heard', 8_000, () => secondsOf(caller.heard(), TONE_C_HZ, 0.25) > 1);
  equal(await louise.page.locator('input').count(), 0);
  const { calls } = await desk.get<{ calls: TraceCall[] }>('/api/trace');
  deepEqual(
    calls.filter(({ state }) => state === 'talking'),
    [],
  );
  await louise.hangUp();
  await caller.sees('CALL_CLOSED', 5_000);
  await louise.away();
  return louise;
}

/** A call in which a pledge was saved, to the listeners' telephone outside. */
async function toOutside(setting: Setting, t: Ending): Promise<void> {
  const { desk } = setting;
  const port = await freeSipPort();
  const listeners = { number: LISTENERS, port, answers: true, toneHz: TONE_C_HZ };
  const far = await Phone.open({ transport: 'udp', ...listeners });
  t.after(() => far.end());
  await listed(desk, port);
  await desk.ready();
  const donor = await rings(setting, LISTED[0].phone, t);
  await desk.waitForForm(LISTED[0].lastName);
  const before = (await setting.totals()).promisedCents;
  await desk.typePledge(30);
  await desk.waitForSaved();
  await desk.page.keyboard.press('F11');
  await isWithCharity(desk);
  await far.sees('CALL_ESTABLISHED', 10_000);
  await until('the caller is heard outside', 8_000, () => secondsOf(far.heard(), TONE_A_HZ, 0.25) > 1);
  ok(secondsOf(far.heard(), TONE_B_HZ, 0.25) < 0.5, 'the volunteer is off the call');
  far.hangUp();
  await donor.sees('CALL_CLOSED', 5_000);
  equal((await setting.totals()).promisedCents, before + 3_000, 'what was saved stays');
}

test('a call is handed to the charity, on the floor and outside; nothing of who called is found anywhere', async (t) => {
  if (lacks(t, 'chromium', 'baresip')) return;
  const setting = await Setting.open();
  t.after(() => setting.end());
  const { line, desk } = setting;
  await keptForm(setting, t);
  const louise = await toListener(setting, t);
  await toOutside(setting, t);
  await until(
    'both are counted',
    5_000,
    async () => (await desk.get<{ calls: number }>('/api/charity')).calls === 2,
  );

  deepEqual([...desk.errors, ...louise.errors], []);
  await desk.closeBrowser();
  await louise.closeBrowser();
  equal(await line.stop(), 0);
  const folders = [...line.folders, desk.profile, louise.profile];
  deepEqual(findTraces(folders, patternsOf(HANDED)), []);
  deepEqual(findTraces(folders, namePatterns(TYPED)), []);
  ok(findTraces([desk.profile], namePatterns(TYPED_AND_KEPT)).length > 0, 'the search finds nothing at all');
  ok(findTraces(line.folders, patternsOf(LISTED[0].phone)).length > 0, 'the saved pledge is not found');
});

/** The call that is on, as the operators' page names it. */
async function callOn(desk: Desk): Promise<string> {
  const { calls } = await desk.get<{ calls: TraceCall[] }>('/api/trace');
  return calls.find(({ state }) => state === 'talking')?.id ?? '';
}
