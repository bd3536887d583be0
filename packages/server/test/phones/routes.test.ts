import { deepEqual, doesNotMatch, equal, match } from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { FaultBody, NewPhonePassword, PhoneAccount, Site } from '@pledgeline/contract';
import type { PositionId } from '@pledgeline/core';
import { NOBODY, type Actor } from '../../src/access/actor.ts';
import { phoneHashes } from '../../src/phones/password.ts';
import { phoneRoutes } from '../../src/phones/routes.ts';
import { sitAt } from '../../src/volunteers/seatings.ts';
import { addPositions, testApp } from '../testing/app.ts';
import { testDatabase, type TestDatabase } from '../testing/database.ts';

const FROM = { transport: 'udp', address: '192.0.2.7' } as const;
const REGISTRAR = { addresses: ['192.0.2.1'], port: 5060, tlsPort: null };

let database: TestDatabase;
let app: Awaited<ReturnType<typeof testApp>>;
let actor: Actor = NOBODY;
const told: string[] = [];

before(async () => {
  database = await testDatabase();
  const { db } = database;
  await addPositions(db);
  app = await testApp(db, {
    routes: (fastify) =>
      phoneRoutes(fastify, {
        db,
        onSeated: ({ account }) => void told.push(`seated at ${account ?? 'the browser'}`),
        onAccounts: async () => void told.push('accounts'),
        placeOf: (user) => (user === 'caen-1' ? FROM : null),
        registrar: REGISTRAR,
      }),
    deps: { whoIs: async () => actor },
  });
});
beforeEach(async () => {
  actor = { kind: 'staff', id: 's', name: 'S', roles: ['supervisor'], seat: null };
  for (const table of ['phone_accounts', 'audit', 'seatings'] as const)
    await database.db.deleteFrom(table).execute();
  await database.db.updateTable('positions').set({ phone: '' }).execute();
  told.length = 0;
  app.lines.length = 0;
});
after(async () => {
  await app.fastify.close();
  await database.end();
});

async function ask(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object) {
  const reply = await app.fastify.inject({ method, url, ...(payload === undefined ? {} : { payload }) });
  type Body = FaultBody & NewPhonePassword & { accounts: PhoneAccount[]; sites: Site[] };
  return { status: reply.statusCode, text: reply.body, body: reply.json<Body>() };
}
const make = (position: string, user: string) =>
  ask('POST', `/api/positions/${position}/phone-account`, { user });
const faultOf = async (asked: ReturnType<typeof ask>): Promise<string> => (await asked).body.fault;

test('[TEL-17] a password is shown when it is made and when it is renewed, and never again', async () => {
  const made = (await make('p1', 'caen-1')).body;
  match(made.password, /^[a-z0-9]{18}$/);
  const renewed = (await ask('POST', '/api/positions/p1/phone-account/renew')).body;
  equal(renewed.user, 'caen-1');
  deepEqual([made.registrar, renewed.registrar], [REGISTRAR, REGISTRAR]);
  equal(renewed.password === made.password, false);
  const [kept] = await database.db.selectFrom('phone_accounts').selectAll().execute();
  const hashes = phoneHashes('caen-1', renewed.password);
  deepEqual(kept, { position_id: 'p1', user_name: 'caen-1', ...hashes });
  const list = await ask('GET', '/api/phone-accounts');
  deepEqual(list.body.accounts, [
    { user: 'caen-1', position: 'p1', positionNumber: 1, site: 'Caen', registered: true, from: FROM },
  ]);
  const record = JSON.stringify(await database.db.selectFrom('audit').selectAll().execute());
  for (const secret of [made.password, renewed.password, hashes.md5, hashes.sha256])
    for (const shown of [list.text, record, app.lines.join('')]) doesNotMatch(shown, new RegExp(secret));
  match(record, /phone-account\.made.*phone-account\.renewed/);
});

test('[TEL-17] who sits there changes to the phone, and back to the browser when the account goes', async () => {
  await sitAt(database.db, 'p1' as PositionId, { kind: 'volunteer', name: 'Zoé', languages: ['fr'] });
  await make('p1', 'caen-1');
  equal((await ask('DELETE', '/api/positions/p1/phone-account')).status, 200);
  deepEqual(told, ['accounts', 'seated at caen-1', 'accounts', 'seated at the browser']);
});

test('a position has one phone: a fixed one or an account; a name is had once', async () => {
  equal((await make('p1', 'caen-1')).status, 200);
  equal(await faultOf(make('p1', 'caen-9')), 'PHONE_ALREADY');
  equal(await faultOf(make('p2', 'caen-1')), 'PHONE_USER_TAKEN');
  equal(await faultOf(ask('PUT', '/api/positions/p1/phone', { phone: 'sip:a@192.0.2.4' })), 'PHONE_ALREADY');
  equal((await ask('PUT', '/api/positions/p2/phone', { phone: 'sip:a@192.0.2.4' })).status, 200);
  equal(await faultOf(make('p2', 'caen-2')), 'PHONE_ALREADY');
  const count = await database.db.selectFrom('phone_accounts').select('user_name').execute();
  deepEqual(count, [{ user_name: 'caen-1' }]);
});

test('what is not there is not found, and what is no name is none', async () => {
  equal(await faultOf(make('p9', 'caen-9')), 'NOT_FOUND');
  equal(await faultOf(ask('POST', '/api/positions/p1/phone-account/renew')), 'NOT_FOUND');
  equal(await faultOf(ask('DELETE', '/api/positions/p1/phone-account')), 'NOT_FOUND');
  equal(await faultOf(ask('PUT', '/api/sites/lyon/networks', { networks: [] })), 'NOT_FOUND');
  for (const user of ['', 'Caen 1', 'a@b', '-a', 'caen..1', 'x'.repeat(41), 'a\r\nb'])
    equal(await faultOf(make('p1', user)), 'BAD_INPUT', user);
  deepEqual(told, []);
});

test('[TEL-17] the networks of a site are whole blocks that are not too wide', async () => {
  const set = (networks: readonly string[]) => ask('PUT', '/api/sites/caen/networks', { networks });
  const networks = ['192.0.2.0/24', '2001:db8::/48', '198.51.100.7'];
  deepEqual((await set(networks)).body.sites, [{ id: 'caen', name: 'Caen', networks }]);
  deepEqual(told, ['accounts']);
  for (const wrong of ['192.0.2.1/24', '0.0.0.0/0', '8.0.0.0/7', '::/0', 'phones.example', '192.0.2', ''])
    equal(await faultOf(set([wrong])), 'SITE_NETWORK', wrong);
  equal(await faultOf(set(Array.from({ length: 21 }, (_, at) => `192.0.2.${at}`))), 'BAD_INPUT');
  deepEqual((await ask('GET', '/api/sites')).body.sites, [{ id: 'caen', name: 'Caen', networks }]);
});

test('neither a volunteer nor an operator makes accounts', async () => {
  actor = { kind: 'staff', id: 's', name: 'S', roles: ['operator'], seat: null };
  equal(await faultOf(make('p1', 'caen-1')), 'NOT_ALLOWED');
  actor = NOBODY;
  equal(await faultOf(make('p1', 'caen-1')), 'NOT_SIGNED_IN');
});
