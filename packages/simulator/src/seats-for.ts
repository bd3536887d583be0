import { seeded } from '@pledgeline/core';
import { callersOf } from './callers.ts';
import type { Evening, Seats } from './evening.ts';
import type { NightFigures } from './figures.ts';
import { LIMITS } from './limits.ts';
import { play } from './play.ts';

/** What the middle night must reach. Shares run from 0 to 1. */
export type Goal =
  | { readonly kind: 'service-level'; readonly least: number }
  | { readonly kind: 'gave-up'; readonly most: number };

export interface Search {
  readonly goal: Goal;
  /** Played for each number of seats; an odd number of them has a middle. */
  readonly seeds: readonly number[];
  readonly seatsMax: number;
}

/** [SIM-12] The smallest number of seats that is enough; null: none up to the limit is. */
export function seatsFor(evening: Evening, { goal, seeds, seatsMax }: Search): number | null {
  const most = Math.min(seatsMax, LIMITS.seatsMax);
  const isEnough = (count: number): boolean => reached(goal, nights(withSeats(evening, count), seeds));
  // Doubled until it is enough, then narrowed: more seats never serve the same callers worse by more than chance.
  let [few, enough] = [0, 1];
  while (!isEnough(enough)) {
    if (enough === most) return null;
    [few, enough] = [enough, Math.min(2 * enough, most)];
  }
  while (enough - few > 1) {
    const middle = (few + enough) >> 1;
    if (isEnough(middle)) enough = middle;
    else few = middle;
  }
  return enough;
}

/** The same evening with other seats: shared out as they are now, the largest remainder first. */
export function withSeats(evening: Evening, count: number): Evening {
  const now = evening.seats.reduce((sum, seats) => sum + seats.count, 0);
  const exact = evening.seats.map((seats) =>
    now === 0 ? count / evening.seats.length : (seats.count * count) / now,
  );
  const counts = exact.map(Math.floor);
  const byRemainder = exact
    .map((share, index) => ({ index, rest: share % 1 }))
    .toSorted((a, b) => b.rest - a.rest);
  const left = count - counts.reduce((sum, one) => sum + one, 0);
  for (const { index } of byRemainder.slice(0, left)) counts[index] = (counts[index] ?? 0) + 1;
  return {
    ...evening,
    seats: evening.seats.map((seats, index): Seats => ({ ...seats, count: counts[index] ?? 0 })),
  };
}

const nights = (evening: Evening, seeds: readonly number[]): readonly NightFigures[] =>
  seeds.map((seed) => {
    const random = seeded(seed);
    return play(evening, callersOf(evening, random), random);
  });

function reached(goal: Goal, played: readonly NightFigures[]): boolean {
  const figures = played.map((night) => (goal.kind === 'gave-up' ? night.gaveUpShare : night.serviceLevel));
  const middle = figures.toSorted((a, b) => a - b)[figures.length >> 1] ?? 0;
  return goal.kind === 'gave-up' ? middle <= goal.most : middle >= goal.least;
}
