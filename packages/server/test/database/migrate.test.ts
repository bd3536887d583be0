import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { sql } from 'kysely';
import { connect, type Database } from '../../src/adapters/database/connect.ts';
import { migrate, unknownMigrations } from '../../src/adapters/database/migrate.ts';
import { MIGRATIONS, type Migration } from '../../src/adapters/database/migrations.ts';
import { emptyDatabase, testDatabase } from '../testing/database.ts';

async function bare(t: TestContext) {
  const { url, end } = await emptyDatabase();
  const open = () => connect(url, () => {}, 2);
  const db = open();
  t.after(async () => {
    await db.destroy();
    await end();
  });
  return { db, open };
}

const makes = (table: string): Migration => ({
  name: table,
  up: async (db) => {
    await sql.raw(`create table ${table} (id int)`).execute(db);
  },
});

const tablesOf = async (db: Database): Promise<readonly string[]> => {
  const found = await sql<{ name: string }>`select tablename as name from pg_tables
    where schemaname = 'public' order by 1`.execute(db);
  return found.rows.map((row) => row.name);
};

test('every migration file is in the list, in the order of its number', () => {
  const folder = join(import.meta.dirname, '../../src/adapters/database/migrations');
  const files = readdirSync(folder).map((file) => file.replace(/\.ts$/, ''));
  assert.deepEqual(
    MIGRATIONS.map((migration) => migration.name),
    files.toSorted(),
  );
});

test('migrating applies what is missing, in order, and a second time nothing', async (t) => {
  const { db } = await bare(t);
  const first = [makes('one'), makes('two')];
  assert.deepEqual(await migrate(db, first), { ok: true, value: ['one', 'two'] });
  assert.deepEqual(await migrate(db, [...first, makes('three')]), { ok: true, value: ['three'] });
  assert.deepEqual(await migrate(db, [...first, makes('three')]), { ok: true, value: [] });
  assert.deepEqual(await tablesOf(db), ['migrations', 'one', 'three', 'two']);
});

test('servers that start at once take turns', async (t) => {
  const { db, open } = await bare(t);
  const servers = [open(), open(), open()];
  const done = await Promise.all(servers.map((server) => migrate(server, [makes('one'), makes('two')])));
  assert.deepEqual(
    done.map((one) => (one.ok ? one.value.length : -1)).toSorted((a, b) => a - b),
    [0, 0, 2],
  );
  await Promise.all(servers.map((server) => server.destroy()));
  assert.deepEqual(await tablesOf(db), ['migrations', 'one', 'two']);
});

test('a migration that fails has changed nothing, and is tried again', async (t) => {
  const { db } = await bare(t);
  const broken: Migration = {
    name: 'two',
    up: async (step) => {
      await sql`create table half (id int)`.execute(step);
      await sql`select 1 / 0`.execute(step);
    },
  };
  await assert.rejects(migrate(db, [makes('one'), broken]), /division by zero/);
  assert.deepEqual(await tablesOf(db), ['migrations', 'one']);
  assert.deepEqual(await migrate(db, [makes('one'), makes('two')]), { ok: true, value: ['two'] });
});

test('a database of a newer version is refused and stays as it is', async (t) => {
  const { db } = await bare(t);
  assert.deepEqual(await unknownMigrations(db), [], 'nothing was ever applied');
  await migrate(db, [makes('one'), makes('two')]);
  const refused = await migrate(db, [makes('one'), makes('other')]);
  assert.deepEqual(refused, { ok: false, failure: { kind: 'newer', unknown: ['two'] } });
  assert.deepEqual(await unknownMigrations(db, [makes('one')]), ['two']);
  assert.deepEqual(await tablesOf(db), ['migrations', 'one', 'two']);
});

test('test databases are migrated, empty and each alone', async () => {
  const [one, other] = await Promise.all([testDatabase(), testDatabase()]);
  await one.db.insertInto('sites').values({ id: 'paris', name: 'Paris' }).execute();
  assert.deepEqual(await other.db.selectFrom('sites').selectAll().execute(), []);
  assert.deepEqual(await migrate(one.db), { ok: true, value: [] });
  await Promise.all([one.end(), other.end()]);
});

test('words sort the same on every machine, and case knows accents', async () => {
  const { db, end } = await testDatabase();
  const { rows } = await sql<{ upper: string; encoding: string }>`select upper('éloïse'),
    current_setting('server_encoding') as encoding`.execute(db);
  assert.deepEqual(rows, [{ upper: 'ÉLOÏSE', encoding: 'UTF8' }]);
  await end();
});
