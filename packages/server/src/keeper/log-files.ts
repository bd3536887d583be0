import { closeSync, copyFileSync, fstatSync, ftruncateSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { join } from 'node:path';

export const LOG_FILES = {
  bytesMax: 10_000_000,
  /** Older ones besides the one being written: NAME.log.1 is the youngest. */
  olderMax: 4,
  lookEveryMs: 30_000,
} as const;

/**
 * What our processes say, in files that they write themselves: they go on when the keeper is gone. A file that has
 * grown is copied aside and emptied in place, which works because every writer appends.
 */
export class LogFiles {
  readonly #folder: string;
  readonly #open = new Map<string, number>();
  readonly #timer: NodeJS.Timeout;

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#timer = setInterval(() => this.turn(), LOG_FILES.lookEveryMs);
    this.#timer.unref();
  }

  path(name: string): string {
    return join(this.#folder, `${name}.log`);
  }

  /** A descriptor to hand to a child. */
  descriptor(name: string): number {
    const known = this.#open.get(name);
    if (known !== undefined) return known;
    const opened = openSync(this.path(name), 'a', 0o600);
    this.#open.set(name, opened);
    return opened;
  }

  turn(bytesMax: number = LOG_FILES.bytesMax): void {
    for (const [name, descriptor] of this.#open) {
      try {
        if (fstatSync(descriptor).size > bytesMax) this.#turnOne(name, descriptor);
      } catch {
        // A disk that is full must not stop the line; the next look tries again.
      }
    }
  }

  close(): void {
    clearInterval(this.#timer);
    for (const descriptor of this.#open.values()) closeSync(descriptor);
    this.#open.clear();
  }

  #turnOne(name: string, descriptor: number): void {
    const path = this.path(name);
    for (let age = LOG_FILES.olderMax - 1; age >= 1; age -= 1) {
      moveIfThere(`${path}.${age}`, `${path}.${age + 1}`);
    }
    copyFileSync(path, `${path}.1`);
    ftruncateSync(descriptor, 0);
  }
}

function moveIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
