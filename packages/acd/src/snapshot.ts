import { assert, type AgentId, type CallId } from '@pledgeline/core';
import type { AgentState, Floor, FloorRules, Waiting } from './floor.ts';
import type { AgentProfile, CallNeeds } from './profile.ts';
import type { ShareSnapshot } from './sites.ts';
import { emptyFloor } from './step.ts';
import { enlist } from './turn.ts';

/** A whole floor as plain JSON. Equal floors give equal snapshots, however they came to be. */
export interface FloorSnapshot {
  readonly rules: FloorRules;
  /** In the order of the ids. */
  readonly calls: readonly { readonly call: CallId; readonly needs: CallNeeds }[];
  /** Oldest first. */
  readonly waiting: readonly Waiting[];
  /** In the order of the ids. */
  readonly agents: readonly {
    readonly agent: AgentId;
    readonly profile: AgentProfile;
    readonly state: AgentState;
  }[];
  readonly shares: ShareSnapshot;
}

export function snapshot(floor: Floor): FloorSnapshot {
  return {
    rules: floor.rules,
    calls: [...floor.needs].toSorted(byId).map(([call, needs]) => ({ call, needs })),
    waiting: floor.waiting
      .entries()
      .map(({ id, at }) => ({ call: id, since: at, overflowAt: floor.waiting.overflows.momentOf(id) })),
    agents: [...floor.agents].toSorted(byId).map(([agent, state]) => {
      const profile = floor.profiles.get(agent);
      assert(profile !== undefined, 'who is on the floor has a profile');
      return { agent, profile, state };
    }),
    shares: floor.shares.entries(),
  };
}

/** The floor that the snapshot was taken of: it goes on exactly as that one would have. */
export function restore(from: FloorSnapshot): Floor {
  const floor = emptyFloor(from.rules);
  for (const { call, needs } of from.calls) floor.needs.set(call, needs);
  for (const { call, since, overflowAt } of from.waiting) {
    const needs = floor.needs.get(call);
    assert(needs !== undefined, 'a snapshot says what every live call needs');
    floor.waiting.put(call, since, overflowAt === null ? { ...needs, site: null } : needs, overflowAt);
  }
  for (const { agent, profile, state } of from.agents) {
    floor.profiles.set(agent, profile);
    enlist(floor, agent, state);
  }
  floor.shares.restore(from.shares);
  return floor;
}

const byId = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);
