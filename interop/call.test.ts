import { equal, ok } from 'node:assert/strict';
import { after, test } from 'node:test';
import { payInSandbox } from './donor.ts';
import { Phone } from './phone.ts';
import { lacks } from './program.ts';
import { LISTED, Setting } from './setting.ts';
import { secondsOf, TONE_A_HZ, TONE_B_HZ } from './tone.ts';
import { until } from './wait.ts';

let opened: Promise<Setting> | undefined;
const setting = (): Promise<Setting> => (opened ??= Setting.open());
after(async () => (await opened?.catch(() => null))?.end());

const EUROS = 45;

for (const [index, transport] of (['udp', 'tcp', 'tls'] as const).entries()) {
  test(`a call over ${transport.toUpperCase()} goes all the way from the carrier to the paid pledge`, async (t) => {
    if (lacks(t, 'chromium', 'baresip')) return;
    const { line, desk, number, sip, sips } = await setting();
    const donor = LISTED[index] ?? LISTED[0];
    const before = (await (await setting()).totals()).promisedCents;
    const secure = transport === 'tls' ? { authority: line.authorityFile } : {};
    const phone = await Phone.open({ transport, number: donor.phone, ...secure });
    t.after(() => phone.end());

    phone.dial({ number, ...(transport === 'tls' ? sips : sip) });
    await desk.waitForForm(donor.lastName);
    await phone.sees('CALL_ESTABLISHED', 10_000);
    const heardAt = await desk.waitForTone(TONE_A_HZ);
    const shownAt = await desk.shownAt(donor.lastName);
    ok(shownAt !== null && shownAt < heardAt, `name shown at ${shownAt}, first sound at ${heardAt}`);
    equal(await desk.field('First name').inputValue(), donor.firstName);
    await until('the volunteer is heard by the caller', 8_000, () => secondsOf(phone.heard(), TONE_B_HZ) > 1);

    await desk.typePledge(EUROS);
    await desk.waitForSaved();
    await desk.hangUp();
    await phone.sees('CALL_CLOSED', 5_000);

    const promised = await (await setting()).totals();
    equal(promised.promisedCents - before, EUROS * 100);
    await payInSandbox(desk, promised.latest[0]?.id ?? '');
    await until('the totals show the payment', 10_000, async () => {
      const { paidCents, latest } = await (await setting()).totals();
      return paidCents === promised.paidCents + EUROS * 100 && latest[0]?.paid === true;
    });
    equal(desk.errors.join('\n'), '');
    equal(await line.isHealthy(), true);
    await desk.forget();
    await desk.ready();
  });
}
