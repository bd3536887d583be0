import { assert, type AgentId, type CallId } from '@pledgeline/core';
import type { AgentState, Aside, Floor, FloorRules, Waiting } from './floor.ts';
import type { AgentProfile, CallNeeds } from './profile.ts';
import type { ShareSnapshot } from './sites.ts';
import { emptyFloor } from './step.ts';
import { enlist } from './turn.ts';

/** A whole floor as plain JSON. Equal floors give equal snapshots, however they came to be. */
export interface FloorSnapshot {
  readonly rules: FloorRules;
  /** In the order of the ids. */
  readonly calls: readonly { readonly call: CallId; readonly needs: CallNeeds; readonly told: boolean }[];
  /** Oldest first. */
  readonly waiting: readonly Waiting[];
  /** In the order of the ids. */
  readonly aside: readonly ({ readonly call: CallId } & Aside)[];
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
    calls: [...floor.needs]
      .toSorted(byId)
      .map(([call, needs]) => ({ call, needs, told: floor.told.has(call) })),
    waiting: floor.waiting.entries().map(({ id, at }) => ({
      call: id,
      since: at,
      overflowAt: floor.waiting.overflows.momentOf(id),
      choiceAt: floor.waiting.choices.momentOf(id),
    })),
    aside: [...floor.aside].toSorted(byId).map(([call, aside]) => ({ call, ...aside })),
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
  for (const { call, needs, told } of from.calls) {
    floor.needs.set(call, needs);
    if (told) floor.told.add(call);
  }
  for (const { call, since, overflowAt, choiceAt } of from.waiting) {
    const needs = floor.needs.get(call);
    assert(needs !== undefined, 'a snapshot says what every live call needs');
    floor.waiting.put(call, since, overflowAt === null ? { ...needs, site: null } : needs, {
      overflowAt,
      choiceAt,
    });
  }
  for (const { call, since, until } of from.aside) {
    floor.aside.set(call, { since, until });
    if (until !== null) floor.returns.put(call, until);
  }
  for (const { agent, profile, state } of from.agents) {
    floor.profiles.set(agent, profile);
    enlist(floor, agent, state);
  }
  floor.shares.restore(from.shares);
  return floor;
}

const byId = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);
