import type { Random } from '@pledgeline/core';
import type { Caller } from './callers.ts';
import { exponential } from './spread.ts';

/** A call of a night that was. Moments are milliseconds from its beginning. */
export interface RecordedCall {
  readonly arrivedAtMs: number;
  readonly waitedMs: number;
  /** null: he gave up, and nobody knows how long he would have talked. */
  readonly talkedMs: number | null;
}

/** [SIM-13] The same callers for other seats, in the order of their arrival. */
export function callersAgain(calls: readonly RecordedCall[], random: Random): Caller[] {
  const talks = calls.flatMap(({ talkedMs }) => (talkedMs === null ? [] : [talkedMs]));
  const waitedMs = calls.reduce((sum, call) => sum + call.waitedMs, 0);
  const gaveUp = calls.length - talks.length;
  // All waiting over all who gave up: the likeliest mean where patience has no memory and some waits were cut short.
  const meanPatienceMs = gaveUp === 0 ? Infinity : waitedMs / gaveUp;
  const someTalk = (): number => talks[Math.floor(random() * talks.length)] ?? 0;
  return calls
    .toSorted((a, b) => a.arrivedAtMs - b.arrivedAtMs)
    .map(({ arrivedAtMs, waitedMs: waited, talkedMs }) => ({
      choice: 'wait',
      arrivesAtMs: arrivedAtMs,
      talkMs: talkedMs ?? someTalk(),
      patienceMs:
        talkedMs === null
          ? waited
          : Math.round(
              waited + (meanPatienceMs === Infinity ? Infinity : exponential(meanPatienceMs, random)),
            ),
    }));
}
