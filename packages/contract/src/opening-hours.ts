import type { Instant } from '@pledgeline/core';
import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { localMs, LocalDate, LocalTime, momentOf, nextDay } from './local-time.ts';

/** One stretch of a day. `until` may be 24:00, and where it is not later than `from` it is a time of the day after. */
export const Opening = z
  .object({ date: LocalDate, from: LocalTime, until: z.union([LocalTime, z.literal('24:00')]) })
  .refine(({ from, until }) => from !== until, { path: ['until'], message: 'open for no time at all' });
export type Opening = z.infer<typeof Opening>;

/** When a line takes calls, by the clocks of its campaign. No opening at all: whenever the campaign is open. */
export const OpeningHours = z.object({
  zone: z.string(),
  openings: z.array(Opening).max(LIMITS.openingsMax),
});
export type OpeningHours = z.infer<typeof OpeningHours>;

/** From the first moment on, up to the last and without it. */
export interface OpenSpan {
  readonly from: Instant;
  readonly until: Instant;
}

/** The hours as moments, in order; what overlaps or meets is one. */
export function spansOf({ zone, openings }: OpeningHours): readonly OpenSpan[] {
  const spans = openings.map((opening) => spanOf(opening, zone)).filter(({ from, until }) => from < until);
  const merged: OpenSpan[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last === undefined || last.until < span.from) merged.push(span);
    else if (last.until < span.until) merged[merged.length - 1] = { from: last.from, until: span.until };
  }
  return merged;
}

/** [HRS-2] Whoever goes by the clock on the wall finds the line open: from the first time that it shows `from` to the last `until`. */
function spanOf({ date, from, until }: Opening, zone: string): OpenSpan {
  const opens = localMs(date, from);
  const closes = localMs(date, until);
  return {
    from: momentOf(opens, zone, 'first'),
    until: momentOf(closes > opens ? closes : nextDay(closes), zone, 'last'),
  };
}

export function isOpenAt(hours: OpeningHours, moment: number): boolean {
  return hours.openings.length === 0 || isWithin(spansOf(hours), moment);
}

export const isWithin = (spans: readonly { from: number; until: number }[], moment: number): boolean =>
  spans.some(({ from, until }) => from <= moment && moment < until);

/** When the line opens next after `moment`; null: never, as far as is known, or it is always open. */
export function nextOpening(hours: OpeningHours, moment: number): Instant | null {
  return spansOf(hours).find(({ from }) => from > moment)?.from ?? null;
}
