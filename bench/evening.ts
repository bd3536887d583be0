import { seeded } from '@pledgeline/core';
import { callersOf, erlangA, play, type Evening } from '@pledgeline/simulator';

/** The largest evening that is planned for: a million calls in four hours for ten thousand agents, in virtual time. */
const CALLS = 1_000_000;
const HOURS = 4;
const EVENING: Evening = {
  openMs: HOURS * 3_600_000,
  arrivals: { perHour: CALLS / HOURS, onAir: [] },
  talk: { kind: 'exponential', meanMs: 132_000 },
  patience: { kind: 'exponential', meanMs: 60_000 },
  seats: [{ site: 'everywhere', count: 10_000, fromMs: 0, untilMs: Infinity, noShowShare: 0 }],
  pickUpMs: 300,
  boundMs: 10_000,
  choices: null,
  rules: {
    offerMs: 5_000,
    wrapUpMs: 12_000,
    wrapUpMaxMs: 0,
    waitingMax: 5_000,
    overflowMs: 0,
    sites: [],
    choiceMs: null,
  },
};

async function run(): Promise<Record<string, number>> {
  const random = seeded(1);
  const began = performance.now();
  const callers = callersOf(EVENING, random);
  const night = play(EVENING, callers, random);
  const tookS = (performance.now() - began) / 1_000;
  const theory = erlangA({
    agents: 10_000,
    callsPerHour: CALLS / HOURS,
    handleMs: EVENING.talk.meanMs + EVENING.rules.wrapUpMs + EVENING.pickUpMs,
    patienceMs: 60_000,
  });
  return {
    millionCallsS: rounded(tookS * (CALLS / night.rang)),
    calls: night.rang,
    occupancy: rounded(night.occupancy),
    waitedShare: rounded(night.waitedShare),
    gaveUpShare: rounded(night.gaveUpShare),
    theoryGaveUpShare: rounded(theory.gaveUpShare),
    residentMb: Math.round(process.memoryUsage().rss / 1_048_576),
  };
}

const rounded = (figure: number): number => Math.round(figure * 10_000) / 10_000;

const describe = (figures: Readonly<Record<string, number>>): string =>
  `${figures['calls']} calls for 10,000 agents: ${figures['millionCallsS']} s for a million, ${figures['residentMb']} MB; ` +
  `${figures['gaveUpShare']} gave up (theory: ${figures['theoryGaveUpShare']}), occupancy ${figures['occupancy']}`;

export default { name: 'evening', run, describe };
