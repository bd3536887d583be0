import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { socketUrl } from '../../src/adapters/database/embedded/cluster.ts';

export interface HostedDatabases {
  readonly template: string;
  readonly url: (database: string) => string;
}

const HOST = fileURLToPath(new URL('./database-host.ts', import.meta.url));
const MIGRATIONS = fileURLToPath(new URL('../../src/adapters/database/migrations/', import.meta.url));
const OPEN_WITHIN_MS = 60_000;

/** One host for each user, checkout and state of the migrations: a template never lags behind the code. */
function hostKey(): string {
  const hash = createHash('sha256').update(MIGRATIONS);
  for (const file of readdirSync(MIGRATIONS).toSorted()) hash.update(readFileSync(join(MIGRATIONS, file)));
  return `pledgeline-test-${userInfo().uid}-${hash.digest('hex').slice(0, 12)}`;
}

export const hostFolder = (): string => join(tmpdir(), hostKey());

/**
 * Where the host listens. An abstract address (Linux, unix(7)) is given back by the kernel when its process ends,
 * whichever way: none is ever left behind, and two hosts at once are impossible.
 */
export const hostDoor = (): string =>
  process.platform === 'linux' ? `\0${hostKey()}` : join(tmpdir(), `${hostKey()}.sock`);

let joined: Promise<HostedDatabases> | undefined;

/** The host ends by itself when the last process that joined it is gone: the connection is the sign of life. */
export function joinDatabaseHost(): Promise<HostedDatabases> {
  joined ??= askHost();
  return joined;
}

async function askHost(): Promise<HostedDatabases> {
  const deadline = Date.now() + OPEN_WITHIN_MS;
  let lastWords = '';
  for (let started = false; Date.now() < deadline;) {
    const answer = await knock();
    if (answer.kind === 'open') {
      const { sockets, template } = JSON.parse(answer.line) as { sockets: string; template: string };
      return { template, url: (database) => socketUrl(sockets, database) };
    }
    if (answer.kind === 'failed') lastWords = answer.line;
    if (!started) startHost();
    started = true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the PostgreSQL for the tests did not start ${lastWords}`);
}

type Answer =
  | { readonly kind: 'open'; readonly line: string }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'failed'; readonly line: string };

/** Connects and waits for the one line that the host says when its PostgreSQL is ready. */
function knock(): Promise<Answer> {
  return new Promise((resolve) => {
    const socket: Socket = connect(hostDoor());
    let heard = '';
    socket.setEncoding('utf8').on('data', (more: string) => {
      heard += more;
      const [line, rest] = heard.split('\n');
      if (line === undefined || rest === undefined) return;
      socket.unref();
      resolve(line.startsWith('{') ? { kind: 'open', line } : { kind: 'failed', line });
    });
    socket.on('error', () => resolve({ kind: 'nobody' }));
    socket.on('close', () => resolve({ kind: 'nobody' }));
  });
}

function startHost(): void {
  spawn(process.execPath, ['--disable-warning=ExperimentalWarning', HOST], {
    detached: true,
    stdio: 'ignore',
    cwd: '/',
    // It outlives the file that starts it: the runner is not to take it for something that was left behind.
    env: { ...process.env, PLEDGELINE_TEST_MARK: '' },
  }).unref();
}
