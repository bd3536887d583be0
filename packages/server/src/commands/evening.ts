import { failed, ok, seeded, type Result } from '@pledgeline/core';
import {
  callersOf,
  eveningFaults,
  LIMITS,
  play,
  seatsFor,
  type Evening,
  type EveningFault,
  type NightFigures,
} from '@pledgeline/simulator';
import { StartFault } from '../start-fault.ts';
import { NOT_UNDERSTOOD, type Command } from './command.ts';
import { readEvening, USAGE, type Wanted } from './evening-options.ts';
import { foundLines, reportLines } from './evening-report.ts';

/** What the office asks weeks before: is it enough, and how many seats would be? */
export const evening: Command = {
  name: 'evening',
  usage: '[--seats N] [--calls N] …',
  summary: 'plays an evening in virtual time: who waits, who gives up, how many seats are enough',
  internal: false,
  run: async ({ args, terminal }) => {
    if (args.includes('--help')) {
      for (const line of USAGE) terminal.say(line);
      return 0;
    }
    const wanted = readEvening(args);
    if (!wanted.ok) {
      for (const line of [...wanted.failure, '', ...USAGE]) terminal.complain(line);
      return NOT_UNDERSTOOD;
    }
    const playable = checked(wanted.value.evening);
    if (!playable.ok) throw new StartFault(playable.failure);
    const nights = played(wanted.value);
    if (wanted.value.json) terminal.say(JSON.stringify({ nights }));
    else for (const line of reportLines(wanted.value, nights)) terminal.say(line);
    const { goal } = wanted.value;
    if (goal === null || wanted.value.json) return 0;
    const seats = seatsFor(wanted.value.evening, {
      goal,
      seeds: wanted.value.seeds,
      seatsMax: LIMITS.seatsMax,
    });
    for (const line of foundLines(goal, seats)) terminal.say(line);
    return seats === null ? 1 : 0;
  },
};

const played = ({ evening: of, seeds }: Wanted): NightFigures[] =>
  seeds.map((seed) => {
    const random = seeded(seed);
    return play(of, callersOf(of, random), random);
  });

const SENTENCES: Readonly<Record<EveningFault, string>> = {
  TOO_LONG: 'An evening lasts a day at the most: give fewer --hours.',
  TOO_MANY_CALLERS: `An evening has ${LIMITS.callersMax} callers at the most: give fewer --calls, or fewer with --on-air.`,
  TOO_MANY_SEATS: `A floor has ${LIMITS.seatsMax} seats at the most: give fewer --seats.`,
};

function checked(of: Evening): Result<null, string> {
  const faults = eveningFaults(of);
  return faults.length === 0 ? ok(null) : failed(faults.map((fault) => SENTENCES[fault]).join('\n'));
}
