import { readingOf } from '@pledgeline/contract';
import type { NightFigures, Seats } from '@pledgeline/simulator';
import type { RecordedNight } from '../reports/recorded-night.ts';
import { seatsAtOnce } from '../reports/replay.ts';
import { curve, figureRows, percent } from './evening-report.ts';
import type { ReplayWanted } from './replay-options.ts';

interface ReplayTold {
  readonly night: RecordedNight;
  readonly wanted: ReplayWanted;
  readonly seats: readonly Seats[];
  readonly boundMs: number;
}

/** The night that was, and beside it the middle one of those that were played with other seats. */
export function replayLines(
  { night, wanted, seats, boundMs }: ReplayTold,
  { was, nights }: { readonly was: NightFigures; readonly nights: readonly NightFigures[] },
): string[] {
  const { day, zone, firstCallAt, lastCallAt, trialCalls, seats: taken } = night;
  const time = (at: number): string => readingOf(at, zone).time;
  const taking = seatsAtOnce(taken);
  const middle = nights.toSorted((a, b) => a.serviceLevel - b.serviceLevel)[nights.length >> 1];
  const changed = wanted.seats === null ? 'the seats as they were taken' : `${seatsAtOnce(seats)} seats`;
  return [
    `The night of ${day} (${zone}): ${was.rang} calls from ${time(firstCallAt)} to ${time(lastCallAt)}, ${taking} seats taken at the most.`,
    ...(trialCalls === 0 ? [] : [`Not among them: ${trialCalls} trial calls.`]),
    `Played again with ${changed}, ${nights.length} times (seeds ${wanted.seeds[0]} to ${wanted.seeds.at(-1)}); the bound is ${boundMs / 1_000} s.`,
    '',
    `  ${''.padEnd(34)}${['as it was', '1 in 10', 'middle', '9 in 10'].map((head) => head.padStart(11)).join('')}`,
    ...figureRows(nights, was),
    '',
    ...curve('Calls a minute', was, ({ rang }) => rang),
    ...curve('Waited', was, ({ waitingMax }) => waitingMax),
    ...curve('Would wait', middle, ({ waitingMax }) => waitingMax),
    '',
    lost(was, middle),
  ];
}

function lost(was: NightFigures, middle: NightFigures | undefined): string {
  const gone = (night: NightFigures): number => night.gaveUp + night.turnedAway;
  if (middle === undefined) return '';
  return `${gone(was)} callers were lost (${percent(was.gaveUpShare)} gave up); ${gone(middle)} would have been.`;
}
