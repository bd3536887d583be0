import { deepEqual, equal, ok } from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Position } from '@pledgeline/contract';
import { Desk } from './desk.ts';
import { Phone } from './phone.ts';
import { freeSipPort } from './ports.ts';
import { lacks } from './program.ts';
import { LISTED, Setting } from './setting.ts';
import { secondsOf, TONE_A_HZ, TONE_B_HZ, TONE_C_HZ, type Sound } from './tone.ts';
import { until } from './wait.ts';

const CALLER = TONE_A_HZ;
const GIVER = TONE_B_HZ;
const LOUISE = TONE_C_HZ;
const NAMES = new Map([
  [CALLER, 'caller'],
  [GIVER, 'giver'],
  [LOUISE, 'louise'],
]);
const ALL = [CALLER, GIVER, LOUISE];

/** Of two who speak at the same time, each has about half. */
const SHARE = 0.25;
/** The waiting sound is a voice, which may hold any tone for a moment; so may a gap, where the machine is busy. */
const CHANCE_SECONDS = 0.5;

const named = (tones: readonly number[]): string[] => tones.map((hz) => NAMES.get(hz) ?? '').toSorted();

/** Who is heard at a desk from now on. */
async function heardAt(desk: Desk, expected: readonly number[]): Promise<string[]> {
  await desk.page.waitForTimeout(700);
  await desk.forget();
  if (expected.length === 0) await desk.page.waitForTimeout(700);
  await until(`${named(expected).join(' and ')} at the desk`, 10_000, async () => {
    const each = await Promise.all(expected.map((hz) => desk.heard(hz)));
    return each.every(({ windows }) => windows >= 60);
  });
  const all = await Promise.all(ALL.map(async (hz) => ({ hz, ...(await desk.heard(hz)) })));
  return named(all.flatMap(({ hz, windows }) => (windows > 0 ? [hz] : [])));
}

/** The same at a telephone; of nobody, over a second of whatever else is heard there. */
async function heardBy(phone: Phone, expected: readonly number[]): Promise<string[]> {
  const from = phone.heard().samples.length;
  const since = (): Sound => {
    const { rate, samples } = phone.heard();
    return { rate, samples: samples.subarray(from) };
  };
  await until(`${named(expected).join(' and ')} at the telephone`, 10_000, () => {
    const { rate, samples } = since();
    return (
      samples.length > rate && expected.every((hz) => secondsOf(since(), hz, SHARE) > 2 * CHANCE_SECONDS)
    );
  });
  return named(ALL.filter((hz) => secondsOf(since(), hz, SHARE) > CHANCE_SECONDS));
}

/** The volunteer of the setting talks to a caller. */
async function begun(t: TestContext) {
  const setting = await Setting.open();
  t.after(() => setting.end());
  const { line, desk: giver, number, sip } = setting;
  const { positions } = await giver.get<{ positions: Position[] }>('/api/positions');
  const seat = positions.find(({ takenBy, code }) => takenBy === null && code !== null);
  ok(seat !== undefined);
  const caller = await Phone.open({ transport: 'udp', number: LISTED[0].phone });
  t.after(() => caller.end());
  const call = async (): Promise<void> => {
    caller.dial({ number, ...sip });
    await giver.form.waitFor();
    await caller.sees('CALL_ESTABLISHED', 10_000);
    await giver.waitForTone(CALLER);
  };
  return { line, giver, caller, seat, code: seat.code ?? '', call };
}

const strip = (desk: Desk, text: string) => desk.page.locator('.caller-consulting').getByText(text).waitFor();
const ended = (desk: Desk) =>
  desk.page.locator('.caller-ended').getByText('You handed the call over').waitFor();

async function press(desk: Desk, key: string): Promise<void> {
  await desk.page.keyboard.press('F9');
  await desk.page.getByRole('button', { name: key }).click();
}

async function readyAgain(desk: Desk): Promise<void> {
  await desk.page.locator('.bar-status[data-kind="wrapping-up"]').waitFor();
  await desk.ready();
}

test('who hears whom while a call is spoken about, taken back, handed over, put back in the queue and given', async (t) => {
  if (lacks(t, 'chromium', 'baresip')) return;
  const { line, giver, caller, seat, code, call } = await begun(t);
  await call();
  const louise = await Desk.open([], LOUISE);
  t.after(() => louise.end());
  await louise.sitDownByCode(line.url, { code, name: 'Louise' });
  await louise.page.getByText('The next call comes by itself.').first().waitFor();
  const where = async () => ({
    giver: (await heardAt(giver, [])).join(),
    louise: (await heardAt(louise, [])).join(),
  });
  const who = `Louise, position ${seat.number}`;
  deepEqual(await heardBy(caller, [GIVER]), ['giver']);

  await press(giver, `Talk first to ${who}`);
  await strip(giver, 'You are talking to Louise');
  await louise.form.waitFor();
  await louise.waitForForm(LISTED[0].lastName);
  deepEqual(await heardAt(giver, [LOUISE]), ['louise']);
  deepEqual(await heardAt(louise, [GIVER]), ['giver']);
  deepEqual(await heardBy(caller, []), []);

  await giver.page.keyboard.press('Shift+F9');
  await strip(louise, 'All three');
  deepEqual(await heardAt(giver, [CALLER, LOUISE]), ['caller', 'louise']);
  deepEqual(await heardAt(louise, [CALLER, GIVER]), ['caller', 'giver']);
  deepEqual(await heardBy(caller, [GIVER, LOUISE]), ['giver', 'louise']);

  await giver.page.keyboard.press('Escape');
  await louise.form.waitFor({ state: 'hidden' });
  deepEqual(await heardAt(giver, [CALLER]), ['caller']);
  deepEqual(await heardAt(louise, []), []);
  deepEqual(await heardBy(caller, [GIVER]), ['giver']);

  await press(giver, `Talk first to ${who}`);
  await strip(giver, 'You are talking to Louise');
  await giver.page.keyboard.press('F9');
  await ended(giver);
  deepEqual(await heardAt(louise, [CALLER]), ['caller']);
  deepEqual(await heardBy(caller, [LOUISE]), ['louise']);
  deepEqual(await heardAt(giver, []), []);

  // Back in the queue, where the one who is free gets it.
  await readyAgain(giver);
  await press(louise, 'Put back in the queue, Line 110');
  await ended(louise);
  await giver.form.waitFor();
  deepEqual(await heardAt(giver, [CALLER]), ['caller']);
  deepEqual(await heardBy(caller, [GIVER]), ['giver']);
  deepEqual(await heardAt(louise, []), []);

  await readyAgain(louise);
  await press(giver, `Hand over to ${who}`);
  await ended(giver);
  deepEqual(await heardAt(louise, [CALLER]), ['caller']);
  deepEqual(await heardBy(caller, [LOUISE]), ['louise']);
  deepEqual(await where(), { giver: '', louise: 'caller' });
  await louise.hangUp();
  await caller.sees('CALL_CLOSED', 5_000);
  deepEqual([...giver.errors, ...louise.errors], []);
  equal(await line.isHealthy(), true);
});

test('a desk phone is spoken with, gets the call, hands it on by REFER, is given it again and ends it', async (t) => {
  if (lacks(t, 'chromium', 'baresip')) return;
  const { line, giver, caller, seat, code, call } = await begun(t);
  const port = await freeSipPort();
  await giver.send('PUT', `/api/positions/${seat.id}/phone`, { phone: `sip:agent2@127.0.0.1:${port}` });
  const phone = await Phone.open({
    transport: 'udp',
    number: 'agent2',
    port,
    answers: true,
    toneHz: LOUISE,
  });
  t.after(() => phone.end());
  await call();
  const louise = await Desk.open([], LOUISE);
  t.after(() => louise.end());
  await louise.sitDownAtPhone(line.url, { code, name: 'Louise' });
  await press(giver, `Talk first to Louise, position ${seat.number}`);
  await strip(giver, 'You are talking to Louise');
  await phone.sees('CALL_ESTABLISHED', 10_000);
  deepEqual(await heardAt(giver, [LOUISE]), ['louise']);
  deepEqual(await heardBy(phone, [GIVER]), ['giver']);
  deepEqual(await heardBy(caller, []), []);
  await giver.page.keyboard.press('F9');
  await ended(giver);
  deepEqual(await heardBy(caller, [LOUISE]), ['louise']);
  deepEqual(await heardBy(phone, [CALLER]), ['caller']);

  // [TEL-126] And hands it on by its own key, to the position that it dials.
  await readyAgain(giver);
  phone.transfer(`sip:1@127.0.0.1:${line.sipPort}`);
  await ended(louise);
  await phone.sees('CALL_CLOSED', 5_000);
  deepEqual(await heardAt(giver, [CALLER]), ['caller']);
  deepEqual(await heardBy(caller, [GIVER]), ['giver']);

  // Given to it without a word, it is rung as for any call, and its own hang-up ends it.
  phone.forget();
  await readyAgain(louise);
  await press(giver, `Hand over to Louise, position ${seat.number}`);
  await ended(giver);
  await phone.sees('CALL_ESTABLISHED', 10_000);
  deepEqual(await heardBy(phone, [CALLER]), ['caller']);
  phone.hangUp();
  await caller.sees('CALL_CLOSED', 5_000);
  await louise.page.getByText('You hung up').waitFor();
  deepEqual([...giver.errors, ...louise.errors], []);
});
