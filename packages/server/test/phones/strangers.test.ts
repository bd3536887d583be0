import { deepEqual, equal, match } from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectPlain } from 'node:net';
import { test } from 'node:test';
import { connect } from 'node:tls';
import type { Kysely } from 'kysely';
import type { Tables } from '../../src/adapters/database/tables.ts';
import { makeCarrierAuthority } from '../adapters/authority.ts';
import { registeredPhone } from '../testing/registered-phone.ts';
import { AGENT, carrier, PHONE_HOST, telephonyToTry } from '../testing/telephony.ts';
import { PASSWORD, phonesAt, USER } from './house.ts';

const HERE = '127.0.0.1';
const ELSEWHERE = ['127.0.0.9'];

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(setImmediate);
}

type Phone = Awaited<ReturnType<typeof registeredPhone>>;

/** What one attempt after the other is answered. */
async function answersTo(phone: Phone, attempts: number): Promise<(number | boolean)[]> {
  const answers: (number | boolean)[] = [];
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    await until(() => phone.registered() !== false);
    answers.push(phone.registered());
    phone.again();
  }
  return answers;
}

/** Another site, in whose network the phone stands. */
const withLyon = async (db: Kysely<Tables>): Promise<void> => {
  await phonesAt(1, ELSEWHERE)(db);
  await db
    .insertInto('sites')
    .values({ id: 'lyon', name: 'Lyon', networks: [PHONE_HOST] })
    .execute();
};

test('[TEL-16] from another site’s network the right password is answered as a name that nobody has', async () => {
  const tried = await telephonyToTry(undefined, [], { prepare: withLyon });
  const port = tried.telephony().sipPort;
  const strayed = await registeredPhone({ port, user: USER, password: PASSWORD });
  const nobody = await registeredPhone({ port, user: 'nobody', password: PASSWORD });
  const answers = await answersTo(nobody, 7);
  deepEqual([answers[0], answers.at(-1)], [401, 403]);
  deepEqual(await answersTo(strayed, 7), answers);
  await Promise.all([strayed.close(), nobody.close()]);
  await tried.stop();
});

/** A line over TLS to which phones come from no network of a site. */
async function secured(count: number) {
  const authority = await makeCarrierAuthority();
  const own = await authority.issue({ names: ['line.example'] });
  const seated = [{ agent: AGENT, phone: '', account: USER }];
  const tried = await telephonyToTry(undefined, seated, {
    tls: { port: 0, certificate: () => own },
    prepare: phonesAt(count, ELSEWHERE),
  });
  return { tried, authority, port: tried.telephony().sipsPort ?? 0 };
}

test('[TEL-15] over TLS a phone registers from anywhere, and is rung over its own connection', async () => {
  const { tried, authority, port } = await secured(1);
  const line = { host: 'line.example', authority: authority.cert };
  const phone = await registeredPhone({ port, user: USER, password: PASSWORD, transport: 'tls', line });
  const exchange = () => tried.telephony().exchange();
  await until(() => exchange().lines.has(AGENT));
  tried.telephony().feed({ kind: 'agent-ready', agent: AGENT });
  const caller = await carrier(tried.telephony().sipPort);
  caller.invite('a');
  await until(() => phone.seen('invited') === 1);
  await caller.hears('answered');
  phone.hangUp();
  await caller.hears('hung-up');
  // Its connection goes, and with it the way to it.
  await phone.close();
  await until(() => !exchange().lines.has(AGENT));
  await caller.close();
  await tried.stop();
});

test('[TEL-16] over TLS from elsewhere only REGISTER is heard, and nobody where there is no account', async () => {
  const { tried, authority, port } = await secured(1);
  const dropped = async (): Promise<number> => {
    const shown = await tried.registry.metrics();
    return Number(/^pledgeline_sip_dropped_total\{because="unknown-source"\} (\d+)$/m.exec(shown)?.[1] ?? 0);
  };
  const reach = () =>
    connect({
      socket: connectPlain({ host: HERE, port, localAddress: PHONE_HOST }),
      ca: authority.cert,
      servername: 'line.example',
    });
  const say = (method: string): string =>
    [
      `${method} sip:${HERE} SIP/2.0`,
      `Via: SIP/2.0/TLS ${PHONE_HOST}:5061;branch=z9hG4bK-${method}`,
      `From: <sip:${USER}@${HERE}>;tag=1`,
      `To: <sip:${USER}@${HERE}>`,
      `Call-ID: ${method}@${PHONE_HOST}`,
      `CSeq: 1 ${method}`,
      'Max-Forwards: 70',
      'Content-Length: 0',
      '',
      '',
    ].join('\r\n');
  const stranger = reach();
  await once(stranger, 'secureConnect');
  const heard: string[] = [];
  stranger.on('data', (bytes: Buffer) => void heard.push(bytes.toString().split('\r\n')[0] ?? ''));
  for (const method of ['OPTIONS', 'INVITE', 'SUBSCRIBE', 'BYE']) stranger.write(say(method));
  stranger.write(say('REGISTER'));
  await until(() => heard.length > 0);
  match(heard.join(), /^SIP\/2\.0 401 [\w ]+$/);
  equal(await dropped(), 4);
  stranger.destroy();

  await tried.db.deleteFrom('phone_accounts').execute();
  await tried.registrar().reload();
  const late = reach();
  const [error] = (await once(late, 'error')) as [NodeJS.ErrnoException];
  match(error.code ?? '', /ECONNRESET/);
  equal(await dropped(), 5);
  await tried.stop();
});
