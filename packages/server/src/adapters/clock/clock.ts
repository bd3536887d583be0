import type { Instant } from '@pledgeline/core';

/** The one source of moments. A moment never lies before an earlier one, even when the system's clock is set back. */
export type Clock = () => Instant;

export function steadyClock(wallMs: () => number = Date.now): Clock {
  let latest = 0;
  return () => {
    latest = Math.max(latest, wallMs());
    return latest as Instant;
  };
}
