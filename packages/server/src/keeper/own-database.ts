import type { ChildProcess } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import {
  initialise,
  notedPostmaster,
  OWNER,
  socketUrl,
  startPostgres,
  untilReady,
} from '../adapters/database/embedded/cluster.ts';
import { placeIn, type Place } from '../adapters/database/embedded/place.ts';
import { StartFault } from '../start-fault.ts';
import { endLeftovers, postgresMark } from './leftovers.ts';
import { birthOf } from './processes.ts';

const STARTS_MAX = 10;
const BETWEEN_STARTS_MS = 300;

/** Our own PostgreSQL, made where there is none; whatever ran on it before is ended. Throws StartFault. */
export async function prepareDatabase(dataDir: string): Promise<{ place: Place; ended: readonly string[] }> {
  const place = await placeIn(dataDir);
  const ended = await endLeftovers([postgresMark(place.data)]);
  await initialise(place, { durable: true });
  await forgetPidOfAnother(place);
  return { place, ended };
}

/**
 * PostgreSQL does not start while the pid that its file names is alive, and after a crash of the machine that pid may
 * be anybody's. No process runs on this cluster (it would have been ended), so the file says nothing any more.
 */
async function forgetPidOfAnother(place: Place): Promise<void> {
  const pid = await notedPostmaster(place.data);
  if (pid !== null && birthOf(pid) !== null) await rm(join(place.data, 'postmaster.pid'));
}

/**
 * Starts it and waits until it takes connections. It may end at once while the last processes of a killed
 * predecessor are still going, so it is tried for a few seconds. Throws StartFault.
 */
export async function launchDatabase(
  place: Place,
  of: { log: { descriptor: number; path: string }; stop: AbortSignal },
): Promise<ChildProcess> {
  for (let attempt = 0; attempt < STARTS_MAX; attempt += 1) {
    const child = await startPostgres(place, { log: of.log.descriptor, durable: true });
    if (await untilReady(place, child, of.stop)) return child;
    await endUnready(child);
    of.stop.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_STARTS_MS));
  }
  throw new StartFault(`PostgreSQL does not start on ${place.data}; its reason is in ${of.log.path}.`);
}

/** One that is still reading its log takes no other way; it reads the same again at the next start. */
async function endUnready(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => void child.once('exit', resolve));
  child.kill('SIGQUIT');
  await gone;
}

/** The database in the cluster, made on the first start; answers with its URL. */
export async function ensureDatabase(place: Place): Promise<string> {
  const client = new pg.Client({ connectionString: socketUrl(place.sockets, 'postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [OWNER]);
    if (rowCount === 0) await client.query(`create database ${OWNER}`);
  } finally {
    await client.end();
  }
  return socketUrl(place.sockets);
}
