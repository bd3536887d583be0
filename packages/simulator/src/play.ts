import type { Random } from '@pledgeline/core';
import type { Caller } from './callers.ts';
import type { Evening } from './evening.ts';
import type { NightFigures } from './figures.ts';
import { Night } from './night.ts';
import { shiftsOf } from './shifts.ts';

/** Plays one night to its end: `callers` in the order of their arrival; chance decides who of the agents does not come. */
export function play(evening: Evening, callers: readonly Caller[], random: Random): NightFigures {
  const night = new Night(evening);
  const shifts = shiftsOf(evening.seats, random);
  let [nextShift, nextCaller] = [0, 0];
  for (;;) {
    const shift = shifts[nextShift];
    const caller = callers[nextCaller];
    const due = night.dueAt();
    const [shiftAt, callerAt] = [shift?.atMs ?? Infinity, caller?.arrivesAtMs ?? Infinity];
    const at = Math.min(shiftAt, callerAt, due);
    // Nobody stays for an empty line, whatever hour was agreed on.
    if (at === Infinity || (caller === undefined && night.isOver())) return night.end();
    // In one moment, agents come free and up before somebody new rings.
    if (shift !== undefined && shiftAt === at) {
      nextShift += 1;
      night.shift(shift);
    } else if (due === at) {
      night.letDueHappen(at);
    } else if (caller !== undefined) {
      nextCaller += 1;
      night.ring(nextCaller, caller);
    }
  }
}
