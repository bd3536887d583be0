import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freeSipPort } from './ports.ts';

/** One call that SIPp places as a carrier, as a scenario says, giving back every sound that it hears. */
export class Sipp {
  readonly #folder = mkdtempSync(join(tmpdir(), 'pledgeline-sipp-'));
  readonly #program: ChildProcess;
  readonly #closed: Promise<unknown[]>;
  #told = '';

  static async call(scenario: string, to: { readonly number: string; readonly port: number }): Promise<Sipp> {
    // Sound takes even ports, and the scenarios use the next even one too.
    const sound = (await freeSipPort()) & ~1;
    return new Sipp(scenario, to, [String(await freeSipPort()), String(sound)]);
  }

  private constructor(
    scenario: string,
    { number, port }: { readonly number: string; readonly port: number },
    [signals = '', sound = '']: readonly string[],
  ) {
    const file = join(import.meta.dirname, 'sipp', scenario);
    const place = ['-i', '127.0.0.1', '-p', signals, '-mi', '127.0.0.1', '-mp', sound, '-rtp_echo'];
    const end = ['-m', '1', '-timeout', '60', '-timeout_error', '-nostdin'];
    const call = [`127.0.0.1:${port}`, '-sf', file, '-s', number];
    this.#program = spawn('sipp', [...call, ...place, ...end], { cwd: this.#folder });
    this.#program.stderr?.on('data', (chunk: Buffer) => void (this.#told += chunk.toString('utf8')));
    this.#program.stdout?.resume();
    this.#closed = once(this.#program, 'close');
  }

  /** What SIPp complained of; empty where all went as the scenario says. */
  async complaint(): Promise<string> {
    const [code] = await this.#closed;
    return code === 0 ? '' : `SIPp ended with ${String(code)}: ${this.#told}`;
  }

  end(): void {
    this.#program.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
