import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { Caller } from './caller.ts';
import { lacks } from './program.ts';
import { LISTED, Setting } from './setting.ts';
import { secondsOf, TONE_A_HZ, TONE_B_HZ } from './tone.ts';
import { findTraces, patternsOf } from './trace.ts';
import { until } from './wait.ts';

const WITHHELD = '+33639980177';
const ANONYMOUS = '"Anonymous" <sip:anonymous@anonymous.invalid>';

/** Every header in which a trusted trunk still tells who withheld the number. */
function tellingHeaders(number: string): string[] {
  const stir = Buffer.from(JSON.stringify({ dest: { tn: ['110'] }, orig: { tn: number.slice(1) } }));
  return [
    'Privacy: id',
    `P-Asserted-Identity: <sip:${number}@carrier.example;user=phone>`,
    `P-Asserted-Identity: <tel:${number}>`,
    `Remote-Party-ID: <sip:${number}@carrier.example>;party=calling;privacy=full`,
    `Diversion: <sip:0${number.slice(3)}@carrier.example>;reason=unconditional`,
    `History-Info: <sip:${number}@carrier.example>;index=1`,
    `Identity: eyJhbGciOiJFUzI1NiJ9.${stir.toString('base64url')}.c2ln;info=<https://carrier.example/c>;alg=ES256`,
    `X-Carrier-Caller: ${number}`,
  ];
}

async function talk(setting: Setting, number: string): Promise<void> {
  const { desk, sip } = setting;
  const caller = await Caller.open(sip);
  try {
    caller.call({ number: setting.number, from: ANONYMOUS, headers: tellingHeaders(number) });
    await caller.untilAnswered(10_000);
    await desk.form.getByText('Number withheld').waitFor();
    await desk.waitForTone(TONE_A_HZ);
    await until(
      'the volunteer is heard by the caller',
      8_000,
      () => secondsOf(caller.heard(), TONE_B_HZ) > 1,
    );
    equal(await desk.field('Last name').inputValue(), '');
    equal(await desk.field('Telephone').inputValue(), '');
    await desk.hangUp();
    await caller.untilEnded(5_000);
  } finally {
    caller.close();
  }
}

test('a withheld number is not looked up, and no file of database, logs or browser holds it', async (t) => {
  if (lacks(t, 'chromium')) return;
  const setting = await Setting.open();
  t.after(() => setting.end());
  const { line, desk } = setting;

  // Whom the directory would name is not named.
  await talk(setting, LISTED[0].phone);
  await desk.forget();
  await desk.ready();
  await talk(setting, WITHHELD);

  const folders = [...line.folders, desk.profile];
  deepEqual(findTraces(folders, patternsOf(WITHHELD)), [], 'while it runs');
  await desk.closeBrowser();
  equal(await line.stop(), 0);
  deepEqual(findTraces(folders, patternsOf(WITHHELD)), [], 'after the end');
  // The search sees what is there: the directory's own number stands in the database.
  ok(findTraces(line.folders, patternsOf(LISTED[1].phone)).length > 0, 'the search finds nothing at all');
  ok(!line.output.includes(WITHHELD.slice(3)), 'it was printed');
});
