import { doesNotMatch, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Phone } from './phone.ts';
import { lacks } from './program.ts';
import { LISTED, Setting } from './setting.ts';
import { TONE_A_HZ } from './tone.ts';
import { until } from './wait.ts';

let opened: Promise<Setting> | undefined;
const setting = (): Promise<Setting> => (opened ??= Setting.open());
after(async () => (await opened?.catch(() => null))?.end());

const [DONOR] = LISTED;
/** The bound of ten seconds, and what a busy machine takes to ring and to answer. */
const ANSWERED_MS = 12_000;
const CARD = '4111111111111111';
/** Loud enough to be a voice, and no line noise. */
const VOICE = 1_000;

const hearsVoice = (phone: Phone) =>
  until('somebody speaks to the caller', 5_000, () =>
    phone.heard().samples.some((sample) => Math.abs(sample) > VOICE),
  );

test('callers for whom nobody is ready promise by keypad, and the next volunteer gets them in their places', async (t) => {
  if (lacks(t, 'chromium', 'baresip')) return;
  const { line, desk, number, sip, ...all } = await opening();
  const { promisedCents: before } = await all.totals();
  const phones = await Promise.all(
    [DONOR.phone, 'anonymous'].map((from) => Phone.open({ transport: 'udp', number: from })),
  );
  t.after(() => Promise.all(phones.map((phone) => phone.end())));
  const [known, withheld] = phones;
  ok(known !== undefined && withheld !== undefined);

  known.dial({ number, ...sip });
  const dialedAt = Date.now();
  await known.sees('CALL_ESTABLISHED', ANSWERED_MS);
  ok(Date.now() - dialedAt > 8_000, 'it rings until the bound');
  withheld.dial({ number, ...sip });
  await hearsVoice(known);
  // A key that means nothing, and a card's number: both are answered in words, and the question comes again.
  await known.keys(`91${CARD}#`);
  await known.keys('25#1#');
  const promised = async (cents: number) =>
    until(`${cents} cents are promised`, 10_000, async () => {
      return (await all.totals()).promisedCents - before === cents;
    });
  await promised(2_500);
  await withheld.sees('CALL_ESTABLISHED', ANSWERED_MS);
  await withheld.keys('110#1');
  await withheld.keys('0639980199#1');
  await promised(3_500);

  // Whoever waits comes at once.
  await desk.page.keyboard.press('F8');
  await desk.waitForForm(DONOR.lastName);
  await desk.waitForTone(TONE_A_HZ);
  await desk.hangUp();
  await known.sees('CALL_CLOSED', 5_000);
  await desk.forget();
  await desk.page.keyboard.press('F8');
  await desk.form.getByText('Number withheld').waitFor();
  await desk.hangUp();
  await withheld.sees('CALL_CLOSED', 5_000);

  const logs = ['floor/floor.ndjson', 'logs/server.log'].map((file) =>
    readFileSync(join(line.dataDir, file), 'utf8'),
  );
  for (const log of logs) doesNotMatch(log, /411111|639980199|"key"/);
});

/** The volunteer is there, and away. */
async function opening() {
  const open = await setting();
  await open.desk.away();
  const { line, desk, number, sip } = open;
  return { line, desk, number, sip, totals: () => open.totals() };
}
