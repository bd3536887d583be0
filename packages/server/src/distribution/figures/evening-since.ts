import { localMs, momentOf, readingOf } from '@pledgeline/contract';
import type { Instant } from '@pledgeline/core';

/** By then the latest evening is over and the earliest has not begun. */
const DAWN = '06:00';
const DAY_MS = 86_400_000;

/** [FIG-4] The evening that is on began at the last six in the morning, by the campaign's clocks: midnight does not part it. */
export function eveningSince(now: number, zone: string): Instant {
  const dawn = (at: number): Instant => momentOf(localMs(readingOf(at, zone).date, DAWN), zone, 'first');
  const today = dawn(now);
  return today <= now ? today : dawn(now - DAY_MS);
}
