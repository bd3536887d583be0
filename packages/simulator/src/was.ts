import { unreachable } from '@pledgeline/core';
import type { RecordedCall } from './again.ts';
import type { Seats } from './evening.ts';
import { Tally, type NightFigures } from './figures.ts';

export interface RecordedSeats {
  readonly calls: readonly RecordedCall[];
  readonly seats: readonly Seats[];
}

interface Event {
  readonly atMs: number;
  readonly happens: (tally: Tally) => void;
  readonly waiting: number;
  readonly talking: number;
}

/** [SIM-30] What a recorded night was, in the figures of one that is played. Wrap-ups are taken to be as long as agreed on. */
export function figuresOf(
  { calls, seats }: RecordedSeats,
  { boundMs, wrapUpMs }: { readonly boundMs: number; readonly wrapUpMs: number },
): NightFigures {
  const tally = new Tally(boundMs);
  const events = calls.flatMap(eventsOf).toSorted((a, b) => a.atMs - b.atMs);
  let [waiting, talking] = [0, 0];
  for (const event of events) {
    waiting += event.waiting;
    talking += event.talking;
    event.happens(tally);
    tally.look(event.atMs, waiting, talking);
  }
  const endMs = events.at(-1)?.atMs ?? 0;
  return tally.figures({
    busyMs: calls.reduce((sum, { end }) => sum + (end.kind === 'talked' ? end.talkedMs + wrapUpMs : 0), 0),
    seatedMs: seats.reduce(
      (sum, { count, fromMs, untilMs }) =>
        sum + count * Math.max(0, Math.min(untilMs, endMs) - Math.max(fromMs, 0)),
      0,
    ),
  });
}

function eventsOf({ arrivedAtMs, waitedMs, end }: RecordedCall): Event[] {
  const upMs = arrivedAtMs + waitedMs;
  const rings: Event = {
    atMs: arrivedAtMs,
    happens: (tally) => tally.rang(arrivedAtMs),
    waiting: end.kind === 'turned-away' ? 0 : 1,
    talking: 0,
  };
  const up = (happens: Event['happens'], waiting: number, talking: number): Event => ({
    atMs: upMs,
    happens,
    waiting,
    talking,
  });
  switch (end.kind) {
    case 'turned-away':
      return [rings, up((tally) => tally.turnedAway(), 0, 0)];
    case 'keyed':
      return [rings, up((tally) => tally.byKeypad(waitedMs), -1, 0)];
    case 'gave-up':
      return [rings, up((tally) => tally.gaveUp(upMs, waitedMs), -1, 0)];
    case 'talked':
      return [
        rings,
        up((tally) => tally.answered(waitedMs), -1, 1),
        { atMs: upMs + end.talkedMs, happens: () => undefined, waiting: 0, talking: -1 },
      ];
    default:
      return unreachable(end);
  }
}
