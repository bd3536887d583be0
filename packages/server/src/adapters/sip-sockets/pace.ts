import type { Instant } from '@pledgeline/core';
import { SOCKET_LIMITS } from './limits.ts';

interface Bucket {
  readonly tokens: number;
  readonly at: Instant;
}

/** How many new requests each address may still make: a bucket that fills with time and that each request empties by one. */
export class Pace {
  /** In the order in which they were last heard of. */
  readonly #buckets = new Map<string, Bucket>();
  readonly #perSecond: number;
  readonly #atOnce: number;
  readonly #addressesMax: number;

  constructor(limits: Partial<typeof SOCKET_LIMITS> = {}) {
    const { newRequestsPerSecond, newRequestsAtOnce, addressesMax } = { ...SOCKET_LIMITS, ...limits };
    this.#perSecond = newRequestsPerSecond;
    this.#atOnce = newRequestsAtOnce;
    this.#addressesMax = addressesMax;
  }

  /** Whether this request may come in. */
  takes(address: string, now: Instant): boolean {
    const known = this.#buckets.get(address);
    this.#buckets.delete(address);
    const tokens = known === undefined ? this.#atOnce : this.#filled(known, now);
    const isTaken = tokens >= 1;
    this.#buckets.set(address, { tokens: isTaken ? tokens - 1 : tokens, at: now });
    if (this.#buckets.size > this.#addressesMax) this.#forgetOldest();
    return isTaken;
  }

  #filled({ tokens, at }: Bucket, now: Instant): number {
    return Math.min(this.#atOnce, tokens + ((now - at) / 1_000) * this.#perSecond);
  }

  #forgetOldest(): void {
    for (const [address] of this.#buckets) {
      this.#buckets.delete(address);
      return;
    }
  }
}
