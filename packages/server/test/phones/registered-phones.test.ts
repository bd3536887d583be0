import { deepEqual, equal } from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { CallId } from '@pledgeline/core';
import { REGISTRAR_LIMITS } from '@pledgeline/sip';
import { AGENT, carrier, PHONE_HOST, telephonyToTry } from '../testing/telephony.ts';
import { registeredPhone } from '../testing/registered-phone.ts';
import { PASSWORD, passwordOf, phonesAt, USER } from './house.ts';

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(setImmediate);
}

/** A line whose only agent sits at the position of `caen-1`. */
async function line(accounts = 1) {
  const seated = [{ agent: AGENT, phone: '', account: USER }];
  return telephonyToTry(undefined, seated, { prepare: phonesAt(accounts) });
}
type TestLine = Awaited<ReturnType<typeof line>>;

const exchangeOf = (tried: TestLine) => tried.telephony().exchange();
const isUp = (tried: TestLine): boolean => exchangeOf(tried).lines.has(AGENT);
const phoneAt = (tried: TestLine, password = PASSWORD) =>
  registeredPhone({ port: tried.telephony().sipPort, user: USER, password });

/** What operators read: how often a REGISTER ended so. */
async function outcomes(tried: TestLine): Promise<ReadonlyMap<string, number>> {
  const shown = await tried.registry.metrics();
  const lines = shown.matchAll(/^pledgeline_phone_registrations_total\{outcome="([\w-]+)"\} (\d+)$/gm);
  return new Map([...lines].map(([, outcome = '', count]) => [outcome, Number(count)]));
}

const fileOf = ({ folder }: TestLine): string => join(folder, 'registrations.json');
const onDisk = (tried: TestLine): string =>
  existsSync(fileOf(tried)) ? readFileSync(fileOf(tried), 'utf8') : '';

/** The phone is registered and a caller talks over it. */
async function talking() {
  const tried = await line();
  const phone = await phoneAt(tried);
  await until(() => isUp(tried));
  tried.telephony().feed({ kind: 'agent-ready', agent: AGENT });
  const caller = await carrier(tried.telephony().sipPort);
  caller.invite('a');
  await until(() => exchangeOf(tried).calls.size === 1);
  const [call] = exchangeOf(tried).calls.keys() as Iterable<CallId>;
  await until(() => phone.seen('invited') === 1);
  tried.telephony().feed({ kind: 'form-shown', agent: AGENT, call: call as CallId });
  await caller.hears('answered');
  await until(() => phone.seen('acknowledged') === 1);
  return {
    tried,
    phone,
    caller,
    end: async () => {
      await Promise.all([caller.close(), phone.close()]);
      await tried.stop();
    },
  };
}

test('[TEL-15] whoever sits where a phone registers has sound while it is registered, and is rung over its own way', async () => {
  const { tried, phone, caller, end } = await talking();
  deepEqual(tried.registrar().placeOf(USER), { transport: 'udp', address: PHONE_HOST });
  phone.hangUp();
  await caller.hears('hung-up');
  phone.unregister();
  await until(() => !isUp(tried));
  equal(tried.registrar().placeOf(USER), null);
  deepEqual(exchangeOf(tried).floor.agents.get(AGENT)?.kind, 'away');
  await end();
});

test('[TEL-15] a phone that goes in a talk leaves the talk on, and its agent away after it', async () => {
  const { tried, phone, caller, end } = await talking();
  phone.unregister();
  await until(() => !isUp(tried));
  equal(exchangeOf(tried).calls.size, 1);
  caller.hangUp('a');
  await until(() => exchangeOf(tried).calls.size === 0);
  equal(exchangeOf(tried).floor.agents.get(AGENT)?.kind, 'away');
  await end();
});

test('[TEL-18] killed: the phone is rung by the next life without having come again, and the file is its owner’s alone', async () => {
  const tried = await line();
  const phone = await phoneAt(tried);
  await until(() => isUp(tried));
  await until(() => onDisk(tried).includes(USER));
  equal(statSync(fileOf(tried)).mode & 0o777, 0o600);
  await tried.killAndStart();
  await until(() => isUp(tried));
  tried.telephony().feed({ kind: 'agent-ready', agent: AGENT });
  const caller = await carrier(tried.telephony().sipPort);
  caller.invite('b');
  await until(() => phone.seen('invited') === 1);
  equal(phone.seen('responded'), 1);
  await Promise.all([caller.close(), phone.close()]);
  await tried.stop();
});

test('[TEL-18] killed, and the phone’s place is lost: its agent gets no call until it has come again', async () => {
  const tried = await line();
  const phone = await phoneAt(tried);
  await until(() => isUp(tried));
  phone.unregister();
  await until(() => phone.seen('responded') === 2);
  await until(() => onDisk(tried).includes('"bindings":[]'));
  await tried.killAndStart();
  equal(isUp(tried), false);
  phone.register();
  await until(() => isUp(tried));
  await phone.close();
  await tried.stop();
});

test('[TEL-17] another password, or no account any more, takes the phone off at once', async () => {
  for (const change of ['renewed', 'removed', 'network'] as const) {
    const tried = await line();
    const phone = await phoneAt(tried);
    await until(() => isUp(tried));
    const { db } = tried;
    if (change === 'renewed')
      await db
        .updateTable('phone_accounts')
        .set({ md5: '0'.repeat(32) })
        .execute();
    else if (change === 'removed') await db.deleteFrom('phone_accounts').execute();
    else
      await db
        .updateTable('sites')
        .set({ networks: ['192.0.2.0/24'] })
        .execute();
    await tried.registrar().reload();
    equal(isUp(tried), false, change);
    await phone.close();
    await tried.stop();
  }
});

test('[TEL-19] wrong passwords are counted, and lock that name from there; the right one is taken from the start', async () => {
  const tried = await line(2);
  const { sipPort } = tried.telephony();
  const wrong = await phoneAt(tried, 'guessed');
  await until(() => wrong.registered() === 401);
  const right = await registeredPhone({ port: sipPort, user: 'caen-2', password: passwordOf(2) });
  await until(() => right.registered() === true);
  const counted = await outcomes(tried);
  equal(counted.get('taken'), 1);
  equal(counted.get('wrong-password'), 1);
  await Promise.all([wrong.close(), right.close()]);
  await tried.stop();
});

test('[TEL-19] 350 phones behind one address register side by side, while some of them guess', async () => {
  const COUNT = 350;
  const tried = await line(COUNT);
  const { sipPort } = tried.telephony();
  const isWrong = (number: number): boolean => number % 25 === 0;
  const phones = await Promise.all(
    Array.from({ length: COUNT }, (_, index) => index + 1).map(async (number) => ({
      number,
      phone: await registeredPhone({
        port: sipPort,
        user: `caen-${number}`,
        password: isWrong(number) ? 'guessed' : passwordOf(number),
      }),
    })),
  );
  await until(() =>
    phones.every(({ number, phone }) => phone.registered() === (isWrong(number) ? 401 : true)),
  );
  // Those who guess go on until they are locked out, and nobody beside them is.
  const wrong = phones.filter(({ number }) => isWrong(number));
  await until(() => {
    for (const { phone } of wrong) if (phone.registered() === 401) phone.again();
    return wrong.every(({ phone }) => phone.registered() === 403);
  });
  for (const { number, phone } of phones) if (!isWrong(number)) phone.again();
  await until(() => phones.every(({ number, phone }) => isWrong(number) || phone.registered() === true));
  const counted = await outcomes(tried);
  equal(counted.get('taken'), 2 * (COUNT - wrong.length));
  equal(counted.get('wrong-password'), REGISTRAR_LIMITS.wrongMax * wrong.length);
  await Promise.all(phones.map(({ phone }) => phone.close()));
  await tried.stop();
});
