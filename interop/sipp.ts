import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freeSipPort } from './ports.ts';

interface Target {
  /** What is dialed. */
  readonly number: string;
  readonly port: number;
}

export interface SippRun {
  /** A file of interop/sipp/, or of elsewhere by its whole path. */
  readonly scenario: string;
  readonly sipPort: number;
  /** What is dialed. */
  readonly number: string;
  readonly callsPerSecond: number;
  readonly calls: number;
  /** Other arguments: transport, lost packets. */
  readonly how?: readonly string[];
}

const LIMIT_S = '90';

/** SIPp as the carrier; the code is 0 where every call went as the scenario says. */
export async function runSipp(
  run: SippRun,
): Promise<{ readonly code: number | null; readonly told: string }> {
  const load = ['-r', String(run.callsPerSecond), '-m', String(run.calls), '-trace_err'];
  const place = ['-i', '127.0.0.1', '-p', String(await freeSipPort())];
  const sipp = new Running(run.scenario, { number: run.number, port: run.sipPort }, [
    ...place,
    ...load,
    ...(run.how ?? []),
  ]);
  try {
    return await sipp.ended();
  } finally {
    sipp.end();
  }
}

/** One call that SIPp places as a carrier, as a scenario says, giving back every sound that it hears. */
export class Sipp {
  readonly #sipp: Running;

  static async call(scenario: string, to: Target): Promise<Sipp> {
    // Sound takes even ports, and the scenarios use the next even one too.
    const sound = (await freeSipPort()) & ~1;
    const place = ['-i', '127.0.0.1', '-p', String(await freeSipPort())];
    return new Sipp(
      new Running(scenario, to, [...place, '-mi', '127.0.0.1', '-mp', String(sound), '-rtp_echo', '-m', '1']),
    );
  }

  private constructor(sipp: Running) {
    this.#sipp = sipp;
  }

  /** What SIPp complained of; empty where all went as the scenario says. */
  async complaint(): Promise<string> {
    const { code, told } = await this.#sipp.ended();
    return code === 0 ? '' : `SIPp ended with ${String(code)}: ${told}`;
  }

  end(): void {
    this.#sipp.end();
  }
}

/** The program, with a folder of its own for what it writes. */
class Running {
  readonly #folder = mkdtempSync(join(tmpdir(), 'pledgeline-sipp-'));
  readonly #program: ChildProcess;
  readonly #closed: Promise<unknown[]>;
  #told = '';

  constructor(scenario: string, { number, port }: Target, args: readonly string[]) {
    const file = resolve(import.meta.dirname, 'sipp', scenario);
    const limits = ['-timeout', LIMIT_S, '-timeout_error', '-nostdin'];
    this.#program = spawn('sipp', [`127.0.0.1:${port}`, '-sf', file, '-s', number, ...args, ...limits], {
      cwd: this.#folder,
    });
    this.#program.stderr?.on('data', (chunk: Buffer) => void (this.#told += chunk.toString('utf8')));
    this.#program.stdout?.resume();
    this.#closed = once(this.#program, 'close');
  }

  async ended(): Promise<{ readonly code: number | null; readonly told: string }> {
    const [code] = (await this.#closed) as [number | null];
    return { code, told: this.#told };
  }

  end(): void {
    this.#program.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
