import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { runningProcesses } from '../../src/keeper/processes.ts';

/** Anybody may reach it, as the folders of most users can be; its name is what all of its processes are known by. */
export function dataFolder(t: TestContext): string {
  const parent = mkdtempSync('/tmp/pledgeline-keeper-');
  const dataDir = join(parent, 'data');
  t.after(async () => {
    for (const one of processesOf(dataDir)) killOutright(one.pid);
    const home = homeOf(dataDir);
    if (home !== null) rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    rmSync(parent, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  });
  return dataDir;
}

/** Where root's cluster is; null: within the data folder. */
function homeOf(dataDir: string): string | null {
  try {
    return readFileSync(join(dataDir, 'postgresql.place'), 'utf8').trim();
  } catch {
    return null;
  }
}

type Kind = 'server' | 'media' | 'postgres';

/** Everything that runs on the data folder but its keeper. */
export function processesOf(dataDir: string): readonly { readonly pid: number; readonly kind: Kind }[] {
  const cluster = join(homeOf(dataDir) ?? join(dataDir, 'postgresql'), 'data');
  return runningProcesses().flatMap(({ pid, argv }) => {
    const kind = kindOf(argv, { dataDir, cluster });
    return kind === null ? [] : [{ pid, kind }];
  });
}

function kindOf(argv: readonly string[], of: { dataDir: string; cluster: string }): Kind | null {
  if (argv.includes(of.cluster)) return 'postgres';
  if (argv.includes('--line') && argv.includes(of.dataDir)) return 'server';
  return argv.includes(join(of.dataDir, 'run/media.sock')) ? 'media' : null;
}

export const kindsRunning = (dataDir: string): readonly string[] =>
  processesOf(dataDir)
    .map((one) => one.kind)
    .toSorted();

export function killOutright(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** A keeper over the test's own server and media programs. */
export class LineProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;
  #heard = '';
  #listeners: (() => void)[] = [];

  constructor(
    dataDir: string,
    environment: Readonly<Record<string, string>> = {},
    as: { uid?: number; gid?: number } = {},
  ) {
    const program = join(import.meta.dirname, 'programs/line.ts');
    this.#child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program], {
      cwd: '/',
      env: {
        PATH: process.env['PATH'],
        PLEDGELINE_DATA_DIR: dataDir,
        PLEDGELINE_HTTP_PORT: '0',
        PLEDGELINE_SIP_PORT: '0',
        PLEDGELINE_SIPS_PORT: '0',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...as,
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (more: string) => this.#hear(more));
    }
    this.#ended = new Promise((resolve) => {
      this.#child.once('close', (code) => {
        this.#hear('\n(ended)\n');
        resolve(code);
      });
    });
  }

  get heard(): string {
    return this.#heard;
  }

  /** Waits until it has said so; throws with all that it said where it ends without. */
  async says(words: RegExp): Promise<string> {
    for (;;) {
      const found = words.exec(this.#heard);
      if (found !== null) return found[0];
      if (this.#heard.endsWith('(ended)\n'))
        throw new Error(`it ended without saying ${words}:\n${this.#heard}`);
      await new Promise<void>((resolve) => void this.#listeners.push(resolve));
    }
  }

  /** The start is over: it tells how it is ended. */
  async up(): Promise<this> {
    await this.says(/Ctrl-C ends it/);
    return this;
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  exitCode(): Promise<number | null> {
    return this.#ended;
  }

  async endWith(name: NodeJS.Signals): Promise<number | null> {
    this.signal(name);
    return this.exitCode();
  }

  #hear(more: string): void {
    this.#heard += more;
    const listeners = this.#listeners;
    this.#listeners = [];
    for (const listener of listeners) listener();
  }
}
