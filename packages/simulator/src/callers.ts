import type { Random } from '@pledgeline/core';
import type { Arrivals, Choices, Evening } from './evening.ts';
import { draw, exponential } from './spread.ts';

export interface Caller {
  readonly arrivesAtMs: number;
  readonly talkMs: number;
  /** Infinity: never gives up. */
  readonly patienceMs: number;
  /** What he does if he is told what else there is. */
  readonly choice: 'wait' | 'keypad' | 'callback';
}

/** [SIM-1] Everybody who rings on this evening, in the order in which they do. */
export function callersOf(evening: Evening, random: Random): Caller[] {
  const { talk, patience, openMs } = evening;
  return moments(evening.arrivals, openMs, random).map((arrivesAtMs) => ({
    arrivesAtMs,
    talkMs: Math.round(draw(talk, random)),
    patienceMs: patience === null ? Infinity : Math.round(draw(patience, random)),
    choice: evening.choices === null ? 'wait' : choose(evening.choices, random),
  }));
}

function choose({ keypadShare, callbackShare }: Choices, random: Random): Caller['choice'] {
  const drawn = random();
  if (drawn < keypadShare) return 'keypad';
  return drawn < keypadShare + callbackShare ? 'callback' : 'wait';
}

/** [SIM-2] Independent streams that chance has made are one when laid over each other. */
function moments({ perHour, onAir }: Arrivals, openMs: number, random: Random): number[] {
  const all: number[] = [];
  if (perHour > 0) {
    const gapMs = 3_600_000 / perHour;
    for (let at = exponential(gapMs, random); at < openMs; at += exponential(gapMs, random)) all.push(at);
  }
  for (const { atMs, calls, halfLifeMs, dialMs } of onAir) {
    const meanDelayMs = halfLifeMs / Math.LN2;
    for (let left = poisson(calls, random); left > 0; left -= 1)
      all.push(atMs + dialMs + exponential(meanDelayMs, random));
  }
  // [SIM-4] What a moment shortly before midnight would still have brought does not come.
  return all
    .filter((at) => at < openMs)
    .map(Math.floor)
    .toSorted((a, b) => a - b);
}

/** How many come where `mean` are expected: the arrivals of a stream of rate 1 before the moment `mean`. */
function poisson(mean: number, random: Random): number {
  let count = 0;
  for (let at = exponential(1, random); at < mean; at += exponential(1, random)) count += 1;
  return count;
}
