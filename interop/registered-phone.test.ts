import { equal } from 'node:assert/strict';
import { after, test } from 'node:test';
import type { NewPhonePassword, PhoneAccount } from '@pledgeline/contract';
import { Caller } from './caller.ts';
import { Line } from './line.ts';
import { Office } from './office.ts';
import { Phone } from './phone.ts';
import { lacks } from './program.ts';
import { secondsOf, TONE_A_HZ, TONE_B_HZ } from './tone.ts';
import { until } from './wait.ts';

const POSITION = '/api/positions/trial-caen-1';
const USER = 'caen-1';
const HERE = '127.0.0.1';
/** baresip 1.0.0 is at a loss before SHA-256, tries again after 30 to 60 s, and is then offered MD5 alone. */
const REGISTERED_MS = 75_000;

let opened: Promise<{ readonly line: Line; readonly office: Office }> | undefined;
const setting = () =>
  (opened ??= Line.start().then(async (line) => ({ line, office: await Office.signIn(line) })));
after(async () => (await opened?.catch(() => null))?.line.end());

for (const transport of ['udp', 'tls'] as const)
  test(`a desk phone registers over ${transport.toUpperCase()}, rings for its agent, and is heard and hears`, async (t) => {
    if (lacks(t, 'baresip')) return;
    const { line, office } = await setting();
    const { password } = await office.ask<NewPhonePassword>('POST', `${POSITION}/phone-account`, {
      user: USER,
    });
    const isRegistered = async (): Promise<boolean> => {
      const { accounts } = await office.get<{ accounts: readonly PhoneAccount[] }>('/api/phone-accounts');
      return accounts.some(({ user, registered }) => user === USER && registered);
    };
    await office.ask('POST', `${POSITION}/take`);
    equal((await office.send('POST', '/api/desk/ready', '')).fault, 'NO_SOUND');

    const port = transport === 'tls' ? line.sipsPort : line.sipPort;
    const phone = await Phone.open({
      transport,
      number: USER,
      toneHz: TONE_B_HZ,
      registers: { address: HERE, port, password },
      ...(transport === 'tls' ? { authority: line.authorityFile } : {}),
    });
    t.after(() => phone.end());
    await until('the phone is registered', REGISTERED_MS, isRegistered);
    await until('its agent is ready', 5_000, async () => {
      return (await office.send('POST', '/api/desk/ready', '')).status === 200;
    });

    const caller = await Caller.open({ address: HERE, port: line.sipPort });
    t.after(() => caller.close());
    caller.call({ number: '110', from: `<sip:+33639980109@${HERE}>` });
    await phone.sees('CALL_ESTABLISHED', 10_000);
    await caller.untilAnswered(10_000);
    await until('the caller is heard at the phone', 8_000, () => secondsOf(phone.heard(), TONE_A_HZ) > 1);
    await until('the phone is heard by the caller', 8_000, () => secondsOf(caller.heard(), TONE_B_HZ) > 1);
    phone.hangUp();
    await caller.untilEnded(5_000);

    await office.ask('DELETE', `${POSITION}/phone-account`);
    equal(await isRegistered(), false);
    await office.ask('POST', '/api/seat/leave');
  });
