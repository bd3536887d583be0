import type { Instant } from '@pledgeline/core';
import type { Clock } from '../adapters/clock/clock.ts';
import type { LogRecord } from '../adapters/floor-log/floor-log.ts';

export interface ResumedClock {
  readonly now: Clock;
  /** What the earlier life left has been taken up. */
  goOn(): void;
}

/**
 * The floor's clock. It stands at the last moment that the log knows until what was left has been taken up, for no
 * lease is to run out over a time in which nobody was served; then it goes on, and never lies before that moment.
 */
export function resumedClock(clock: Clock, records: readonly LogRecord[]): ResumedClock {
  let last = 0;
  for (const record of records) if ('at' in record) last = Math.max(last, record.at);
  let aheadMs = 0;
  let stands = last > 0;
  return {
    now: () => (stands ? last : clock() + aheadMs) as Instant,
    goOn() {
      stands = false;
      aheadMs = Math.max(0, last - clock());
    },
  };
}
