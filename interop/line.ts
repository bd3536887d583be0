import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freeSipPort, freeTcpPort } from './ports.ts';
import { until } from './wait.ts';

const CLONE = resolve(import.meta.dirname, '..');
/** The first start initialises a database and may build the web. */
const START_LIMIT_MS = 120_000;
/** What a person who presses Ctrl-C is promised. */
const STOP_LIMIT_MS = 10_000;

export type Part = 'keeper' | 'server' | 'media' | 'postgres';

/** Pledgeline as a user runs it: `npm start` in a clone, with a data folder and ports of its own. */
export class Line {
  readonly dataDir: string;
  readonly httpPort: number;
  readonly httpsPort: number;
  readonly sipPort: number;
  readonly sipsPort: number;
  #npm: ChildProcess;
  #output = '';
  readonly #environment: NodeJS.ProcessEnv;

  static async start(extra: Readonly<Record<string, string>> = {}): Promise<Line> {
    const ports = {
      http: await freeTcpPort(),
      https: await freeTcpPort(),
      sip: await freeSipPort(),
      sips: await freeTcpPort(),
    };
    const line = new Line(mkdtempSync(join(tmpdir(), 'pledgeline-line-')), ports, extra);
    await line.#untilReady();
    return line;
  }

  private constructor(
    dataDir: string,
    ports: {
      readonly http: number;
      readonly https: number;
      readonly sip: number;
      readonly sips: number;
    },
    extra: Readonly<Record<string, string>>,
  ) {
    this.dataDir = dataDir;
    this.httpPort = ports.http;
    this.httpsPort = ports.https;
    this.sipPort = ports.sip;
    this.sipsPort = ports.sips;
    this.#environment = {
      ...process.env,
      PLEDGELINE_DATA_DIR: dataDir,
      PLEDGELINE_HTTP_PORT: String(ports.http),
      PLEDGELINE_HTTPS_PORT: String(ports.https),
      PLEDGELINE_SIP_PORT: String(ports.sip),
      PLEDGELINE_SIPS_PORT: String(ports.sips),
      ...extra,
    };
    this.#npm = this.#spawn();
  }

  get url(): string {
    return `http://localhost:${this.httpPort}`;
  }

  /** Whom its certificate comes from, as PEM text. */
  get authorityFile(): string {
    const file = join(this.dataDir, 'authority.pem');
    // The line keeps the key in the same file; a telephone is given the certificate alone.
    const [certificate = ''] = read(join(this.dataDir, 'tls/authority.pem')).split('-----BEGIN PRIVATE');
    writeFileSync(file, certificate);
    return file;
  }

  /** Everything that was printed since the last start. */
  get output(): string {
    return this.#output;
  }

  /** Where everything is kept: root's database lies where an unprivileged account can reach it, and a note says where. */
  get folders(): string[] {
    const elsewhere = read(join(this.dataDir, 'postgresql.place')).trim();
    return elsewhere === '' ? [this.dataDir] : [this.dataDir, elsewhere];
  }

  /** The newest one-time link that was printed. */
  get signInLink(): string {
    const links = [...this.#output.matchAll(/https?:\/\/\S+\/sign-in\S+/g)];
    const link = links.at(-1)?.[0];
    if (link === undefined) throw new Error(`no sign-in link was printed:\n${this.#output}`);
    return link;
  }

  /** The processes of this line; a part that is not running has none. */
  pids(part: Part): number[] {
    return allPids().filter((pid) => partOf(pid, this.folders) === part);
  }

  /** SIGKILL, as a crash: nothing is told, nothing is flushed. */
  crash(part: Part): void {
    const pids = this.pids(part);
    if (pids.length === 0) throw new Error(`there is no ${part} to kill:\n${this.#output}`);
    for (const pid of pids) process.kill(pid, 'SIGKILL');
  }

  async isHealthy(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/health`, { signal: AbortSignal.timeout(2_000) })).ok;
    } catch {
      return false;
    }
  }

  async metrics(): Promise<string> {
    return (await fetch(`${this.url}/metrics`)).text();
  }

  /** `npx pledgeline …` beside the running line; answers what it printed and its exit code. */
  command(...args: readonly string[]): { readonly printed: string; readonly code: number | null } {
    const run = spawnSync('npx', ['pledgeline', ...args], {
      cwd: CLONE,
      env: this.#environment,
      encoding: 'utf8',
      timeout: 60_000,
    });
    return { printed: run.stdout + run.stderr, code: run.status };
  }

  /** Starts again on the same data folder and the same ports. */
  async startAgain(): Promise<void> {
    this.#output = '';
    this.#npm = this.#spawn();
    await this.#untilReady();
  }

  /** Ctrl-C: the signal goes to the whole group of the terminal. Answers the exit code. */
  async stop(): Promise<number | null> {
    const { pid } = this.#npm;
    if (pid !== undefined && this.#npm.exitCode === null) process.kill(-pid, 'SIGINT');
    await until(`the line ends:\n${this.#output}`, STOP_LIMIT_MS, () => this.#npm.exitCode !== null);
    return this.#npm.exitCode;
  }

  /**
   * For the end of a test, however it ended: nothing is left running, and the folder goes. Nobody needs what is in it, so
   * nothing is ended in order; but PostgreSQL, killed, would leave its shared memory to the machine.
   */
  async end(): Promise<void> {
    const parts = (): [number, Part | null][] => allPids().map((pid) => [pid, partOf(pid, this.folders)]);
    for (const [pid, part] of parts())
      if (part !== null) tryKill(pid, part === 'postgres' ? 'SIGQUIT' : 'SIGKILL');
    await until('PostgreSQL is gone', STOP_LIMIT_MS, () => parts().every(([, part]) => part === null)).catch(
      () => null,
    );
    for (const [pid, part] of parts()) if (part !== null) tryKill(pid, 'SIGKILL');
    for (const folder of this.folders) rmSync(folder, { recursive: true, force: true });
  }

  #spawn(): ChildProcess {
    const npm = spawn('npm', ['start'], {
      cwd: CLONE,
      env: this.#environment,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const gather = (chunk: Buffer): void => void (this.#output += chunk.toString('utf8'));
    npm.stdout.on('data', gather);
    npm.stderr.on('data', gather);
    return npm;
  }

  async #untilReady(): Promise<void> {
    await until('the line prints its sign-in link', START_LIMIT_MS, () => {
      if (this.#npm.exitCode !== null) throw new Error(`npm start ended:\n${this.#output}`);
      return /\/sign-in\S+/.test(this.#output);
    }).catch(async (error: unknown) => {
      const told = `${this.#output}\n${read(join(this.dataDir, 'logs', 'server.log')).slice(-4_000)}`;
      await this.end();
      throw new Error(`the line did not start:\n${told}`, { cause: error });
    });
  }
}

const allPids = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

/** A process of the line bears its data folder in its environment, or its database's on its command line. */
function partOf(pid: number, folders: readonly string[]): Part | null {
  const command = read(`/proc/${pid}/cmdline`);
  const environment = read(`/proc/${pid}/environ`);
  if (!folders.some((folder) => command.includes(folder) || environment.includes(folder))) return null;
  return PARTS.find(([, sign]) => sign.test(command))?.[0] ?? null;
}

/** What tells the parts apart on a command line, whose words are parted by zero bytes. */
const PARTS: readonly (readonly [Part, RegExp])[] = [
  ['postgres', /\/postgres\0/],
  ['media', /media\/src\/main\.ts\0/],
  ['server', /server\/src\/main\.ts\0server\0/],
  ['keeper', /server\/src\/main\.ts\0start\0/],
];

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Ended in the meantime.
    return '';
  }
}

function tryKill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Ended in the meantime.
  }
}
