import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Tables } from './tables.ts';

/** Connections of one server: a pledge line waits for disks, not for processors, and PostgreSQL keeps some for jobs. */
const POOL_CONNECTIONS_MAX = 16;
/** A caller is looked up within 300 ms; whoever cannot get a connection in this time is told so. */
const CONNECT_WITHIN_MS = 5_000;
const STATEMENT_WITHIN_MS = 30_000;

export type Database = Kysely<Tables>;

/**
 * Opens no connection yet. `onError` hears of connections that were lost while idle. A statement that takes longer than
 * `statementMs` is ended by the database, and its connection is free again.
 */
export function connect(
  url: string,
  onError: (error: Error) => void,
  connectionsMax = POOL_CONNECTIONS_MAX,
  statementMs = STATEMENT_WITHIN_MS,
): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: connectionsMax,
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    statement_timeout: statementMs,
    application_name: 'pledgeline',
  });
  pool.on('error', onError);
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}
