import { sql } from 'kysely';
import { StartFault } from '../../start-fault.ts';
import { connect, type Database } from './connect.ts';
import { migrate, unknownMigrations } from './migrate.ts';

/** PostgreSQL 15 is the oldest that the tables are tested to need (`nulls not distinct` and its kin). */
const MAJOR_MIN = 15;

/** Connects, and brings the tables up to this code; throws StartFault where that cannot be, having changed nothing. */
export async function openDatabase(url: string, onError: (error: Error) => void): Promise<Database> {
  const db = connect(url, onError);
  try {
    const old = await versionFault(db);
    if (old !== null) throw new StartFault(old);
    const migrated = await migrate(db);
    if (migrated.ok) return db;
    throw new StartFault(newerSentence(migrated.failure.unknown));
  } catch (error) {
    await db.destroy();
    throw error instanceof StartFault ? error : new StartFault(unreachableSentence(url, error));
  }
}

/** Why the database cannot be used, without changing it; null: it can. Throws what the connection throws. */
export async function databaseFault(db: Database): Promise<string | null> {
  const old = await versionFault(db);
  if (old !== null) return old;
  const unknown = await unknownMigrations(db);
  return unknown.length > 0 ? newerSentence(unknown) : null;
}

const newerSentence = (unknown: readonly string[]): string =>
  `The database is of a newer Pledgeline (it holds ${unknown.join(', ')}, which this one does not know): start the newer one; nothing was changed.`;

async function versionFault(db: Database): Promise<string | null> {
  const { rows } = await sql<{ server_version_num: string }>`show server_version_num`.execute(db);
  const major = Math.trunc(Number(rows[0]?.server_version_num ?? 0) / 10_000);
  if (major >= MAJOR_MIN) return null;
  return `The database runs on PostgreSQL ${major}, and Pledgeline needs ${MAJOR_MIN} or later.`;
}

/** Says where, never with which password. */
export function unreachableSentence(url: string, error: unknown): string {
  const reason = reasonOf(error);
  return `The database at ${whereIs(url)} cannot be used (${reason}): see to it that it runs, or correct DATABASE_URL.`;
}

function reasonOf(error: unknown): string {
  // Where a name has several addresses, the error is one of errors.
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}

function whereIs(url: string): string {
  const socket = /[?&]host=([^&]+)/.exec(url)?.[1];
  if (socket !== undefined) return decodeURIComponent(socket);
  const at = URL.parse(url);
  return at === null ? 'DATABASE_URL' : `${at.host}${at.pathname}`;
}
