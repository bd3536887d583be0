import type { ChildProcess } from 'node:child_process';
import type { Database } from '../adapters/database/connect.ts';
import { socketUrl } from '../adapters/database/embedded/cluster.ts';
import { placeIn } from '../adapters/database/embedded/place.ts';
import { openDatabase } from '../adapters/database/open.ts';
import { lockFileIn, logFolderIn, prepareDataFolder } from '../keeper/data-folder.ts';
import { lockHolder, takeLock } from '../keeper/lock.ts';
import { LogFiles } from '../keeper/log-files.ts';
import { ensureDatabase, launchDatabase, prepareDatabase } from '../keeper/own-database.ts';
import type { Settings } from '../settings.ts';
import { StartFault } from '../start-fault.ts';

/** The keeper's pid where the line of this data folder is up. */
export const lineRunning = (settings: Settings): number | null => lockHolder(lockFileIn(settings.dataDir));

/**
 * Does some work on the line's database: the one that DATABASE_URL names, that of the running line, or, while the line
 * is down, our own, started for the time of the work. Throws StartFault.
 */
export async function withLineDatabase<T>(
  of: { settings: Settings; stop: AbortSignal },
  work: (db: Database) => Promise<T>,
): Promise<T> {
  const { settings } = of;
  if (settings.databaseUrl !== null) return withDatabase(settings.databaseUrl, work);
  if (lineRunning(settings) !== null) {
    const { sockets } = await placeIn(settings.dataDir);
    return withDatabase(socketUrl(sockets), work);
  }
  return withOwnDatabase(of, work);
}

async function withDatabase<T>(url: string, work: (db: Database) => Promise<T>): Promise<T> {
  const db = await openDatabase(url, () => {});
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}

async function withOwnDatabase<T>(
  of: { settings: Settings; stop: AbortSignal },
  work: (db: Database) => Promise<T>,
): Promise<T> {
  const { dataDir } = of.settings;
  await prepareDataFolder(dataDir);
  const lock = takeLock(lockFileIn(dataDir));
  if (lock.kind === 'taken') {
    throw new StartFault('Pledgeline is just being started on this data folder: try again when it is up.');
  }
  const logs = new LogFiles(logFolderIn(dataDir));
  let postgres: ChildProcess | null = null;
  try {
    const { place } = await prepareDatabase(dataDir);
    const log = { descriptor: logs.descriptor('postgresql'), path: logs.path('postgresql') };
    postgres = await launchDatabase(place, { log, stop: of.stop });
    return await withDatabase(await ensureDatabase(place), work);
  } finally {
    if (postgres !== null) await endInOrder(postgres);
    logs.close();
    lock.release();
  }
}

async function endInOrder(postgres: ChildProcess): Promise<void> {
  if (postgres.exitCode !== null || postgres.signalCode !== null) return;
  const gone = new Promise((resolve) => void postgres.once('exit', resolve));
  postgres.kill('SIGINT');
  await gone;
}
