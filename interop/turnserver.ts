import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freeSipPort } from './ports.ts';
import { until } from './wait.ts';

/** Relayed ports, of which a browser takes one or two. */
const RELAY_PORTS = { first: 20_100, last: 20_199 };

/** coturn with a shared secret; ended by its process, with a folder of its own. */
export class TurnServer {
  readonly url: string;
  readonly #folder: string;
  readonly #program: ReturnType<typeof spawn>;

  static async start(at: {
    /** Where browsers find it. */
    readonly address: string;
    /** Of this machine, towards the line. */
    readonly relayAddress: string;
    readonly secret: string;
  }): Promise<TurnServer> {
    const folder = mkdtempSync(join(tmpdir(), 'pledgeline-turn-'));
    const port = await freeSipPort();
    const config = join(folder, 'turnserver.conf');
    writeFileSync(
      config,
      [
        `listening-ip=${at.address}`,
        `relay-ip=${at.relayAddress}`,
        `listening-port=${port}`,
        `min-port=${RELAY_PORTS.first}`,
        `max-port=${RELAY_PORTS.last}`,
        'use-auth-secret',
        `static-auth-secret=${at.secret}`,
        'realm=pledgeline.example',
        'fingerprint',
        'no-tls',
        'no-dtls',
        'no-cli',
        'no-rfc5780',
        'no-stdout-log',
        'verbose',
        'new-log-timestamp',
        'simple-log',
        `log-file=${join(folder, 'turn.log')}`,
        `pidfile=${join(folder, 'turn.pid')}`,
        `userdb=${join(folder, 'turn.db')}`,
        '',
      ].join('\n'),
    );
    const program = spawn('turnserver', ['-c', config], { cwd: folder, stdio: 'ignore' });
    const server = new TurnServer(folder, `turn:${at.address}:${port}?transport=udp`, program);
    await until('coturn listens', 10_000, () => /listener opened/i.test(server.log)).catch(
      (error: unknown) => {
        const { log } = server;
        server.end();
        throw new Error(`coturn did not start:\n${log}`, { cause: error });
      },
    );
    return server;
  }

  private constructor(folder: string, url: string, program: ReturnType<typeof spawn>) {
    this.#folder = folder;
    this.url = url;
    this.#program = program;
  }

  /** What it wrote so far. */
  get log(): string {
    try {
      return readFileSync(join(this.#folder, 'turn.log'), 'utf8');
    } catch {
      return '';
    }
  }

  end(): void {
    this.#program.kill('SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
