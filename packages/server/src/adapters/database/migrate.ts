import { failed, ok, type Result } from '@pledgeline/core';
import { sql, type Kysely } from 'kysely';
import { MIGRATIONS, type Migration } from './migrations.ts';

/** Two servers that start at once take turns; any number would do, as long as it is ours alone in this database. */
const LOCK = 7_353_343;

export type MigrateFault =
  /** A later Pledgeline has been here: this one does not know what the tables mean now. */
  { readonly kind: 'newer'; readonly unknown: readonly string[] };

/** Brings the database up to this code, each step whole or not at all; answers with the names of what was done. */
export async function migrate<Schema>(
  db: Kysely<Schema>,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<Result<readonly string[], MigrateFault>> {
  // One connection throughout: the lock belongs to the session that took it.
  return db.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${LOCK})`.execute(connection);
    try {
      return await applyMissing(connection as Kysely<unknown>, migrations);
    } finally {
      await sql`select pg_advisory_unlock(${LOCK})`.execute(connection);
    }
  });
}

async function applyMissing(
  db: Kysely<unknown>,
  migrations: readonly Migration[],
): Promise<Result<readonly string[], MigrateFault>> {
  await sql`create table if not exists migrations (
    name text primary key,
    applied_at timestamptz not null default now())`.execute(db);
  const applied = new Set(await appliedNames(db));
  const unknown = namesUnknown([...applied], migrations);
  if (unknown.length > 0) return failed({ kind: 'newer', unknown });
  const missing = migrations.filter((migration) => !applied.has(migration.name));
  for (const migration of missing) await apply(db, migration);
  return ok(missing.map((migration) => migration.name));
}

/** The migrations of a later Pledgeline that this database holds; none where nothing was ever applied. */
export async function unknownMigrations<Schema>(
  db: Kysely<Schema>,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<readonly string[]> {
  const { rows } = await sql<{ is: boolean }>`select to_regclass('migrations') is not null as is`.execute(db);
  return rows[0]?.is === true ? namesUnknown(await appliedNames(db as Kysely<unknown>), migrations) : [];
}

async function appliedNames(db: Kysely<unknown>): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`select name from migrations order by name`.execute(db);
  return rows.map((row) => row.name);
}

function namesUnknown(applied: readonly string[], migrations: readonly Migration[]): readonly string[] {
  const known = new Set(migrations.map((migration) => migration.name));
  return applied.filter((name) => !known.has(name));
}

/** PostgreSQL makes and changes tables inside a transaction, so a step that fails has changed nothing. */
async function apply(db: Kysely<unknown>, migration: Migration): Promise<void> {
  await db.transaction().execute(async (step) => {
    await migration.up(step);
    await sql`insert into migrations (name) values (${migration.name})`.execute(step);
  });
}
