import type { Database } from '../../src/adapters/database/connect.ts';
import { connect } from '../../src/adapters/database/connect.ts';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { joinDatabaseHost, type HostedDatabases } from './database-host-door.ts';

export interface TestDatabase {
  readonly db: Database;
  /** For processes and tools that open their own connections. */
  readonly url: string;
  readonly name: string;
  /** Closes the connections and drops the database; `keep` leaves it as long as the host runs. */
  readonly end: (options?: { readonly keep: boolean }) => Promise<void>;
}

/** Connections of one test: a few, since many tests run side by side. */
const CONNECTIONS_MAX = 8;

/** An empty, migrated database on a real PostgreSQL, this test's alone. All test files of a run share the PostgreSQL. */
export async function testDatabase(): Promise<TestDatabase> {
  const host = await joinDatabaseHost();
  const name = `test_${randomBytes(6).toString('hex')}`;
  await run(host, `create database ${name} template ${host.template}`);
  const url = host.url(name);
  const db = connect(url, ignoreLost, CONNECTIONS_MAX);
  return {
    db,
    url,
    name,
    end: async (options = { keep: false }) => {
      await db.destroy();
      if (!options.keep) await run(host, `drop database if exists ${name} with (force)`);
    },
  };
}

/** An empty database without any table, for tests of the migrations themselves. */
export async function emptyDatabase(): Promise<{ url: string; end: () => Promise<void> }> {
  const host = await joinDatabaseHost();
  const name = `bare_${randomBytes(6).toString('hex')}`;
  await run(host, `create database ${name}`);
  return { url: host.url(name), end: () => run(host, `drop database if exists ${name} with (force)`) };
}

async function run(host: HostedDatabases, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: host.url('postgres') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** An idle connection of a test may be lost only because the test's database is being dropped. */
const ignoreLost = (): void => {};
