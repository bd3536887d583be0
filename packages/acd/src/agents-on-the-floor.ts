import { after, unreachable, type AgentId, type Instant } from '@pledgeline/core';
import type { AgentState, StandDown } from './floor.ts';
import { inherited } from './hand-over.ts';
import { LIMITS } from './limits.ts';
import type { AgentProfile } from './profile.ts';
import { queue } from './in-line.ts';
import { become, reprofile, unlist, type Turn } from './turn.ts';

export function come(turn: Turn, agent: AgentId, profile: AgentProfile): void {
  const state = turn.floor.agents.get(agent);
  // A desk that comes twice (a page loaded again) learns where it stands and loses nothing.
  if (state !== undefined) {
    reprofile(turn.floor, agent, profile);
    turn.effects.push({ kind: 'agent-changed', agent, state });
    return;
  }
  if (turn.floor.agents.size >= LIMITS.agentsMax) {
    turn.effects.push({ kind: 'agent-refused', agent, because: 'floor-full' });
    return;
  }
  turn.floor.profiles.set(agent, profile);
  become(turn, agent, { kind: 'away', because: 'new' });
}

export function ready(turn: Turn, agent: AgentId): void {
  const state = turn.floor.agents.get(agent);
  if (state === undefined) return;
  switch (state.kind) {
    case 'away':
    case 'wrapping-up':
      return become(turn, agent, { kind: 'free', since: turn.now });
    case 'talking':
      if (state.next === 'away') become(turn, agent, { ...state, next: 'wrap-up' });
      break;
    case 'consulted':
      if (state.next === 'away') become(turn, agent, { ...state, next: 'free' });
      break;
    // Ready said twice does not cost the agent its turn.
    case 'free':
    case 'offered':
    case 'asked':
      break;
    default:
      return unreachable(state);
  }
}

export function wrappedUp(turn: Turn, agent: AgentId): void {
  const state = turn.floor.agents.get(agent);
  if (state?.kind === 'wrapping-up') become(turn, agent, { kind: 'free', since: turn.now });
}

/** [ACD-70] Puts the end of the wrap-up off while its agent types, and no further than it may be. */
export function stillTyping(turn: Turn, agent: AgentId): void {
  const state = turn.floor.agents.get(agent);
  // A lease that has run out is over, also where the clock has not got round to it.
  if (state?.kind !== 'wrapping-up' || state.until <= turn.now) return;
  const wanted = after(turn.now, LIMITS.typingMs);
  const until = Math.min(wanted, state.latest) as Instant;
  if (until > state.until) become(turn, agent, { ...state, until });
}

export function standDown(turn: Turn, agent: AgentId, because: StandDown): void {
  const state = turn.floor.agents.get(agent);
  if (state === undefined) return;
  // [ACD-9] Whoever gets up in mid-call ends that call first and gets no other.
  if (state.kind === 'talking' && because === 'chosen') {
    if (state.next !== 'away') become(turn, agent, { ...state, next: 'away' });
    return;
  }
  if (state.kind === 'consulted' && because === 'chosen') {
    if (state.next !== 'away') become(turn, agent, { ...state, next: 'away' });
    return;
  }
  // [ACD-21] Whoever has a call, or one to write up, listens to no other.
  if (because === 'listening' && state.kind !== 'away' && state.kind !== 'free') return;
  if (state.kind === 'away' && state.because === because) return;
  giveBack(turn, agent, state);
  become(turn, agent, { kind: 'away', because });
}

export function leave(turn: Turn, agent: AgentId): void {
  const state = turn.floor.agents.get(agent);
  if (state === undefined) return;
  giveBack(turn, agent, state);
  unlist(turn.floor, agent);
  turn.effects.push({ kind: 'agent-gone', agent });
}

/** [ACD-6] Whatever call the agent holds waits again, from the moment it came: it is not punished for the agent. */
function giveBack(turn: Turn, agent: AgentId, state: AgentState): void {
  if (!('call' in state) || state.kind === 'wrapping-up') return;
  const { call } = state;
  if (state.kind === 'talking') {
    // [ACD-44] Whoever was asked and has picked up goes on with the caller.
    if (inherited(turn, agent, state)) return;
    turn.effects.push({ kind: 'gave-back', agent, call });
  } else turn.effects.push({ kind: 'withdraw', agent, call, because: 'agent-away' });
  if (state.kind === 'talking') queue(turn, call, state.waitingSince, turn.now);
  if (state.kind === 'offered') queue(turn, call, state.waitingSince);
}
