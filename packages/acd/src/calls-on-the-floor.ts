import { unreachable, type AgentId, type CallId } from '@pledgeline/core';
import { admission } from './admission.ts';
import type { AgentState, FloorInput } from './floor.ts';
import { afterTalking, letGo } from './hand-over.ts';
import { forgetAside, queue } from './in-line.ts';
import { isTakenAtOnce } from './matching.ts';
import { become, type Turn } from './turn.ts';

export function arrive(turn: Turn, { call, open, needs }: FloorInput & { kind: 'call-arrived' }): void {
  const { floor, now, effects } = turn;
  if (floor.needs.has(call)) return;
  const full = floor.waiting.size + floor.aside.size >= floor.rules.waitingMax;
  // [ACD-50] A line that is full has no place to wait for one's own site in.
  const asked = full ? { ...needs, site: null } : needs;
  const outcome = admission({ open, free: isTakenAtOnce(floor, asked), full });
  if (outcome !== 'admit') {
    effects.push({ kind: 'turn-away', call, because: outcome });
    return;
  }
  floor.needs.set(call, asked);
  queue(turn, call, now);
  effects.push({ kind: 'admitted', call });
}

export function leave(turn: Turn, call: CallId): void {
  const { floor } = turn;
  floor.needs.delete(call);
  floor.told.delete(call);
  if (floor.waiting.remove(call) || forgetAside(turn, call)) return;
  const agent = floor.holders.get(call);
  const state = agent === undefined ? undefined : floor.agents.get(agent);
  if (agent === undefined || state === undefined) return;
  losesCall(turn, agent, state);
}

function losesCall(turn: Turn, agent: AgentId, state: AgentState): void {
  switch (state.kind) {
    case 'offered':
      // [ACD-7] A caller who gives up does not cost the agent its turn.
      turn.effects.push({ kind: 'withdraw', agent, call: state.call, because: 'caller-gone' });
      return become(turn, agent, { kind: 'free', since: state.freeSince });
    case 'talking':
      letGo(turn, state.call, 'caller-gone');
      return become(turn, agent, afterTalking(turn, state));
    case 'away':
    case 'free':
    case 'wrapping-up':
    case 'asked':
    case 'consulted':
      return;
    default:
      return unreachable(state);
  }
}

export function pickUp(turn: Turn, agent: AgentId, call: CallId): void {
  const state = turn.floor.agents.get(agent);
  if (state?.kind === 'asked' && state.call === call) {
    turn.effects.push({ kind: 'connect', agent, call });
    return become(turn, agent, { kind: 'consulted', call, freeSince: state.freeSince, next: 'free' });
  }
  // A late pick-up, after the offer ran out, is an everyday race, not a bug.
  if (state?.kind !== 'offered' || state.call !== call) return;
  const { waitingSince } = state;
  turn.effects.push({ kind: 'connect', agent, call });
  become(turn, agent, { kind: 'talking', call, waitingSince, since: turn.now, next: 'wrap-up' });
}
