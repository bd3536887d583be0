import type { Instant } from '@pledgeline/core';

/**
 * The one source of moments. A moment never lies before an earlier one: where the system's clock is set back, time goes
 * on from where it was, for a clock that stood still would hold every lease and every timer until it was caught up with.
 */
export type Clock = () => Instant;

export function steadyClock(wallMs: () => number = Date.now): Clock {
  let latest = 0;
  let aheadMs = 0;
  return () => {
    const wall = wallMs();
    aheadMs = Math.max(aheadMs, latest - wall);
    latest = wall + aheadMs;
    return latest as Instant;
  };
}
