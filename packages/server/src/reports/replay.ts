import type { FloorRules } from '@pledgeline/acd';
import { seeded } from '@pledgeline/core';
import {
  callersAgain,
  figuresOf,
  play,
  type Evening,
  type NightFigures,
  type Seats,
} from '@pledgeline/simulator';
import type { RecordedNight } from './recorded-night.ts';

export interface ReplayOf {
  /** In place of those that were taken. */
  readonly seats: readonly Seats[];
  readonly rules: FloorRules;
  readonly boundMs: number;
  readonly seeds: readonly number[];
}

/** A browser picks up by itself. */
const PICK_UP_MS = 300;
/** The choice, an amount, its repetition and a yes. */
const KEYING_MS = 25_000;

/** [PLAN-2] What the night was, and what the same callers would have met on other seats: once for each seed. */
export function replayed(
  { calls, seats: taken }: Pick<RecordedNight, 'calls' | 'seats'>,
  { seats, rules, boundMs, seeds }: ReplayOf,
): { readonly was: NightFigures; readonly nights: readonly NightFigures[] } {
  const evening: Evening = {
    // Of the callers nothing is drawn: they are those who rang.
    openMs: 0,
    arrivals: { perHour: 0, onAir: [] },
    talk: { kind: 'fixed', meanMs: 0 },
    patience: null,
    seats,
    pickUpMs: PICK_UP_MS,
    boundMs,
    rules,
    choices: { keypadShare: 0, callbackShare: 0, keyingMs: KEYING_MS },
  };
  return {
    was: figuresOf({ calls, seats: taken }, { boundMs, wrapUpMs: rules.wrapUpMs }),
    nights: seeds.map((seed) => {
      const random = seeded(seed);
      return play(evening, callersAgain(calls, random, rules.choiceMs), random);
    }),
  };
}

/** The most seats that were taken at any one moment. */
export function seatsAtOnce(seats: readonly Seats[]): number {
  const steps = seats
    .flatMap(({ count, fromMs, untilMs }) => [
      { at: fromMs, by: count },
      { at: untilMs, by: -count },
    ])
    // A seat that is handed on is one seat.
    .toSorted((a, b) => a.at - b.at || a.by - b.by);
  let [now, most] = [0, 0];
  for (const { by } of steps) {
    now += by;
    most = Math.max(most, now);
  }
  return most;
}
