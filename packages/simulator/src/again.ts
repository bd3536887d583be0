import type { Random } from '@pledgeline/core';
import type { Caller } from './callers.ts';
import { exponential } from './spread.ts';

/** A call of a night that was. Moments are milliseconds from its beginning. */
export interface RecordedCall {
  readonly arrivedAtMs: number;
  readonly waitedMs: number;
  readonly end: RecordedEnd;
}

/** Of all but the first nobody knows how long they would have talked. */
type RecordedEnd =
  | { readonly kind: 'talked'; readonly talkedMs: number }
  | { readonly kind: 'gave-up' | 'keyed' | 'turned-away' };

/** [SIM-13] The same callers for other seats, in the order of their arrival. */
export function callersAgain(
  calls: readonly RecordedCall[],
  random: Random,
  /** After how long callers were told what else there is; null: they were not. */
  toldAfterMs: number | null = null,
): Caller[] {
  const talks = calls.flatMap(({ end }) => (end.kind === 'talked' ? [end.talkedMs] : []));
  const waitedMs = calls.reduce((sum, call) => sum + call.waitedMs, 0);
  const gaveUp = calls.filter(({ end }) => end.kind === 'gave-up').length;
  // All waiting over all who gave up: the likeliest mean where patience has no memory and some waits were cut short.
  const meanPatienceMs = gaveUp === 0 ? Infinity : waitedMs / gaveUp;
  const keyedShare = shareOfKeyed(calls, toldAfterMs);
  const someTalk = (): number => talks[Math.floor(random() * talks.length)] ?? 0;
  const beyond = (): number => (meanPatienceMs === Infinity ? Infinity : exponential(meanPatienceMs, random));
  return calls
    .toSorted((a, b) => a.arrivedAtMs - b.arrivedAtMs)
    .map(({ arrivedAtMs, waitedMs: waited, end }) => ({
      choice: choiceOf({ waitedMs: waited, end }, { keyedShare, toldAfterMs }, random),
      arrivesAtMs: arrivedAtMs,
      talkMs: end.kind === 'talked' ? end.talkedMs : someTalk(),
      patienceMs: end.kind === 'gave-up' ? waited : Math.round(waited + beyond()),
    }));
}

/** [SIM-31] Of those who were told: who promised by keypad. */
function shareOfKeyed(calls: readonly RecordedCall[], toldAfterMs: number | null): number {
  const told = calls.filter((call) => call.end.kind === 'keyed' || isTold(call, toldAfterMs));
  return told.length === 0 ? 0 : told.filter(({ end }) => end.kind === 'keyed').length / told.length;
}

const isTold = ({ waitedMs }: Pick<RecordedCall, 'waitedMs'>, toldAfterMs: number | null): boolean =>
  toldAfterMs !== null && waitedMs >= toldAfterMs;

/** [SIM-31] Whoever was told does again what he did; whoever was not, as one in so many of those who were. */
function choiceOf(
  call: Pick<RecordedCall, 'waitedMs' | 'end'>,
  { keyedShare, toldAfterMs }: { readonly keyedShare: number; readonly toldAfterMs: number | null },
  random: Random,
): Caller['choice'] {
  if (call.end.kind === 'keyed') return 'keypad';
  return !isTold(call, toldAfterMs) && keyedShare > 0 && random() < keyedShare ? 'keypad' : 'wait';
}
