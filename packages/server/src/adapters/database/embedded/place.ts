import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartFault } from '../../../start-fault.ts';
import { privateFolder, shortHash, socketFolderOf } from '../../folders.ts';
import { accountFor, ourselves, type Account } from './account.ts';
import { findPrograms, type Programs } from './programs.ts';

/** Where a cluster lives and who runs it. */
export interface Place {
  readonly programs: Programs;
  readonly account: Account;
  /** Mode 0700, the account's own; everything below lies in it, but for the sockets of a long path. */
  readonly home: string;
  readonly data: string;
  readonly sockets: string;
}

/** Where root keeps what an unprivileged account must reach; a data folder under /root would be out of its reach. */
const SHARED_HOME = '/var/lib/pledgeline';
const POINTER = 'postgresql.place';
const OWNER_NOTE = 'data-folder';
const WITHIN = 'postgresql';

/** Finds the cluster of a data folder again, or chooses a place for it; makes the folders. Throws StartFault. */
export async function placeIn(dataDir: string): Promise<Place> {
  const home = await homeOf(dataDir);
  if (ourselves().uid === 0) await openShared();
  const shelf = ourselves().uid === 0 ? SHARED_HOME : home;
  const place = await furnish({ home, account: await accountFor(home), shelf });
  if (home !== join(dataDir, WITHIN)) await noteBothWays(dataDir, home);
  return place;
}

/** A place for a cluster in a folder that anybody may reach (`/tmp`): tests. */
export async function placeAt(home: string): Promise<Place> {
  if (ourselves().uid === 0) await openShared();
  return furnish({ home, account: await accountFor(home), shelf: SHARED_HOME });
}

/** Anybody may pass through, whatever root's umask is; nobody but root may look around. */
async function openShared(): Promise<void> {
  await mkdir(SHARED_HOME, { recursive: true });
  await chmod(SHARED_HOME, 0o711);
}

async function furnish(of: { home: string; account: Account; shelf: string }): Promise<Place> {
  const { home, account } = of;
  const programs = await findPrograms(account, of.shelf);
  await privateFolder(home, account);
  const sockets = socketFolderOf(home, account.uid);
  await privateFolder(sockets, account);
  return { programs, account, home, data: join(home, 'data'), sockets };
}

/**
 * An ordinary user's cluster lies in the data folder itself. Root's lies where an unprivileged account can reach it;
 * a file in the data folder says where, so that it is found again, also after the folder was moved.
 */
async function homeOf(dataDir: string): Promise<string> {
  const noted = await readNote(join(dataDir, POINTER));
  if (noted !== null) return checkNoted(dataDir, noted);
  const within = join(dataDir, WITHIN);
  if (ourselves().uid !== 0 || (await isThere(within))) return within;
  const home = join(SHARED_HOME, shortHash(dataDir));
  // A home that is noted as somebody's holds a database that this data folder no longer names, or never did.
  return (await readNote(join(home, OWNER_NOTE))) === null ? home : `${home}-${Date.now().toString(36)}`;
}

async function checkNoted(dataDir: string, home: string): Promise<string> {
  if (!(await isThere(home))) {
    throw new StartFault(
      `The database of ${dataDir} was in ${home}, which is gone: put it back, or remove ${join(dataDir, POINTER)} to begin with an empty one.`,
    );
  }
  const owner = await readNote(join(home, OWNER_NOTE));
  if (owner !== null && owner !== dataDir && (await readNote(join(owner, POINTER))) === home) {
    throw new StartFault(
      `${dataDir} is a copy of ${owner}, and both name the database in ${home}: remove ${join(dataDir, POINTER)} from the copy to give it an empty one.`,
    );
  }
  return home;
}

async function noteBothWays(dataDir: string, home: string): Promise<void> {
  await writeFile(join(dataDir, POINTER), `${home}\n`, { mode: 0o600 });
  await writeFile(join(home, OWNER_NOTE), `${dataDir}\n`, { mode: 0o600 });
}

/** null: there is none. One that is there and cannot be read is somebody else's, which the next step says. */
const readNote = async (file: string): Promise<string | null> =>
  (await readFile(file, 'utf8').catch(() => '')).trim() || null;

const isThere = async (path: string): Promise<boolean> => (await stat(path).catch(() => null)) !== null;
