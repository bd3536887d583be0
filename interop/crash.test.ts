import { equal } from 'node:assert/strict';
import { after, test } from 'node:test';
import { Phone } from './phone.ts';
import { lacks } from './program.ts';
import { LISTED, Setting, type Listed } from './setting.ts';
import { secondsOf, TONE_A_HZ, TONE_B_HZ } from './tone.ts';
import { until } from './wait.ts';

let opened: Promise<Setting> | undefined;
const setting = (): Promise<Setting> => (opened ??= Setting.open());
after(async () => (await opened?.catch(() => null))?.end());

const BACK_LIMIT_MS = 20_000;

async function ring(phone: Phone, donor: Listed): Promise<void> {
  const { desk, number, sip } = await setting();
  phone.dial({ number, ...sip });
  await desk.waitForForm(donor.lastName);
  await phone.sees('CALL_ESTABLISHED', 10_000);
  await desk.waitForTone(TONE_A_HZ);
}

test('a server that is killed between save and hang-up loses neither the pledge nor the call', async (t) => {
  if (lacks(t, 'chromium', 'baresip')) return;
  const { line, desk } = await setting();
  const phone = await Phone.open({ transport: 'udp', number: LISTED[0].phone });
  t.after(() => phone.end());
  await ring(phone, LISTED[0]);
  await desk.typePledge(31);
  await desk.waitForSaved();

  const [was] = line.pids('server');
  line.crash('server');
  const heardAtCrash = secondsOf(phone.heard(), TONE_B_HZ);
  await until(
    'sound goes on while the server is away',
    8_000,
    () => secondsOf(phone.heard(), TONE_B_HZ) > heardAtCrash + 1,
  );
  await until(
    'the server is back',
    BACK_LIMIT_MS,
    async () => line.pids('server')[0] !== was && (await line.isHealthy()),
  );
  await until(
    'the desk is connected again',
    BACK_LIMIT_MS,
    async () => !(await desk.page.getByText('Connection lost').isVisible()),
  );
  await desk.hangUp();
  await phone.sees('CALL_CLOSED', 10_000);
  const { promisedCents, promisedCount } = await (await setting()).totals();
  equal(promisedCents, 3_100);
  equal(promisedCount, 1);
});

test('a pledge whose save met a cut network arrives later, once', async (t) => {
  if (lacks(t, 'chromium', 'baresip')) return;
  const { desk } = await setting();
  const before = await (await setting()).totals();
  await desk.forget();
  await desk.ready();
  const phone = await Phone.open({ transport: 'udp', number: LISTED[1].phone });
  t.after(() => phone.end());
  await ring(phone, LISTED[1]);

  await desk.cutNetwork(true);
  await desk.typePledge(52);
  await desk.page.getByText('Not saved yet').first().waitFor();
  await desk.cutNetwork(false);
  await desk.waitForSaved();
  await desk.hangUp();
  await phone.sees('CALL_CLOSED', 10_000);
  const totals = await (await setting()).totals();
  equal(totals.promisedCents - before.promisedCents, 5_200);
  equal(totals.promisedCount - before.promisedCount, 1);
});

test('sound whose process is killed comes back into the same call, and the draft is still there', async (t) => {
  if (lacks(t, 'chromium', 'baresip')) return;
  const { line, desk } = await setting();
  const before = await (await setting()).totals();
  await desk.forget();
  await desk.ready();
  const phone = await Phone.open({ transport: 'udp', number: LISTED[0].phone });
  t.after(() => phone.end());
  await ring(phone, LISTED[0]);
  await desk.page.keyboard.type('47');

  await desk.forget();
  const heardBefore = secondsOf(phone.heard(), TONE_B_HZ);
  line.crash('media');
  await desk.waitForTone(TONE_A_HZ, BACK_LIMIT_MS);
  await until(
    'the caller hears the volunteer again',
    BACK_LIMIT_MS,
    () => secondsOf(phone.heard(), TONE_B_HZ) > heardBefore + 1,
  );
  for (let step = 0; step < 4; step += 1) await desk.page.keyboard.press('Enter');
  await desk.waitForSaved();
  equal(phone.has('CALL_CLOSED'), false);
  await desk.hangUp();
  await phone.sees('CALL_CLOSED', 10_000);
  const totals = await (await setting()).totals();
  equal(totals.promisedCents - before.promisedCents, 4_700);
});
