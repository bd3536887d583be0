import { assert, unreachable, type AgentId, type CallId, type Instant } from '@pledgeline/core';
import type { AgentState, Floor, FloorEffect } from './floor.ts';

/** One step under way: the floor it changes, the moment, and what it has ordered so far. */
export interface Turn {
  readonly floor: Floor;
  readonly now: Instant;
  readonly effects: FloorEffect[];
}

/** Changes an agent's state and says so. Every change of a state goes through here, so that the indexes stay true. */
export function become(turn: Turn, agent: AgentId, state: AgentState): void {
  unindex(turn.floor, agent);
  enlist(turn.floor, agent, state);
  turn.effects.push({ kind: 'agent-changed', agent, state });
}

/** Puts an agent on the floor and in the index that its state asks for. */
export function enlist(floor: Floor, agent: AgentId, state: AgentState): void {
  floor.agents.set(agent, state);
  switch (state.kind) {
    case 'away':
      return;
    case 'free':
      return floor.free.put(agent, state.since);
    case 'offered':
      hold(floor, state.call, agent);
      return floor.leases.put(agent, state.until);
    case 'talking':
      return hold(floor, state.call, agent);
    case 'wrapping-up':
      return floor.leases.put(agent, state.until);
    default:
      return unreachable(state);
  }
}

/** Takes an agent off the floor and out of every index. */
export function unlist(floor: Floor, agent: AgentId): void {
  unindex(floor, agent);
  floor.agents.delete(agent);
}

function unindex(floor: Floor, agent: AgentId): void {
  const state = floor.agents.get(agent);
  floor.free.remove(agent);
  floor.leases.remove(agent);
  if (state?.kind === 'offered' || state?.kind === 'talking') floor.holders.delete(state.call);
}

function hold(floor: Floor, call: CallId, agent: AgentId): void {
  assert(!floor.holders.has(call) && floor.waiting.momentOf(call) === null, 'a call is in one place');
  floor.holders.set(call, agent);
}
