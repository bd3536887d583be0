import { after, assert, unreachable, type AgentId, type CallId, type Instant } from '@pledgeline/core';
import type { AgentState, Floor, FloorEffect } from './floor.ts';
import type { AgentProfile } from './profile.ts';

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
  if (state.kind !== 'away') floor.sites.count(profileOf(floor, agent).site, 'present', 1);
  switch (state.kind) {
    case 'away':
      return;
    case 'free':
      return floor.free.put(agent, state.since, profileOf(floor, agent));
    case 'offered':
      hold(floor, state.call, agent);
      return floor.leases.put(agent, state.until);
    case 'talking':
      return hold(floor, state.call, agent);
    case 'wrapping-up':
      return floor.leases.put(agent, state.until);
    case 'asked':
      consult(floor, state.call, agent);
      return floor.leases.put(agent, state.until);
    case 'consulted':
      return consult(floor, state.call, agent);
    default:
      return unreachable(state);
  }
}

/** [ACD-54] Moves an agent to where its new profile belongs; what it does, and its turn, stay as they are. */
export function reprofile(floor: Floor, agent: AgentId, profile: AgentProfile): void {
  const state = floor.agents.get(agent);
  assert(state !== undefined, 'who gets a new profile is on the floor');
  unindex(floor, agent);
  floor.profiles.set(agent, profile);
  enlist(floor, agent, state);
}

/** Takes an agent off the floor and out of every index. */
export function unlist(floor: Floor, agent: AgentId): void {
  unindex(floor, agent);
  floor.agents.delete(agent);
  floor.profiles.delete(agent);
}

function unindex(floor: Floor, agent: AgentId): void {
  const state = floor.agents.get(agent);
  floor.free.remove(agent);
  floor.leases.remove(agent);
  if (state === undefined || state.kind === 'away') return;
  floor.sites.count(profileOf(floor, agent).site, 'present', -1);
  if (!('call' in state)) return;
  // Of a call that has changed hands the index knows the new one already.
  if (floor.holders.get(state.call) === agent) putDown(floor, state.call, agent);
  if (floor.consulted.get(state.call) === agent) floor.consulted.delete(state.call);
}

/** The call that is nobody's now is offered to an agent who is free. */
export function offer(
  turn: Turn,
  { agent, freeSince }: { readonly agent: AgentId; readonly freeSince: Instant },
  { call, waitingSince }: { readonly call: CallId; readonly waitingSince: Instant },
): void {
  const until = after(turn.now, turn.floor.rules.offerMs);
  turn.effects.push({ kind: 'offer', agent, call, until });
  become(turn, agent, { kind: 'offered', call, waitingSince, freeSince, until });
}

function consult(floor: Floor, call: CallId, agent: AgentId): void {
  assert(!floor.consulted.has(call), 'one agent is asked about a call');
  floor.consulted.set(call, agent);
}

function hold(floor: Floor, call: CallId, agent: AgentId): void {
  assert(!floor.holders.has(call) && floor.waiting.momentOf(call) === null, 'a call is in one place');
  floor.holders.set(call, agent);
  floor.sites.count(profileOf(floor, agent).site, 'calls', 1);
}

/** The agent has this call no more. */
export function putDown(floor: Floor, call: CallId, agent: AgentId): void {
  floor.holders.delete(call);
  floor.sites.count(profileOf(floor, agent).site, 'calls', -1);
}

function profileOf(floor: Floor, agent: AgentId): AgentProfile {
  const profile = floor.profiles.get(agent);
  assert(profile !== undefined, 'who is on the floor has a profile');
  return profile;
}
