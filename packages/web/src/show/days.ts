import { spansOf, type KeptMoment, type KeptOpening, type OpenSpan, type Show } from '@pledgeline/contract';

/** The days for which something is planned, in order. */
export const daysOf = ({ openings, moments }: Show): readonly string[] =>
  [...new Set([...openings, ...moments].map(({ date }) => date))].toSorted();

export interface Day {
  readonly openings: readonly KeptOpening[];
  readonly moments: readonly KeptMoment[];
  readonly spans: readonly OpenSpan[];
}

/** What begins on that day by the campaign's clocks. */
export function dayOf({ zone, openings, moments }: Show, date: string): Day {
  const ofDay = openings.filter((opening) => opening.date === date);
  return {
    openings: ofDay,
    moments: moments.filter((moment) => moment.date === date),
    spans: spansOf({ zone, openings: ofDay }),
  };
}

const HOUR_MS = 3_600_000;

export interface Axis {
  readonly from: number;
  readonly until: number;
  /** Each full hour on it; every second or third one, where there are many. */
  readonly hours: readonly number[];
}

/** The stretch of time that a day's line shows: whole hours around all that is planned; null: nothing is. */
export function axisOf({ moments, spans }: Day): Axis | null {
  const ends = [
    ...spans.flatMap(({ from, until }) => [from, until]),
    ...moments.flatMap(({ at, seconds }) => [at, at + seconds * 1_000]),
  ];
  if (ends.length === 0) return null;
  const from = Math.floor(Math.min(...ends) / HOUR_MS) * HOUR_MS;
  const until = Math.max(from + HOUR_MS, Math.ceil(Math.max(...ends) / HOUR_MS) * HOUR_MS);
  const count = Math.round((until - from) / HOUR_MS);
  const every = Math.ceil(count / 12);
  const hours = Array.from(
    { length: Math.floor(count / every) + 1 },
    (_, index) => from + index * every * HOUR_MS,
  );
  return { from, until, hours };
}

/** Where on the line, from 0 to 100. */
export const placeOn = ({ from, until }: Axis, moment: number): number =>
  Math.min(100, Math.max(0, (100 * (moment - from)) / (until - from)));
