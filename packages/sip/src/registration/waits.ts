import { seeded } from '@pledgeline/core';

/** RFC 5626 §4.5: 30 s, doubled with each failure in a row, up to half an hour. */
const BASE_MS = 30_000;
const MAX_MS = 1_800_000;
/** A wrong password is not mended by asking often, and carriers bar who does. */
const REFUSED_BASE_MS = 300_000;
/** What a registrar may ask us to wait. */
const RETRY_AFTER_MAX_MS = 3_600_000;
/** A registrar that grants less is not asked more often than that. */
const REFRESH_MIN_MS = 5_000;

export interface Failure {
  readonly status: number;
  readonly retryAfterSeconds: number | null;
  /** In a row, this one too. */
  readonly failures: number;
  readonly seed: number;
}

/** [REG-4] How long to wait after a failure: half to the whole of it, by lot, so that many do not come at once. */
export function retryMs({ status, retryAfterSeconds, failures, seed }: Failure): number {
  const base = isRefusal(status) ? REFUSED_BASE_MS : BASE_MS;
  const whole = Math.min(MAX_MS, base * 2 ** Math.min(failures - 1, 16));
  const spread = Math.round(whole * (0.5 + seeded(seed + failures)() / 2));
  return Math.max(spread, Math.min(1_000 * (retryAfterSeconds ?? 0), RETRY_AFTER_MAX_MS));
}

/** What another attempt will hardly change. 408 and 480 are moods, 423 has an answer. */
const isRefusal = (status: number): boolean =>
  (status >= 400 && status < 500 && ![408, 423, 480, 491].includes(status)) || status >= 600;

/** [REG-2] At nine tenths or 30 s before the end, whichever is first, but not before half of it. */
export function refreshMs(grantedSeconds: number): number {
  const wholeMs = 1_000 * grantedSeconds;
  return Math.max(REFRESH_MIN_MS, wholeMs / 2, Math.min(0.9 * wholeMs, wholeMs - 30_000));
}
