import type { AgentId } from '@pledgeline/core';
import type { AgentState, Floor, FloorRules, Waiting } from './floor.ts';
import { emptyFloor } from './step.ts';
import { enlist } from './turn.ts';

/** A whole floor as plain JSON. Equal floors give equal snapshots, however they came to be. */
export interface FloorSnapshot {
  readonly rules: FloorRules;
  /** Oldest first. */
  readonly waiting: readonly Waiting[];
  /** In the order of the ids. */
  readonly agents: readonly { readonly agent: AgentId; readonly state: AgentState }[];
}

export function snapshot(floor: Floor): FloorSnapshot {
  return {
    rules: floor.rules,
    waiting: floor.waiting.entries().map(({ id, at }) => ({ call: id, since: at })),
    agents: [...floor.agents]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([agent, state]) => ({ agent, state })),
  };
}

/** The floor that the snapshot was taken of: it goes on exactly as that one would have. */
export function restore(from: FloorSnapshot): Floor {
  const floor = emptyFloor(from.rules);
  for (const { call, since } of from.waiting) floor.waiting.put(call, since);
  for (const { agent, state } of from.agents) enlist(floor, agent, state);
  return floor;
}
