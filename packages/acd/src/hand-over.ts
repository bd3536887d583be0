import { after, type AgentId, type CallId } from '@pledgeline/core';
import type { AgentState, Floor, FloorInput } from './floor.ts';
import { queue } from './in-line.ts';
import { become, offer, putDown, type Turn } from './turn.ts';

type Talking = AgentState & { readonly kind: 'talking' };
type Of<Kind extends FloorInput['kind']> = Omit<FloorInput & { readonly kind: Kind }, 'kind'>;

/** [ACD-22] The call changes hands; the one who gives it up has ended a talk like any other. */
export function takeOver(turn: Turn, agent: AgentId, call: CallId): void {
  const { floor } = turn;
  const state = floor.agents.get(agent);
  const from = floor.holders.get(call);
  const held = from === undefined ? null : talkOf(floor, from, call);
  if (from === undefined || held === null) return;
  if (state?.kind !== 'away' && state?.kind !== 'free') return;
  letGo(turn, call, 'taken-back');
  turn.effects.push({ kind: 'handed-over', call, from, to: agent });
  become(turn, from, afterTalking(turn, held));
  // Whoever took no calls before takes none after this one either, until it says that it is ready.
  goOn(turn, agent, held, state.kind === 'free' ? 'wrap-up' : 'away');
}

/** [ACD-40] Given up by hand: to one who is free, or to the line, where its moment of arrival gives it its place. */
export function passOn(turn: Turn, { agent, call, needs, to }: Of<'pass-on'>): void {
  const { floor } = turn;
  const held = talkOf(floor, agent, call);
  const target = to === null ? undefined : floor.agents.get(to);
  if (held === null || (to !== null && target?.kind !== 'free')) return;
  letGo(turn, call, 'taken-back');
  turn.effects.push({ kind: 'passed-on', agent, call });
  become(turn, agent, afterTalking(turn, held));
  if (needs !== null) floor.needs.set(call, needs);
  const { waitingSince } = held;
  if (to === null || target?.kind !== 'free') queue(turn, call, waitingSince, turn.now);
  else offer(turn, { agent: to, freeSince: target.since }, { call, waitingSince });
}

/** [ACD-46] The call leaves the floor with whoever is outside. */
export function passOut(turn: Turn, { agent, call }: Of<'pass-out'>): void {
  const held = talkOf(turn.floor, agent, call);
  if (held === null) return;
  letGo(turn, call, 'taken-back');
  turn.effects.push({ kind: 'passed-on', agent, call });
  become(turn, agent, afterTalking(turn, held));
  turn.floor.needs.delete(call);
  turn.floor.told.delete(call);
}

/** [ACD-68] Whoever talked with nobody has nothing to wrap up; the call keeps its place and is tried later. */
export function putBack(turn: Turn, { agent, call, until }: Of<'put-back'>): void {
  const { floor, now } = turn;
  const held = talkOf(floor, agent, call);
  if (held === null) return;
  letGo(turn, call, 'taken-back');
  const next: AgentState =
    held.next === 'away' ? { kind: 'away', because: 'chosen' } : { kind: 'free', since: now };
  become(turn, agent, next);
  floor.aside.set(call, { since: held.waitingSince, until });
  floor.returns.put(call, until);
}

/** [ACD-46] Nobody outside has taken it: whoever handed it out has it next, if that one has no other. */
export function comeBack(turn: Turn, { call, since, needs, to }: Of<'come-back'>): void {
  const { floor, now } = turn;
  if (floor.needs.has(call)) return;
  floor.needs.set(call, needs);
  const state = to === null ? undefined : floor.agents.get(to);
  const free = { call, waitingSince: since };
  if (to !== null && state?.kind === 'free') offer(turn, { agent: to, freeSince: state.since }, free);
  else if (to !== null && state?.kind === 'wrapping-up' && state.call === call)
    offer(turn, { agent: to, freeSince: now }, free);
  else queue(turn, call, since, now);
}

/** [ACD-41] The other one is rung as for an offer; the call stays where it is. */
export function ask(turn: Turn, { agent, call, other }: Of<'ask'>): void {
  const { floor, now, effects } = turn;
  const state = floor.agents.get(other);
  if (talkOf(floor, agent, call) === null || floor.consulted.has(call) || state?.kind !== 'free') return;
  const until = after(now, floor.rules.offerMs);
  effects.push({ kind: 'offer', agent: other, call, until });
  become(turn, other, { kind: 'asked', call, freeSince: state.since, until });
}

/** [ACD-42] As a call that is taken over, but that the one who has it gives it. */
export function complete(turn: Turn, { agent, call }: Of<'complete'>): void {
  const held = talkOf(turn.floor, agent, call);
  if (held !== null && inherited(turn, agent, held)) become(turn, agent, afterTalking(turn, held));
}

/** [ACD-43] Whoever was asked is free again, with the turn that it had. */
export function takeBack(turn: Turn, { agent, call }: Of<'take-back'>): void {
  const { holders, consulted } = turn.floor;
  if (holders.get(call) === agent || consulted.get(call) === agent) letGo(turn, call, 'taken-back');
}

/** Whoever was asked about this call, if anybody, is asked no more. */
export function letGo(turn: Turn, call: CallId, because: 'caller-gone' | 'taken-back'): void {
  const other = turn.floor.consulted.get(call);
  const state = other === undefined ? undefined : turn.floor.agents.get(other);
  if (other === undefined || (state?.kind !== 'asked' && state?.kind !== 'consulted')) return;
  turn.effects.push({ kind: 'withdraw', agent: other, call, because });
  const getsUp = state.kind === 'consulted' && state.next === 'away';
  become(
    turn,
    other,
    getsUp ? { kind: 'away', because: 'chosen' } : { kind: 'free', since: state.freeSince },
  );
}

/** [ACD-44] The one who was asked and has picked up gets the call; false: there is none. What becomes of `from` is still to be said. */
export function inherited(turn: Turn, from: AgentId, held: Talking): boolean {
  const { floor, effects } = turn;
  const { call } = held;
  const to = floor.consulted.get(call);
  const state = to === undefined ? undefined : floor.agents.get(to);
  if (to === undefined || state?.kind !== 'consulted') {
    letGo(turn, call, 'taken-back');
    return false;
  }
  effects.push({ kind: 'handed-over', call, from, to });
  putDown(floor, call, from);
  goOn(turn, to, held, state.next === 'away' ? 'away' : 'wrap-up');
  return true;
}

export const afterTalking = (turn: Turn, state: Talking): AgentState =>
  state.next === 'away' ? { kind: 'away', because: 'chosen' } : wrapUp(turn, state.call);

function wrapUp({ now, floor }: Turn, call: CallId): AgentState {
  const { wrapUpMs, wrapUpMaxMs } = floor.rules;
  const latest = after(now, Math.max(wrapUpMs, wrapUpMaxMs));
  return { kind: 'wrapping-up', call, until: after(now, wrapUpMs), latest };
}

function goOn(turn: Turn, agent: AgentId, { call, waitingSince }: Talking, next: 'wrap-up' | 'away'): void {
  become(turn, agent, { kind: 'talking', call, waitingSince, since: turn.now, next });
}

/** The talk of this agent on this call; null: it has none. */
function talkOf(floor: Floor, agent: AgentId, call: CallId): Talking | null {
  const state = floor.agents.get(agent);
  return state?.kind === 'talking' && state.call === call ? state : null;
}
