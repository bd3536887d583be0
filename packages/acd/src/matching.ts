import type { AgentId, CallId, Instant } from '@pledgeline/core';
import type { Floor } from './floor.ts';
import type { Pool } from './free-agents.ts';
import type { CallNeeds } from './profile.ts';
import { ruleOf } from './sites.ts';
import { offer, type Turn } from './turn.ts';

interface Taker {
  readonly agent: AgentId;
  readonly freeSince: Instant;
  /** Whose turn it is among the sites; 0 for all where none has a weight. */
  readonly turn: number;
}

/** [ACD-3][ACD-4] Offers until nobody waits whom somebody free may take. */
export function offerAll(turn: Turn): void {
  for (let next = nextPair(turn.floor); next !== null; next = nextPair(turn.floor)) {
    const { floor } = turn;
    const { call, waitingSince, taker } = next;
    floor.waiting.remove(call);
    const site = floor.profiles.get(taker.agent)?.site;
    if (site !== undefined && floor.byWeight) floor.shares.took(site, ruleOf(floor.rules.sites, site).weight);
    offer(turn, taker, { call, waitingSince });
  }
}

/** [ACD-50] Whether somebody is free who may take a call of these needs at once. */
export const isTakenAtOnce = (floor: Floor, needs: CallNeeds): boolean => takerOf(floor, needs) !== null;

interface Pair {
  readonly call: CallId;
  readonly waitingSince: Instant;
  readonly taker: Taker;
}

function nextPair(floor: Floor): Pair | null {
  let best: Pair | null = null;
  for (const { needs, calls } of floor.waiting.queues()) {
    const first = calls.first();
    if (first === null) continue;
    const { id: call, at: waitingSince } = first;
    if (best !== null && !isBefore(waitingSince, call, best.waitingSince, best.call)) continue;
    const taker = takerOf(floor, needs);
    if (taker !== null) best = { call, waitingSince, taker };
  }
  return best;
}

/** [ACD-3][ACD-53] Of those who may take the call: the site whose turn it is, and there whoever has been free longest. */
function takerOf(floor: Floor, needs: CallNeeds): Taker | null {
  let best: Taker | null = null;
  for (const pool of floor.free.pools()) {
    const first = pool.agents.first();
    if (first === null || !mayTake(floor, needs, pool)) continue;
    const turn = floor.byWeight ? floor.shares.turnOf(pool.profile.site) : 0;
    const { id: agent, at: freeSince } = first;
    if (best === null || turn < best.turn) best = { agent, freeSince, turn };
    else if (turn === best.turn && isBefore(freeSince, agent, best.freeSince, best.agent))
      best = { agent, freeSince, turn };
  }
  return best;
}

function mayTake(floor: Floor, { skills, site }: CallNeeds, { profile }: Pool): boolean {
  if (!skills.every((skill) => profile.skills.includes(skill))) return false;
  // [ACD-52] Nobody waits for a site at which nobody is at work.
  if (site !== null && site !== profile.site && !floor.sites.isDeserted(site)) return false;
  const { callsMax } = ruleOf(floor.rules.sites, profile.site);
  return callsMax === null || floor.sites.callsAt(profile.site) < callsMax;
}

const isBefore = (at: Instant, id: string, otherAt: Instant, otherId: string): boolean =>
  at === otherAt ? id < otherId : at < otherAt;
