import type { Desk, Line } from '@pledgeline/interop';
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** What a scenario works with. */
export interface Stage {
  readonly line: Line;
  /** What is dialed. */
  readonly number: string;
  /** And what is dialed where a call must be found again. */
  readonly secondNumber: string;
  /** Phones that a scenario may take away and bring back. */
  readonly unsteady: Phones;
  /** A supervisor at a browser; null: no Chromium here. */
  readonly supervisor: Desk | null;
}

const HERE = '127.0.0.1';

/** Desk phones in one SIPp, all at one port: they answer by themselves and say what they hear. */
export class Phones {
  readonly #port: number;
  readonly #mediaPort: number;
  #program: ChildProcess | null = null;

  constructor(ports: { readonly port: number; readonly mediaPort: number }) {
    this.#port = ports.port;
    this.#mediaPort = ports.mediaPort;
  }

  addresses(count: number): string[] {
    return Array.from({ length: count }, (_, index) => `sip:a${index}@${HERE}:${this.#port}`);
  }

  start(): void {
    const scenario = join(import.meta.dirname, 'phones.xml');
    const place = ['-i', HERE, '-p', String(this.#port), '-mp', String(this.#mediaPort)];
    this.#program = spawn('sipp', ['-sf', scenario, ...place, '-rtp_echo', '-nostdin'], { stdio: 'ignore' });
  }

  /** As a phone whose plug is pulled. */
  vanish(): void {
    this.#program?.kill('SIGKILL');
    this.#program = null;
  }
}
