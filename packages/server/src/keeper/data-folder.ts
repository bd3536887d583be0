import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { privateFolder, socketFolderOf } from '../adapters/folders.ts';
import { StartFault } from '../start-fault.ts';

export const lockFileIn = (dataDir: string): string => join(dataDir, 'keeper.lock');
export const logFolderIn = (dataDir: string): string => join(dataDir, 'logs');

/** Makes the folder where it is missing, and makes sure that it takes files. Throws StartFault. */
export async function prepareDataFolder(dataDir: string): Promise<void> {
  const probe = join(dataDir, `.probe-${randomBytes(4).toString('hex')}`);
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await writeFile(probe, 'Pledgeline was here.\n', { mode: 0o600 });
    await rm(probe);
    await privateFolder(socketFolderOf(dataDir, userInfo().uid), userInfo());
  } catch (error) {
    throw error instanceof StartFault ? error : new StartFault(dataFolderSentence(dataDir, error));
  }
}

function dataFolderSentence(dataDir: string, error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? String(error);
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk that holds ${dataDir} is full: make room and start again.`;
    case 'ENOTDIR':
    case 'EEXIST':
      return `The data folder ${dataDir} cannot be made, because a file stands in its way: set PLEDGELINE_DATA_DIR to another folder.`;
    default:
      return `The data folder ${dataDir} cannot be written (${code}): give this user the right to, or set PLEDGELINE_DATA_DIR to another folder.`;
  }
}
