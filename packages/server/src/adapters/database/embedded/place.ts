import { createHash } from 'node:crypto';
import { chmod, chown, lstat, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartFault } from '../../../start-fault.ts';
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
/** sun_path holds 108 bytes with its closing zero on Linux and 104 on macOS; PostgreSQL appends `/.s.PGSQL.5432`. */
const SOCKET_FOLDER_BYTES_MAX = 103 - '/.s.PGSQL.5432.lock'.length;
const POINTER = 'postgresql.place';

/** Finds the cluster of a data folder again, or chooses a place for it; makes the folders. Throws StartFault. */
export async function placeIn(dataDir: string): Promise<Place> {
  const home = await homeOf(dataDir);
  const account = await accountFor(home);
  const shelf = ourselves().uid === 0 ? SHARED_HOME : home;
  return furnish({ home, account, shelf });
}

/** A place for a cluster in a folder that anybody may reach (`/tmp`): tests. */
export async function placeAt(home: string): Promise<Place> {
  return furnish({ home, account: await accountFor(home), shelf: SHARED_HOME });
}

async function furnish(of: { home: string; account: Account; shelf: string }): Promise<Place> {
  const { home, account } = of;
  const programs = await findPrograms(account, of.shelf);
  await ownFolder(home, account);
  const sockets = await socketFolder(home, account);
  return { programs, account, home, data: join(home, `data`), sockets };
}

/**
 * An ordinary user's cluster lies in the data folder itself. Root's lies where an unprivileged account can reach it;
 * a file in the data folder says where, so that it is found again, also after the folder was moved.
 */
async function homeOf(dataDir: string): Promise<string> {
  const within = join(dataDir, 'postgresql');
  if (ourselves().uid !== 0 || (await stat(within).catch(() => null)) !== null) return within;
  const pointer = join(dataDir, POINTER);
  const noted = (await readFile(pointer, 'utf8').catch(() => '')).trim();
  if (noted !== '') return noted;
  const home = join(SHARED_HOME, `${short(dataDir)}`);
  await mkdir(SHARED_HOME, { recursive: true, mode: 0o711 });
  await writeFile(pointer, `${home}\n`, { mode: 0o600 });
  return home;
}

async function socketFolder(home: string, account: Account): Promise<string> {
  const within = join(home, 'run');
  const folder =
    Buffer.byteLength(within) <= SOCKET_FOLDER_BYTES_MAX
      ? within
      : `/tmp/pledgeline-${account.uid}-${short(home)}`;
  await ownFolder(folder, account);
  return folder;
}

/** Makes the folder, or takes one that is the account's own: whoever else could write there could stand in for it. */
async function ownFolder(folder: string, account: Account): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await lstat(folder);
  const self = ourselves();
  if (found.uid === self.uid && self.uid !== account.uid) await chown(folder, account.uid, account.gid);
  else if (!found.isDirectory() || found.uid !== account.uid) {
    throw new StartFault(`${folder} belongs to somebody else; PostgreSQL needs it for itself.`);
  }
  await chmod(folder, 0o700);
}

const short = (path: string): string => createHash('sha256').update(path).digest('hex').slice(0, 12);
