import { assert } from '@pledgeline/core';

/** A line in balance: calls come at an even rate, by chance, and nothing changes. */
export interface Steady {
  readonly agents: number;
  readonly callsPerHour: number;
  /** Talk and wrap-up of one call, on average. */
  readonly handleMs: number;
}

/** What theory says of it. Shares run from 0 to 1. */
export interface SteadyFigures {
  /** Of those who ring: who is not answered at once. */
  readonly waitShare: number;
  /** Mean wait of those who ring, whether or not they were answered in the end. */
  readonly waitMs: number;
  readonly gaveUpShare: number;
  readonly occupancy: number;
}

/**
 * [SIM-10] Erlang C (M/M/c): nobody gives up. null: more is offered than the agents carry, and the line would grow for
 * ever. A. K. Erlang, "Solution of some problems in the theory of probabilities of significance in automatic telephone
 * exchanges" (1917).
 */
export function erlangC(steady: Steady): SteadyFigures | null {
  const { agents } = steady;
  const load = loadOf(steady);
  if (load >= agents) return null;
  const blocked = erlangB(agents, load);
  const waitShare = blocked / (1 - (load / agents) * (1 - blocked));
  return {
    waitShare,
    waitMs: (waitShare * steady.handleMs) / (agents - load),
    gaveUpShare: 0,
    occupancy: load / agents,
  };
}

/** Who finds all agents busy where nobody may wait. */
function erlangB(agents: number, load: number): number {
  let blocked = 1;
  for (let n = 1; n <= agents; n += 1) blocked = (load * blocked) / (n + load * blocked);
  return blocked;
}

/** Beyond this share of the likeliest, a state adds nothing that a figure could show. */
const NEGLIGIBLE = 1e-12;

/**
 * [SIM-10] Erlang A (M/M/c+M): each of those who wait gives up after an exponential time of mean `patienceMs`. C. Palm
 * (1946); the chance of each length of the line follows from the one before, and is summed until nothing is left.
 */
export function erlangA(steady: Steady & { readonly patienceMs: number }): SteadyFigures {
  const { agents, handleMs, patienceMs } = steady;
  assert(patienceMs > 0, 'patience is a length of time');
  const load = loadOf(steady);
  // Chances of n calls on the line, as multiples of the chance of exactly `agents`: down from there, and up.
  let [total, busy, waiting] = [1, agents, 0];
  for (let n = agents, chance = 1; n > 0; n -= 1) {
    chance *= n / load;
    total += chance;
    busy += chance * (n - 1);
    if (chance < NEGLIGIBLE) break;
  }
  let full = 1;
  for (let line = 1, chance = 1; ; line += 1) {
    chance *= load / (agents + (line * handleMs) / patienceMs);
    total += chance;
    full += chance;
    busy += chance * agents;
    waiting += chance * line;
    if (chance < NEGLIGIBLE) break;
  }
  const callsPerMs = steady.callsPerHour / 3_600_000;
  const inLine = waiting / total;
  return {
    waitShare: full / total,
    waitMs: inLine / callsPerMs,
    gaveUpShare: inLine / patienceMs / callsPerMs,
    occupancy: busy / total / agents,
  };
}

/** In erlangs: how many agents would be busy if nobody waited. */
function loadOf({ agents, callsPerHour, handleMs }: Steady): number {
  assert(Number.isSafeInteger(agents) && agents > 0, 'somebody sits on the line');
  assert(callsPerHour > 0 && handleMs > 0, 'calls come, and take time');
  return (callsPerHour * handleMs) / 3_600_000;
}
