import type { Instant } from '@pledgeline/core';
import type { Clock } from './clock.ts';

/** setTimeout takes no more than this; a later moment is reached in several sleeps. */
const SLEEP_MS_MAX = 2_000_000_000;

/** The one real timer of a machine: set to the moment at which it must next be told the time. */
export class Alarm {
  #timer: NodeJS.Timeout | undefined;
  #at: Instant | null = null;
  readonly #clock: Clock;
  readonly #ring: () => void;

  constructor(clock: Clock, ring: () => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  set(at: Instant | null): void {
    // Most inputs leave the next moment as it was: then the timer is left alone too.
    if (at === this.#at && this.#timer !== undefined) return;
    this.clear();
    this.#at = at;
    if (at === null) return;
    const sleepMs = Math.min(SLEEP_MS_MAX, Math.max(0, at - this.#clock()));
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#ring();
    }, sleepMs);
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#at = null;
  }
}
