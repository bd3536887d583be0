import { seeded } from '@pledgeline/core';
import { callersOf, play, type Evening, type NightFigures } from '../src/index.ts';

export const HOUR_MS = 3_600_000;
export const SECOND_MS = 1_000;

/** Fifteen positions in one room, as on the evening that the figures of the field are of. */
export function evening(changes: Partial<Evening> = {}): Evening {
  return {
    openMs: 3 * HOUR_MS,
    arrivals: { perHour: 479, onAir: [] },
    talk: { kind: 'exponential', meanMs: 68 * SECOND_MS },
    patience: null,
    seats: [{ site: 'Paris', count: 15, fromMs: 0, untilMs: Infinity, noShowShare: 0 }],
    pickUpMs: 0,
    boundMs: 10 * SECOND_MS,
    choices: null,
    rules: {
      offerMs: 5 * SECOND_MS,
      wrapUpMs: 0,
      wrapUpMaxMs: 0,
      waitingMax: 5_000,
      overflowMs: 0,
      sites: [],
      choiceMs: null,
    },
    ...changes,
  };
}

export const seats = (count: number, changes: Partial<Evening['seats'][number]> = {}) => ({
  site: 'Paris',
  count,
  fromMs: 0,
  untilMs: Infinity,
  noShowShare: 0,
  ...changes,
});

export function night(of: Evening, seed = 1): NightFigures {
  const random = seeded(seed);
  return play(of, callersOf(of, random), random);
}

/** The mean, and how far off it may be with 99 % confidence (Student's t for many nights is near enough the normal's 2.6). */
export function confidence(figures: readonly number[]): {
  readonly mean: number;
  readonly halfWidth: number;
} {
  const mean = figures.reduce((sum, one) => sum + one, 0) / figures.length;
  const variance = figures.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (figures.length - 1);
  return { mean, halfWidth: 2.9 * Math.sqrt(variance / figures.length) };
}
