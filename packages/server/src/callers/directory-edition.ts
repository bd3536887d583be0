import { failed, type Result } from '@pledgeline/core';
import { sql, type Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';
import type { DirectoryRow } from './directory-row.ts';

/** Any number would do, as long as it is ours alone in this database. */
const IMPORT_LOCK = 7_353_345;

/** One import at a time: the lock belongs to a connection, and goes with it when the import is killed. */
export async function whileImporting<T, Failure>(
  db: Kysely<Tables>,
  work: (db: Kysely<Tables>) => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure | { readonly kind: 'ALREADY_RUNNING' }>> {
  return db.connection().execute(async (connection) => {
    const { rows } = await sql<{
      mine: boolean;
    }>`select pg_try_advisory_lock(${IMPORT_LOCK}) as mine`.execute(connection);
    if (rows[0]?.mine !== true) return failed({ kind: 'ALREADY_RUNNING' as const });
    try {
      // Dropping an edition of millions takes longer than a web request may.
      await sql`set statement_timeout to 0`.execute(connection);
      await dropLeftovers(connection);
      return await work(connection);
    } finally {
      await sql`reset statement_timeout`.execute(connection);
      await sql`select pg_advisory_unlock(${IMPORT_LOCK})`.execute(connection);
    }
  });
}

/** What an import that was killed has left, and editions that were replaced. */
async function dropLeftovers(db: Kysely<Tables>): Promise<void> {
  await db.deleteFrom('directory_editions').where('state', '!=', 'active').execute();
}

export async function beginEdition(
  db: Kysely<Tables>,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<void> {
  await db.insertInto('directory_editions').values({ id, name, state: 'loading', rows: 0 }).execute();
}

export async function dropEdition(db: Kysely<Tables>, id: string): Promise<void> {
  await db.deleteFrom('directory_editions').where('id', '=', id).execute();
}

/** One statement with one list for each column: as quick as it gets without COPY, and the plan is the same each time. */
export async function addRows(
  db: Kysely<Tables>,
  edition: string,
  rows: readonly DirectoryRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const column = (name: keyof DirectoryRow): string[] => rows.map((row) => row[name]);
  await sql`insert into directory_entries
    (edition_id, phone, title, first_name, last_name, street, postcode, town, country)
    select ${edition}, * from unnest(
      ${column('phone')}::text[], ${column('title')}::text[], ${column('firstName')}::text[],
      ${column('lastName')}::text[], ${column('street')}::text[], ${column('postcode')}::text[],
      ${column('town')}::text[], ${column('country')}::text[])`.execute(db);
}

/** Look-ups see the former edition until this commits, and the new one from then on. */
export async function makeActive(
  db: Kysely<Tables>,
  { id, rows }: { readonly id: string; readonly rows: number },
): Promise<void> {
  await db.transaction().execute(async (step) => {
    await step
      .updateTable('directory_editions')
      .set({ state: 'replaced' })
      .where('state', '=', 'active')
      .execute();
    await step
      .updateTable('directory_editions')
      .set({ state: 'active', rows })
      .where('id', '=', id)
      .execute();
  });
  await sql`analyze directory_entries`.execute(db);
  await dropLeftovers(db);
}
