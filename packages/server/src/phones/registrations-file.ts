import { mkdirSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Instant } from '@pledgeline/core';
import type { RegistrarSnapshot } from '@pledgeline/sip';
import { z } from 'zod';
import type { Log } from '../adapters/log/log.ts';

/** Written at most so often: a room that comes back from a power cut is one write, not three hundred. */
const WRITE_EACH_MS = 1_000;

const Moment = z.number().transform((ms) => ms as Instant);
const EndpointKept = z.object({ address: z.string(), port: z.int() });
const Kept = z.object({
  bindings: z.array(
    z.object({
      user: z.string(),
      contact: z.string(),
      flow: z.object({
        transport: z.enum(['udp', 'tcp', 'tls']),
        local: EndpointKept,
        remote: EndpointKept,
        id: z.string(),
      }),
      until: Moment,
      instance: z.string().nullable(),
      callId: z.string(),
      sequence: z.int(),
    }),
  ),
  locks: z.array(
    z.object({
      user: z.string(),
      address: z.string(),
      wrong: z.int(),
      until: Moment,
      forgetAt: Moment,
    }),
  ),
});

const NOTHING: RegistrarSnapshot = { bindings: [], locks: [] };

/**
 * Where the phones are, in a file beside the log of the floor, for its owner alone: a server that was killed rings them
 * without waiting for each to come again. There is no secret in it.
 */
export class RegistrationsFile {
  readonly #path: string;
  readonly #now: () => RegistrarSnapshot;
  readonly #log: Log;
  readonly #ended = new AbortController();
  #isDirty = false;
  #isAtWork = false;
  #writing: Promise<void> = Promise.resolve();

  constructor(folder: string, now: () => RegistrarSnapshot, log: Log) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#path = join(folder, 'registrations.json');
    this.#now = now;
    this.#log = log;
  }

  /** What an earlier life left. A file that cannot be read costs nothing but the wait until the phones come again. */
  read(): RegistrarSnapshot {
    let text: string;
    try {
      text = readFileSync(this.#path, 'utf8');
    } catch {
      return NOTHING;
    }
    try {
      return Kept.parse(JSON.parse(text));
    } catch {
      this.#log.warn('the file of registered phones is unreadable: each phone is known when it comes again');
      return NOTHING;
    }
  }

  /** Something has changed: it is on disk at once, or a moment later where it was written just now. */
  changed(): void {
    this.#isDirty = true;
    if (!this.#isAtWork && !this.#ended.signal.aborted) this.#writing = this.#writeWhileDirty();
  }

  /** As a crash does: what is not written yet is not. */
  abandon(): void {
    this.#ended.abort();
  }

  /** The last word of an orderly end. */
  async end(): Promise<void> {
    this.abandon();
    await this.#writing;
    await this.#write();
  }

  async #writeWhileDirty(): Promise<void> {
    const { signal } = this.#ended;
    this.#isAtWork = true;
    while (this.#isDirty && !signal.aborted) {
      this.#isDirty = false;
      await this.#write();
      await pause(WRITE_EACH_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
    this.#isAtWork = false;
  }

  async #write(): Promise<void> {
    try {
      await writeFile(this.#unfinished, JSON.stringify(this.#now()), { mode: 0o600 });
      await rename(this.#unfinished, this.#path);
    } catch (error) {
      this.#log.error({ err: error }, 'the registered phones could not be written');
    }
  }

  get #unfinished(): string {
    return `${this.#path}.new`;
  }
}
