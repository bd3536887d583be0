import { deepEqual, doesNotMatch, equal, ok } from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { FaultBody, Role, TrunkForm, TrunkList } from '@pledgeline/contract';
import { webcrypto } from 'node:crypto';
import { NOBODY, type Actor } from '../../src/access/actor.ts';
import { makeAuthority } from '../../src/adapters/tls/local-authority.ts';
import { passwordsUnder } from '../../src/trunks/password.ts';
import { loadTrunks } from '../../src/trunks/rows.ts';
import { trunkRoutes } from '../../src/trunks/routes.ts';
import { TrunkStore } from '../../src/trunks/store.ts';
import { Trunks } from '../../src/trunks/trunks.ts';
import { testApp } from '../testing/app.ts';
import { testDatabase, type TestDatabase } from '../testing/database.ts';
import { registration, trunkDeps, trunkForm } from './trunk.ts';

const passwords = passwordsUnder('a key of this test');
let database: TestDatabase;
let app: Awaited<ReturnType<typeof testApp>>;
let trunks: Trunks;
let actor: Actor = NOBODY;

before(async () => {
  database = await testDatabase();
  const { db } = database;
  trunks = await Trunks.open({ db, log: (await testApp(db)).log, ...trunkDeps() });
  const store = new TrunkStore(db, passwords);
  app = await testApp(db, {
    routes: (fastify) => trunkRoutes(fastify, { store, trunks }),
    deps: { whoIs: async () => actor },
  });
});
beforeEach(async () => {
  actor = withRole('operator');
  await database.db.deleteFrom('trunks').execute();
  await database.db.deleteFrom('audit').execute();
  await trunks.reload();
  app.lines.length = 0;
});
after(async () => {
  trunks.stop();
  await app.fastify.close();
  await database.end();
});

const withRole = (role: Role): Actor => ({ kind: 'staff', id: role, name: role, roles: [role], seat: null });

async function ask(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path = '', payload?: object) {
  const url = `/api/trunks${path}`;
  const reply = await app.fastify.inject({ method, url, ...(payload === undefined ? {} : { payload }) });
  return { status: reply.statusCode, text: reply.body, body: reply.json<TrunkList & FaultBody>() };
}
async function added(change: Partial<TrunkForm> = {}) {
  const { status, text, body } = await ask('POST', '', { form: trunkForm(change) });
  equal(status, 200, text);
  const found = body.trunks.find((one) => one.form.name === (change.name ?? 'Carrier'));
  ok(found !== undefined);
  return found;
}
const faultOf = async (asked: ReturnType<typeof ask>): Promise<string> => {
  const { body } = await asked;
  return [body.fault, ...(body.fields ?? []).map(({ path }) => path)].join(' ');
};
const audited = async () =>
  (await database.db.selectFrom('audit').selectAll().orderBy('id').execute()).map(
    ({ actor: who, action, subject, detail }) => ({ who, action, subject, detail }),
  );

test('[TRUNK-6] what an operator adds, changes, closes and removes is in force at once, and on record', async () => {
  const made = await added();
  equal(trunks.book.of('198.51.100.7')?.callsMax, 10);
  const form = { ...made.form, callsMax: 25, addresses: ['203.0.113.0/24'] };
  equal((await ask('PUT', `/${made.id}`, { revision: 1, form })).status, 200);
  equal(trunks.book.of('203.0.113.5')?.callsMax, 25);
  equal(trunks.book.of('198.51.100.7'), null);
  equal((await ask('POST', `/${made.id}/enabled`, { enabled: false })).body.trunks[0]?.form.enabled, false);
  equal(trunks.book.of('203.0.113.5')?.enabled, false);
  deepEqual((await ask('DELETE', `/${made.id}`)).body.trunks, []);
  equal(trunks.book.of('203.0.113.5'), null);
  deepEqual(await audited(), [
    { who: 'operator', action: 'trunk.added', subject: made.id, detail: {} },
    { who: 'operator', action: 'trunk.changed', subject: made.id, detail: { fields: 'addresses callsMax' } },
    { who: 'operator', action: 'trunk.disabled', subject: made.id, detail: {} },
    { who: 'operator', action: 'trunk.removed', subject: made.id, detail: {} },
  ]);
});

test('[TRUNK-40] whether who waits hears so before the answer is in force at once; who does not say wants it not', async () => {
  const made = await added();
  equal(made.form.earlyMedia, false);
  const { earlyMedia: _unsaid, ...form } = made.form;
  equal((await ask('PUT', `/${made.id}`, { revision: 1, form: { ...form, earlyMedia: true } })).status, 200);
  equal(trunks.book.of('198.51.100.7')?.earlyMedia, true);
  equal((await ask('PUT', `/${made.id}`, { revision: 2, form })).status, 200);
  equal(trunks.book.of('198.51.100.7')?.earlyMedia, false);
});

test('[TRUNK-7] the office may read and not write; nobody else may either', async () => {
  const made = await added();
  actor = withRole('office');
  const read = await ask('GET');
  deepEqual([read.status, read.body.mayEdit, read.body.trunks.length], [200, false, 1]);
  const writes = [
    ask('POST', '', { form: trunkForm({ name: 'B', addresses: ['192.0.2.1'] }) }),
    ask('PUT', `/${made.id}`, { revision: 1, form: made.form }),
    ask('POST', `/${made.id}/enabled`, { enabled: false }),
    ask('DELETE', `/${made.id}`),
  ];
  for (const write of writes) equal((await write).status, 403);
  actor = withRole('supervisor');
  equal((await ask('GET')).status, 403);
  actor = NOBODY;
  equal((await ask('GET')).status, 401);
  equal((await loadTrunks(database.db)).length, 1);
});

test('[TRUNK-8] a bad entry is named by its field and changes nothing', async () => {
  const made = await added();
  await added({ name: 'Other', addresses: ['203.0.113.0/24', 'sip.other.example'] });
  const stood = await loadTrunks(database.db);
  const change = (form: Partial<TrunkForm>) =>
    faultOf(ask('PUT', `/${made.id}`, { revision: 1, form: { ...made.form, ...form } }));
  equal(await change({ addresses: ['203.0.113.0/33'] }), 'TRUNK_ADDRESS form.addresses.0');
  equal(await change({ addresses: ['198.51.100.7', 'sip:x.example'] }), 'TRUNK_ADDRESS form.addresses.1');
  equal(await change({ addresses: ['198.51.100.7', '203.0.113.77'] }), 'TRUNK_OVERLAP form.addresses.1');
  equal(await change({ addresses: ['SIP.other.example'] }), 'TRUNK_OVERLAP form.addresses.0');
  equal(await change({ addresses: ['203.0.0.0/8'] }), 'TRUNK_OVERLAP form.addresses.0');
  equal(await change({ addresses: ['203.0.112.0/20'] }), 'TRUNK_OVERLAP form.addresses.0');
  equal(
    await change({ registration: { ...registration, registrar: '203.0.113.8' } }),
    'TRUNK_OVERLAP form.registration.registrar',
  );
  equal(await change({ name: 'OTHER' }), 'TRUNK_NAME_TAKEN form.name');
  equal(await change({ outboundProxy: 'sip://x' }), 'TRUNK_HOST form.outboundProxy');
  equal(await change({ callsMax: 0 }), 'BAD_INPUT form.callsMax');
  equal(await change({ authority: 'hello' }), 'TRUNK_AUTHORITY form.authority');
  deepEqual(await loadTrunks(database.db), stood);
  equal((await audited()).length, 2);
});

test('the document of the API has the trunks', async () => {
  const reply = await app.fastify.inject({ method: 'GET', url: '/api/docs/json' });
  equal(reply.statusCode, 200);
  const { paths } = reply.json<{ paths: Record<string, object> }>();
  deepEqual(
    ['/api/trunks', '/api/trunks/{id}', '/api/trunks/{id}/enabled'].flatMap((path) =>
      Object.keys(paths[path] ?? {}),
    ),
    ['get', 'post', 'put', 'delete', 'post'],
  );
});

test('[TRUNK-8] of two who change one trunk the second is told', async () => {
  const made = await added();
  const form = { ...made.form, callsMax: 11 };
  const both = await Promise.all([1, 2].map(() => ask('PUT', `/${made.id}`, { revision: 1, form })));
  deepEqual(
    both.map(({ status }) => status).toSorted((a, b) => a - b),
    [200, 409],
  );
  equal(await faultOf(ask('PUT', '/nobody', { revision: 1, form })), 'NOT_FOUND');
});

test('[TRUNK-9] the password is sealed in the database, kept over changes, and shown to nobody', async () => {
  const made = await added({ registration });
  const reply = await ask('GET');
  doesNotMatch(reply.text, /geheim/);
  deepEqual([made.hasPassword, made.form.registration?.password], [true, null]);
  const [row] = await database.db.selectFrom('trunks').selectAll().execute();
  const sealed = row?.register_secret ?? '';
  doesNotMatch(JSON.stringify(row), /geheim/);
  equal(passwords.open(trunks.book.all()[0]!.id, sealed), 'geheim und sicher');
  equal(passwordsUnder('another key').open(trunks.book.all()[0]!.id, sealed), null);
  const again = { revision: 1, form: { ...made.form, callsMax: 5 } };
  equal((await ask('PUT', `/${made.id}`, again)).body.trunks[0]?.hasPassword, true);
  equal(trunks.book.all()[0]?.registration?.sealedPassword, sealed);
  doesNotMatch(app.lines.join(''), /geheim/);
  doesNotMatch(JSON.stringify(await audited()), /geheim/);
});

test('[TRUNK-9] a kept password goes to no other registrar, account or proxy', async () => {
  const made = await added({ registration });
  const kept = { ...registration, password: null };
  const change = (form: Partial<TrunkForm>) =>
    faultOf(ask('PUT', `/${made.id}`, { revision: 1, form: { ...made.form, ...form } }));
  const refused = 'TRUNK_PASSWORD form.registration.password';
  equal(await change({ registration: { ...kept, registrar: 'evil.example' } }), refused);
  equal(await change({ registration: { ...kept, user: 'somebody' } }), refused);
  equal(await change({ outboundProxy: 'evil.example' }), refused);
  equal(
    await faultOf(ask('POST', '', { form: trunkForm({ name: 'B', addresses: [], registration: kept }) })),
    refused,
  );
});

test('[TRUNK-10] an authority is a certificate that may vouch for others, and never a key', async () => {
  const { cert, key } = await makeAuthority('carrier', new Date());
  equal((await added({ authority: cert })).form.authority, cert.trim());
  const refused = 'TRUNK_AUTHORITY form.authority';
  const other = (authority: string) =>
    faultOf(ask('POST', '', { form: trunkForm({ name: 'B', addresses: ['192.0.2.1'], authority }) }));
  equal(await other(cert + key), refused);
  equal(await other(key), refused);
  const broken = Buffer.from(webcrypto.getRandomValues(new Uint8Array(64))).toString('base64');
  equal(await other(`-----BEGIN CERTIFICATE-----\n${broken}\n-----END CERTIFICATE-----`), refused);
});
