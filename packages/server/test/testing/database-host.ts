import { rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import type { ChildProcess } from 'node:child_process';
import pg from 'pg';
import { connect } from '../../src/adapters/database/connect.ts';
import {
  initialise,
  notedPostmaster,
  socketUrl,
  startPostgres,
  untilReady,
} from '../../src/adapters/database/embedded/cluster.ts';
import { placeAt } from '../../src/adapters/database/embedded/place.ts';
import { migrate } from '../../src/adapters/database/migrate.ts';
import { hostDoor, hostFolder } from './database-host-door.ts';

/**
 * Runs the PostgreSQL that all test files of a run share, and ends it when nobody has been connected for a while.
 * A process of its own, because no test file knows that it is the last.
 */
const IDLE_MS = 3_000;
const TEMPLATE = 'pledgeline_template';

const guests = new Set<Socket>();
let line: string | undefined;
let idle: NodeJS.Timeout | undefined;
let postgres: ChildProcess | undefined;

const server = createServer((guest) => {
  clearTimeout(idle);
  guests.add(guest);
  guest.on('error', () => guest.destroy());
  guest.on('close', () => {
    guests.delete(guest);
    if (guests.size === 0) idle = setTimeout(() => void end(), IDLE_MS);
  });
  guest.resume();
  if (line !== undefined) guest.write(line);
});
// Somebody else is the host already: that one serves.
server.on('error', () => process.exit(0));
server.listen(hostDoor(), () => void begin());

async function begin(): Promise<void> {
  try {
    await clearLeftovers();
    const place = await placeAt(hostFolder());
    await initialise(place, { durable: false });
    postgres = await startPostgres(place, { log: 'ignore', durable: false });
    postgres.on('exit', () => process.exit(1));
    if (!(await untilReady(place, postgres))) throw new Error('PostgreSQL ended');
    await makeTemplate(place.sockets);
    line = `${JSON.stringify({ sockets: place.sockets, template: TEMPLATE })}\n`;
  } catch (error) {
    line = `${error instanceof Error ? error.message.replaceAll('\n', ' ') : String(error)}\n`;
  }
  for (const guest of guests) guest.write(line);
  if (guests.size === 0) idle = setTimeout(() => void end(), IDLE_MS);
}

async function makeTemplate(sockets: string): Promise<void> {
  const client = new pg.Client({ connectionString: socketUrl(sockets, 'postgres') });
  await client.connect();
  await client.query(`create database ${TEMPLATE}`);
  await client.end();
  const db = connect(socketUrl(sockets, TEMPLATE), () => {}, 1);
  await migrate(db);
  await db.destroy();
}

/** A host that was killed leaves its PostgreSQL and its folder; the folder's name says that both are only a test's. */
async function clearLeftovers(): Promise<void> {
  const pid = await notedPostmaster(`${hostFolder()}/data`);
  if (pid !== null) await endStray(pid);
  await rm(hostFolder(), { recursive: true, force: true });
}

async function endStray(pid: number): Promise<void> {
  for (let round = 0; round < 100 && signal(pid, round === 0 ? 'SIGINT' : 0); round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

async function end(): Promise<void> {
  server.close();
  if (postgres !== undefined && postgres.exitCode === null) {
    postgres.removeAllListeners('exit');
    const gone = new Promise((resolve) => postgres?.once('exit', resolve));
    // Nothing here is worth keeping, so there is nothing to write out in order.
    postgres.kill('SIGQUIT');
    await gone;
  }
  await rm(hostFolder(), { recursive: true, force: true });
  process.exit(0);
}
