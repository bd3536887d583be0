import { equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { addNeighbour } from './namespace.ts';
import { Phone } from './phone.ts';
import { lacks, lacksNamespaces } from './program.ts';
import { LISTED, Setting } from './setting.ts';
import { secondsOf, TONE_A_HZ, TONE_B_HZ } from './tone.ts';
import { until } from './wait.ts';

test('a volunteer at another computer takes calls over HTTPS, with sound both ways', async (t) => {
  if (lacks(t, 'chromium', 'baresip') || lacksNamespaces(t)) return;
  const neighbour = addNeighbour();
  t.after(() => neighbour.remove());
  const setting = await Setting.open({
    environment: { PLEDGELINE_ADDRESS: neighbour.address },
    within: neighbour.within,
    // Over there, localhost is another computer.
    url: (line) => `https://${neighbour.address}:${line.httpsPort}`,
  });
  t.after(() => setting.end());
  const { desk, number, sip } = setting;
  match(desk.page.url(), /^https:\/\/10\.229\./);

  const phone = await Phone.open({ transport: 'udp', number: LISTED[0].phone });
  t.after(() => phone.end());
  phone.dial({ number, ...sip });
  await desk.waitForForm(LISTED[0].lastName);
  await desk.waitForTone(TONE_A_HZ);
  await until('the volunteer is heard by the caller', 8_000, () => secondsOf(phone.heard(), TONE_B_HZ) > 1);
  await desk.typePledge(20);
  await desk.waitForSaved();
  await desk.hangUp();
  await phone.sees('CALL_CLOSED', 5_000);
  equal((await setting.totals()).promisedCents, 2_000);
});
