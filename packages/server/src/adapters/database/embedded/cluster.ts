import { spawn, type ChildProcess } from 'node:child_process';
import { open, readFile, rename, rm, stat, writeFile, chown } from 'node:fs/promises';
import { join } from 'node:path';
import { StartFault } from '../../../start-fault.ts';
import { ourselves } from './account.ts';
import type { Place } from './place.ts';

/** Role and database of ours; the role may only come in over the socket, and only from the accounts that we name. */
export const OWNER = 'pledgeline';
const READY_WITHIN_MS = 120_000;
const LOOK_EVERY_MS = 20;

/** How PostgreSQL is reached on a socket: `database` is ours where none is named. */
export function socketUrl(sockets: string, database = OWNER): string {
  return `postgresql://${OWNER}@/${database}?host=${encodeURIComponent(sockets)}`;
}

/** Makes the cluster where there is none yet: whole or not at all; `durable: false` for tests. Throws StartFault. */
export async function initialise(place: Place, how: { durable: boolean }): Promise<void> {
  const version = await readFile(join(place.data, 'PG_VERSION'), 'utf8').catch(() => null);
  if (version !== null) return checkMajor(place, version.trim());
  // What is there without a version was never ours to delete.
  if ((await stat(place.data).catch(() => null)) !== null) {
    throw new StartFault(`${place.data} is no PostgreSQL database; move it away and start again.`);
  }
  const fresh = `${place.data}.new`;
  await rm(fresh, { recursive: true, force: true });
  const made = await runInitdb(place, fresh, how.durable);
  if (made.code !== 0) {
    await rm(fresh, { recursive: true, force: true });
    throw new StartFault(initdbSentence(place, made.words));
  }
  await rename(fresh, place.data);
  await syncFolder(place.home);
}

function checkMajor(place: Place, found: string): void {
  if (Number(found) === place.programs.major) return;
  throw new StartFault(
    `The database in ${place.data} was made by PostgreSQL ${found} and this Pledgeline brings PostgreSQL ${place.programs.major}: start the Pledgeline that made it, or set DATABASE_URL to a PostgreSQL ${found}.`,
  );
}

function initdbSentence(place: Place, words: string): string {
  if (/No space left on device|Disk quota exceeded|could not extend file|free disk space/i.test(words)) {
    return `The disk that holds ${place.home} is full: make room (the database starts with 60 MB) and start again.`;
  }
  const reason = words.split('\n').find((line) => /error|fatal|could not/i.test(line)) ?? 'it gave no reason';
  return `PostgreSQL could not make its database in ${place.home}: ${reason.trim()}.`;
}

async function runInitdb(
  place: Place,
  data: string,
  durable: boolean,
): Promise<{ code: number; words: string }> {
  const child = spawn(
    place.programs.initdb,
    [
      `--pgdata=${data}`,
      `--username=${OWNER}`,
      '--auth=peer',
      '--encoding=UTF8',
      // The same order of words on every machine: the builtin locale asks no operating system.
      '--locale-provider=builtin',
      '--locale=C.UTF-8',
      '--lc-messages=C',
      '--lc-collate=C',
      '--lc-ctype=C',
      '--no-instructions',
      '--set=timezone=UTC',
      '--set=log_timezone=UTC',
      ...(durable ? [] : ['--no-sync']),
    ],
    { ...runAs(place), stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (more: string) => {
    words = (words + more).slice(-4_000);
  });
  const code = await ended(child);
  return { code, words };
}

/**
 * Starts PostgreSQL in a session of its own. `durable: false` gives up what a crash would need, for tests.
 * Nothing that a statement holds gets into its log: names and numbers stand there.
 */
export async function startPostgres(
  place: Place,
  how: { log: number | 'ignore'; durable: boolean },
): Promise<ChildProcess> {
  await nameWhoMayCome(place);
  const settings = [
    `listen_addresses=`,
    `unix_socket_directories=${place.sockets}`,
    'unix_socket_permissions=0700',
    'port=5432',
    'max_connections=60',
    'shared_buffers=64MB',
    'max_wal_size=256MB',
    'min_wal_size=32MB',
    'autovacuum_naptime=20s',
    'log_min_error_statement=panic',
    'log_error_verbosity=terse',
    'log_parameter_max_length=0',
    'log_parameter_max_length_on_error=0',
    'log_statement=none',
    'log_line_prefix=%m [%p] ',
    ...(how.durable
      ? []
      : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200']),
  ];
  const child = spawn(
    place.programs.postgres,
    ['-D', place.data, ...settings.flatMap((one) => ['-c', one])],
    {
      ...runAs(place),
      detached: true,
      stdio: ['ignore', how.log, how.log],
    },
  );
  child.on('error', () => {}); // One that cannot be run has no pid, which untilReady() looks at.
  return child;
}

/** The account's own processes and ours, and nobody else of this machine. */
async function nameWhoMayCome(place: Place): Promise<void> {
  const names = [...new Set([place.account.name, ourselves().name])];
  const ident = join(place.data, 'pg_ident.conf');
  const access = join(place.data, 'pg_hba.conf');
  await writeFile(ident, names.map((name) => `ours "${name}" ${OWNER}\n`).join(''), { mode: 0o600 });
  await writeFile(access, 'local all all peer map=ours\n', { mode: 0o600 });
  if (ourselves().uid === place.account.uid) return;
  for (const file of [ident, access]) await chown(file, place.account.uid, place.account.gid);
}

/**
 * Waits until it takes connections, which after a crash is when it has read its log again. False: it ended instead,
 * or nobody wants to wait any longer.
 */
export async function untilReady(place: Place, child: ChildProcess, stop?: AbortSignal): Promise<boolean> {
  const file = join(place.data, 'postmaster.pid');
  for (let waited = 0; waited < READY_WITHIN_MS; waited += LOOK_EVERY_MS) {
    if (stop?.aborted === true) return false;
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return false;
    const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n');
    // Line 1 is the process, line 8 its state (PostgreSQL, src/include/utils/pidfile.h).
    if (Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready') return true;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return false;
}

/** The pid that the cluster's own file names; null where it names none. It may long be somebody else's. */
export async function notedPostmaster(data: string): Promise<number | null> {
  const first = (await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')[0] ?? '';
  const pid = Number(first);
  return Number.isSafeInteger(pid) && pid > 1 ? pid : null;
}

const runAs = (place: Place): { cwd: string; env: NodeJS.ProcessEnv; uid?: number; gid?: number } => ({
  cwd: '/',
  env: { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' },
  ...(ourselves().uid === place.account.uid ? {} : { uid: place.account.uid, gid: place.account.gid }),
});

const ended = (child: ChildProcess): Promise<number> =>
  new Promise((resolve) => {
    child.once('error', () => resolve(-1));
    child.once('close', (code) => resolve(code ?? -1));
  });

/** A rename is on disk when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
