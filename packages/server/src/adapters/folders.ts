import { createHash } from 'node:crypto';
import { chmod, chown, lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { StartFault } from '../start-fault.ts';

/** sun_path holds 108 bytes with its closing zero on Linux and 104 on macOS; the longest name below is PostgreSQL's. */
const SOCKET_FOLDER_BYTES_MAX = 103 - '/.s.PGSQL.5432.lock'.length;

/** Where a part of Pledgeline that keeps its things in `home` puts its sockets: there, unless the path is too long. */
export function socketFolderOf(home: string, uid: number): string {
  const within = join(home, 'run');
  if (Buffer.byteLength(within) <= SOCKET_FOLDER_BYTES_MAX) return within;
  return `/tmp/pledgeline-${uid}-${shortHash(home)}`;
}

/**
 * Makes the folder for one user alone, or takes one that is theirs already: whoever else could write there could put
 * a socket of their own in our place. Throws StartFault.
 */
export async function privateFolder(
  folder: string,
  owner: { readonly uid: number; readonly gid: number },
): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await lstat(folder);
  const self = process.getuid?.() ?? 0;
  if (!found.isDirectory() || (found.uid !== owner.uid && found.uid !== self)) {
    throw new StartFault(
      `${folder} belongs to somebody else, and Pledgeline needs it for itself: move it away.`,
    );
  }
  if (found.uid !== owner.uid) await chown(folder, owner.uid, owner.gid);
  await chmod(folder, 0o700);
}

export const shortHash = (path: string): string =>
  createHash('sha256').update(path).digest('hex').slice(0, 12);
