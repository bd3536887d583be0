import { deepEqual, equal, match, notEqual } from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { FaultBody, Me } from '@pledgeline/contract';
import { getMigrations } from 'better-auth/db/migration';
import { staffAuthOptions } from '../../src/access/staff-auth.ts';
import { openLog } from '../../src/adapters/log/log.ts';
import { addStaff, Jar, testApp } from '../testing/app.ts';
import { testDatabase, type TestDatabase } from '../testing/database.ts';

let database: TestDatabase;
let app: Awaited<ReturnType<typeof testApp>>;
before(async () => {
  database = await testDatabase();
  await addStaff(database.db, 'office', ['supervisor', 'office']);
  app = await testApp(database.db);
});
after(async () => {
  await app.fastify.close();
  await database.end();
});

const follow = (token: string, cookie = '') =>
  app.fastify.inject({ method: 'POST', url: '/api/sign-in/link', payload: { token }, headers: { cookie } });
const me = (cookie: string) => app.fastify.inject({ url: '/api/me', headers: { cookie } });

test('the migration gives better-auth every table and column that it wants', async () => {
  const options = staffAuthOptions({
    db: database.db,
    secret: 'x'.repeat(32),
    publicUrl: 'http://localhost',
    log: openLog({ level: 'silent' }),
  });
  const wanted = await getMigrations(options);
  deepEqual(
    [wanted.toBeCreated, wanted.toBeAdded, wanted.toBeAddedIndexes, wanted.schemaProblems],
    [[], [], [], []],
  );
});

test('a printed link signs in once', async () => {
  const token = await app.auth.createLinkToken('office');
  const first = await follow(token);
  equal(first.statusCode, 200, first.body);
  deepEqual(first.json<Me>().person, { name: 'Staff office', roles: ['supervisor', 'office'] });
  const jar = new Jar().take(first.headers['set-cookie']);
  equal((await me(jar.header)).json<Me>().person?.name, 'Staff office');
  const second = await follow(token);
  equal(second.statusCode, 410);
  equal(second.json<FaultBody>().fault, 'LINK_USED');
});

test('of two who follow one link at the same moment, one gets in', async () => {
  const token = await app.auth.createLinkToken('office');
  const statuses = (await Promise.all([follow(token), follow(token)])).map((reply) => reply.statusCode);
  deepEqual(
    statuses.toSorted((a, b) => a - b),
    [200, 410],
  );
});

test('a new link ends the one that was printed before', async () => {
  const earlier = await app.auth.createLinkToken('office');
  const now = await app.auth.createLinkToken('office');
  equal((await follow(earlier)).statusCode, 410);
  equal((await follow(now)).statusCode, 200);
});

test('the token of a link is in no table', async () => {
  const token = await app.auth.createLinkToken('office');
  const rows = JSON.stringify(
    await database.db
      .selectFrom('staff_verifications' as 'staff')
      .selectAll()
      .execute(),
  );
  notEqual(rows, '[]');
  equal(rows.includes(token), false);
});

test('the cookie is HttpOnly and strict, and Secure over HTTPS', async () => {
  const plain = String((await follow(await app.auth.createLinkToken('office'))).headers['set-cookie']);
  match(plain, /HttpOnly/i);
  match(plain, /SameSite=Strict/i);
  equal(/Secure/i.test(plain), false);
});

test('signing out ends the session, also for a copy of its cookie', async () => {
  const jar = new Jar().take((await follow(await app.auth.createLinkToken('office'))).headers['set-cookie']);
  const kept = jar.header;
  const out = await app.fastify.inject({ method: 'POST', url: '/api/sign-out', headers: { cookie: kept } });
  equal(out.json<Me>().person, null);
  equal((await me(kept)).json<Me>().person, null);
});

test('an unknown or senseless cookie is nobody', async () => {
  for (const cookie of [
    'pledgeline.session_token=x.y',
    'pledgeline.seat=x',
    '=;;==',
    'pledgeline.session_token=',
  ])
    equal((await me(cookie)).json<Me>().person, null);
});
