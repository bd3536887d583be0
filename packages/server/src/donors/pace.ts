import type { Instant } from '@pledgeline/core';

export interface PaceLimits {
  /** As many at once. */
  readonly burst: number;
  readonly perSecond: number;
  /** Names kept in memory; beyond, the one that was named first is forgotten. */
  readonly namesMax: number;
}

/** Lets each name come through at a pace of its own. A name is a link, never an address: many donors share an address. */
export class Pace {
  readonly #limits: PaceLimits;
  readonly #buckets = new Map<string, { left: number; at: Instant }>();

  constructor(limits: PaceLimits) {
    this.#limits = limits;
  }

  /** May this one come through? */
  take(name: string, now: Instant): boolean {
    const { burst, perSecond } = this.#limits;
    const bucket = this.#buckets.get(name) ?? { left: burst, at: now };
    bucket.left = Math.min(burst, bucket.left + ((now - bucket.at) / 1000) * perSecond);
    bucket.at = now;
    this.#keep(name, bucket);
    if (bucket.left < 1) return false;
    bucket.left -= 1;
    return true;
  }

  #keep(name: string, bucket: { left: number; at: Instant }): void {
    this.#buckets.delete(name);
    this.#buckets.set(name, bucket);
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > this.#limits.namesMax && oldest !== undefined) this.#buckets.delete(oldest);
  }
}
