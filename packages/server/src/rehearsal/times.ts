import type { Random } from '@pledgeline/core';

interface Pressed {
  readonly calls: number;
  readonly minutes: number;
  /** Of the evening that is rehearsed, as moments. */
  readonly span: { readonly from: number; readonly until: number };
  /** When the number is on air. */
  readonly onAir: readonly number[];
}

const MINUTE_MS = 60_000;
/** Of the calls: those that come by no moment on air. */
const EVEN_SHARE = 0.3;
/** Half of those that a moment brings have rung by then, as on the evening itself: pressing it would be no surge but a wall. */
const HALF_LIFE_MS = 20_000;

/**
 * [RHS-10] When each call of the rehearsal rings, in milliseconds from its beginning: the evening's moments on air keep
 * their order and their distance in proportion, and most calls come after one. The same chance gives the same times.
 */
export function timesOf({ calls, minutes, span, onAir }: Pressed, random: Random): readonly number[] {
  const lengthMs = minutes * MINUTE_MS;
  const evening = span.until - span.from;
  const moments = onAir
    .filter((at) => at >= span.from && at < span.until)
    .map((at) => ((at - span.from) / evening) * lengthMs);
  const even = (): number => random() * lengthMs;
  const surge = (at: number): number => at - (HALF_LIFE_MS / Math.LN2) * Math.log(1 - random());
  const time = (): number => {
    const moment = moments[Math.floor(random() * moments.length)];
    if (moment === undefined || random() < EVEN_SHARE) return even();
    const at = surge(moment);
    // What a moment shortly before the end would still have brought comes at some time.
    return at < lengthMs ? at : even();
  };
  return Array.from({ length: calls }, time)
    .map(Math.floor)
    .toSorted((a, b) => a - b);
}
