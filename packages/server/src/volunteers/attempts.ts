import type { Instant } from '@pledgeline/core';

/**
 * What wrong codes cost. A browser that fails ten times waits a minute. An address is never shut, because a whole room
 * sits behind it: beyond a generous number of failures it is served at a pace, and only so many may be in line.
 */
export const ATTEMPTS = {
  browserFailuresMax: 10,
  browserRestMs: 60_000,
  /** 350 volunteers who each mistype once, within the ten minutes in which they all sit down. */
  addressFailuresMax: 350,
  addressWindowMs: 600_000,
  /** Beyond: one attempt each 200 ms for the whole address. */
  addressPaceMs: 200,
  /** Beyond, TOO_MANY: the line would be longer than anybody waits. */
  addressPauseMsMax: 4_000,
  /** Forgotten beyond, the oldest first: memory has a limit as well. */
  kept: 20_000,
} as const;

export type Judgement =
  | { readonly kind: 'go' }
  | { readonly kind: 'pause'; readonly ms: number }
  | { readonly kind: 'refuse' };

interface Failures {
  count: number;
  since: Instant;
  /** Until when the attempts already let through take up the address's pace. */
  busyUntil: Instant;
}

export interface From {
  /** The id of the browser's own cookie; null: it has none yet. */
  readonly browser: string | null;
  readonly address: string;
}

export interface Attempts {
  readonly browsers: Map<string, Failures>;
  readonly addresses: Map<string, Failures>;
}

export const noAttempts = (): Attempts => ({ browsers: new Map(), addresses: new Map() });

/** May this attempt be made, and how soon? */
export function judge(attempts: Attempts, from: From, now: Instant): Judgement {
  const browser = from.browser === null ? undefined : attempts.browsers.get(from.browser);
  if (
    browser !== undefined &&
    browser.count >= ATTEMPTS.browserFailuresMax &&
    isWithin(browser, ATTEMPTS.browserRestMs, now)
  )
    return { kind: 'refuse' };
  const address = attempts.addresses.get(networkOf(from.address));
  if (address === undefined || address.count < ATTEMPTS.addressFailuresMax) return { kind: 'go' };
  if (!isWithin(address, ATTEMPTS.addressWindowMs, now)) return { kind: 'go' };
  const start = Math.max(now, address.busyUntil);
  const ms = start - now;
  if (ms > ATTEMPTS.addressPauseMsMax) return { kind: 'refuse' };
  address.busyUntil = (start + ATTEMPTS.addressPaceMs) as Instant;
  return ms === 0 ? { kind: 'go' } : { kind: 'pause', ms };
}

export function countFailure(attempts: Attempts, from: From, now: Instant): void {
  if (from.browser !== null) add(attempts.browsers, from.browser, ATTEMPTS.browserRestMs, now);
  add(attempts.addresses, networkOf(from.address), ATTEMPTS.addressWindowMs, now);
}

/** A right code clears the browser that gave it, never the address: one seat of one's own would pay for guessing on. */
export function countSuccess(attempts: Attempts, from: From): void {
  if (from.browser !== null) attempts.browsers.delete(from.browser);
}

const isWithin = (failures: Failures, windowMs: number, now: Instant): boolean =>
  now - failures.since < windowMs;

function add(known: Map<string, Failures>, key: string, windowMs: number, now: Instant): void {
  const before = known.get(key);
  known.delete(key); // put last again, so that the first is the one that has been quiet the longest
  if (before !== undefined && isWithin(before, windowMs, now))
    known.set(key, { ...before, count: before.count + 1 });
  else known.set(key, { count: 1, since: now, busyUntil: now });
  if (known.size <= ATTEMPTS.kept) return;
  for (const oldest of known.keys()) {
    known.delete(oldest);
    return;
  }
}

/** IPv6 gives one house a /64 and every machine in it any number of addresses. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const v4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (v4 !== undefined) return v4;
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  return [...left, ...zeros, ...right].slice(0, 4).join(':');
}
