import { DonorDetails } from '@pledgeline/contract';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { connectForLookUps, lookUpCaller } from '../../src/callers/look-up.ts';
import { testDatabase, type TestDatabase } from '../testing/database.ts';

let house: TestDatabase;
before(async () => {
  house = await testDatabase();
  const { db } = house;
  const donor = {
    title: 'mrs',
    email: 'anne@example.org',
    street: '1 rue A',
    postcode: '75001',
    town: 'Paris',
  } as const;
  await db
    .insertInto('donors')
    .values([
      { id: 'd1', phone: '+33612345678', first_name: 'Anne', last_name: 'Petit', country: 'FR', ...donor },
      {
        id: 'd2',
        phone: '+33612345678',
        first_name: 'Luc',
        last_name: 'Petit',
        country: 'FR',
        ...donor,
        updated_at: '2020-01-01',
      },
    ])
    .execute();
  await db
    .insertInto('directory_editions')
    .values([
      { id: 'old', name: 'old', state: 'replaced', rows: 1 },
      { id: 'new', name: 'new', state: 'active', rows: 8 },
    ])
    .execute();
  const entry = { title: '', street: '2 rue B', postcode: '69001', town: 'Lyon', country: 'FR' } as const;
  const inNew = Array.from({ length: 8 }, (_, at) => ({
    edition_id: 'new',
    phone: '+33199001234',
    first_name: `First${at}`,
    last_name: 'Many',
    ...entry,
  }));
  await db
    .insertInto('directory_entries')
    .values([
      ...inNew,
      { edition_id: 'new', phone: '+33612345678', first_name: 'Other', last_name: 'Person', ...entry },
      { edition_id: 'old', phone: '+33199009999', first_name: 'Gone', last_name: 'Away', ...entry },
    ])
    .execute();
});
after(() => house.end());

test('[CALLER-2] donors of earlier years come before the directory, whoever gave last first', async () => {
  const caller = await lookUpCaller(house, 'tel:0612345678');
  assert.ok(caller.kind === 'found');
  assert.equal(caller.source, 'earlier-donor');
  assert.deepEqual(
    caller.people.map((person) => `${person.firstName} ${person.lastName}`),
    ['Anne Petit', 'Luc Petit'],
  );
  for (const person of caller.people) assert.equal(DonorDetails.safeParse(person).success, true);
});

test('[CALLER-2] without an earlier donor, the edition of the directory that is in force, six people at most', async () => {
  const caller = await lookUpCaller(house, '0033199001234');
  assert.ok(caller.kind === 'found');
  assert.equal(caller.source, 'directory');
  assert.equal(caller.people.length, 6);
  assert.deepEqual(await lookUpCaller(house, '+33199009999'), { kind: 'unknown', phone: '+33199009999' });
});

test('[CALLER-3] nobody there, and junk, are unknown', async () => {
  assert.deepEqual(await lookUpCaller(house, '+33 1 99 00 55 55'), {
    kind: 'unknown',
    phone: '+33199005555',
  });
  assert.deepEqual(await lookUpCaller(house, 'anonymous'), { kind: 'unknown', phone: '' });
});

test('[CALLER-4] a database that is busy is not waited for, and does not go on working for nobody', async () => {
  const { promise: mayEnd, resolve: letEnd } = Promise.withResolvers<undefined>();
  const { promise: locked, resolve: isLocked } = Promise.withResolvers<undefined>();
  const blocker = house.db.transaction().execute(async (step) => {
    await sql`lock table donors in access exclusive mode`.execute(step);
    isLocked(undefined);
    await mayEnd;
  });
  await locked;
  const lookUps = connectForLookUps(house.url, () => {});
  const caller = await lookUpCaller({ db: lookUps, withinMs: 50 }, '+33612345678');
  assert.deepEqual(caller, { kind: 'unknown', phone: '+33612345678' });
  // The table is still locked: only the database itself can have ended what waits for it.
  while ((await waitingForLocks()) > 0) await pause(10);
  letEnd(undefined);
  await blocker;
  await lookUps.destroy();
});

async function waitingForLocks(): Promise<number> {
  const { rows } = await sql<{ waiting: number }>`
    select count(*)::int as waiting from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`.execute(house.db);
  return rows[0]?.waiting ?? 0;
}

test('[CALLER-4] a database that is gone is an unknown caller, not a broken call', async () => {
  const gone = await testDatabase();
  await gone.end();
  assert.deepEqual(await lookUpCaller(gone, '+33612345678'), { kind: 'unknown', phone: '+33612345678' });
});
