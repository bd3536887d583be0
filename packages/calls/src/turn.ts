import { step as stepFloor, type FloorEffect, type FloorInput } from '@pledgeline/acd';
import { assert, unreachable, type CallId, type Instant, type PhoneLegId } from '@pledgeline/core';
import type { Call, EndReason } from './call.ts';
import type { CallEffect, CallInput } from './call-input.ts';
import { stepCall } from './call-step.ts';
import type { Exchange, ExchangeEffect } from './exchange.ts';
import { askedOutside } from './consultation.ts';
import { dueAt } from './due.ts';
import { announce } from './announcing.ts';
import { farewell } from './farewell.ts';
import { record } from './ending.ts';
import { endMonitorsElsewhere, endMonitorsOf, noLongerListening } from './monitors.ts';
import { isBackLeg, nextBackLeg, nextPhoneLeg } from './phone-leg.ts';

/** One step under way: the exchange it changes, the moment, and what it has ordered so far. */
export interface Turn {
  readonly exchange: Exchange;
  readonly now: Instant;
  readonly effects: ExchangeEffect[];
}

/**
 * Tells the floor, and carries what the floor decides to the calls. What a call asks of the floor comes last among its
 * effects, and nothing that the floor tells a call makes it ask again: so the orders keep their order.
 */
export function toFloor(turn: Turn, input: FloorInput): void {
  leaveToOutside(turn, input);
  for (const effect of stepFloor(turn.exchange.floor, input, turn.now).effects) fromFloor(turn, effect);
}

/** [CAL-55] An agent who is lost leaves the caller to whoever outside he has asked, if that one has answered. */
function leaveToOutside(turn: Turn, input: FloorInput): void {
  const isLost =
    input.kind === 'agent-left' || (input.kind === 'agent-away' && input.because.endsWith('-lost'));
  const state = isLost ? turn.exchange.floor.agents.get(input.agent) : undefined;
  if (!isLost || state?.kind !== 'talking') return;
  const place = turn.exchange.calls.get(state.call)?.place;
  if (place?.kind === 'talking' && askedOutside(place) !== null)
    toFloor(turn, { kind: 'pass-out', agent: input.agent, call: state.call });
}

function fromFloor(turn: Turn, effect: FloorEffect): void {
  switch (effect.kind) {
    case 'admitted':
      return admitted(turn, effect.call);
    case 'choice-due':
      return toCall(turn, effect.call, { kind: 'choice-due' });
    case 'turn-away':
      return turnAway(turn, effect);
    case 'offer':
      return offer(turn, effect);
    case 'withdraw':
      turn.effects.push(effect);
      return toCall(turn, effect.call, { kind: 'withdrawn', agent: effect.agent });
    case 'connect':
      endMonitorsElsewhere(turn, effect.call, effect.agent);
      return toCall(turn, effect.call, {
        kind: 'connect',
        agent: effect.agent,
        back: backLeg(turn, effect.call),
      });
    case 'gave-back':
      return toCall(turn, effect.call, { kind: 'agent-lost', agent: effect.agent });
    case 'passed-on':
      return toCall(turn, effect.call, { kind: 'passed-on', agent: effect.agent });
    case 'handed-over':
      endMonitorsElsewhere(turn, effect.call, effect.to);
      return toCall(turn, effect.call, { kind: 'handed-over', agent: effect.from, to: effect.to });
    case 'agent-changed':
    case 'agent-gone':
      noLongerListening(turn, effect);
      turn.effects.push(effect);
      return;
    case 'agent-refused':
      turn.effects.push(effect);
      return;
    default:
      return unreachable(effect);
  }
}

function admitted({ exchange, effects }: Turn, call: CallId): void {
  if (exchange.calls.get(call)?.sound === 'opening') effects.push({ kind: 'open-leg', call });
  effects.push({ kind: 'ring', call });
}

/** [CAL-20] An agent at a desk phone is rung there; the screen is told all the same. */
function offer(turn: Turn, effect: FloorEffect & { kind: 'offer' }): void {
  const { exchange, effects } = turn;
  const { agent, call, until } = effect;
  const phone = exchange.phones.has(agent) ? nextPhoneLeg(exchange, call) : null;
  effects.push(effect);
  if (phone !== null) effects.push({ kind: 'ring-phone', agent, call, leg: phone });
  toCall(turn, call, { kind: 'offered', agent, until, phone });
}

/** [CAL-123] Where the caller is to be called back, the name of the leg that rings him. */
const backLeg = ({ exchange }: Turn, call: CallId): PhoneLegId | null =>
  exchange.calls.get(call)?.signal.kind === 'gone' ? nextBackLeg(exchange, call) : null;

/** Tells a call, if it lives, and does what it asks. */
export function toCall(turn: Turn, id: CallId, input: CallInput): void {
  const call = turn.exchange.calls.get(id);
  if (call === undefined) return;
  const next = stepCall(call, input, turn.now, turn.exchange.rules);
  keep(turn.exchange, id, next.state);
  for (const effect of next.effects) fromCall(turn, effect);
}

/** Keeps a call, or forgets it (null), and with it the moment at which it must be looked at again. */
export function keep(exchange: Exchange, id: CallId, call: Call | null): void {
  const due = call === null ? null : dueAt(call);
  if (call === null) exchange.calls.delete(id);
  else exchange.calls.set(id, call);
  if (due === null) exchange.due.remove(id);
  else exchange.due.put(id, due);
}

function fromCall(turn: Turn, effect: CallEffect): void {
  if (effect.kind === 'to-floor') return toFloor(turn, effect.input);
  if (endsListening(effect)) endMonitorsOf(turn, effect.call);
  if (effect.kind === 'release-later') return turn.exchange.releasing.put(effect.call, effect.by);
  turn.effects.push(effect);
}

/** Whoever listens is taken off before the caller's sound ends, and [CAL-114] before he keys. */
const endsListening = (effect: CallEffect): effect is CallEffect & { readonly call: CallId } =>
  effect.kind === 'close-leg' ||
  effect.kind === 'key-in' ||
  effect.kind === 'call-ended' ||
  effect.kind === 'charity-call-ended' ||
  (effect.kind === 'hang-up-outside' && isBackLeg(effect.leg));

/** The floor did not take the call: no leg was opened, nobody was rung. */
function turnAway(turn: Turn, { call: id, because }: FloorEffect & { kind: 'turn-away' }): void {
  const call = turn.exchange.calls.get(id);
  assert(call !== undefined, 'only a call that was just invited is turned away');
  keep(turn.exchange, id, null);
  if (because === 'line-closed' && announce(turn, call, because)) return;
  refuse(turn, call, because);
}

function refuse(turn: Turn, call: Call, because: EndReason): void {
  for (const effect of farewell(call, because)) fromCall(turn, effect);
  turn.effects.push({ kind: 'call-ended', call: call.call, record: record(call, because, turn.now) });
}

/** [CAL-145] No agent, no place on the floor: the announcement, or where it cannot be had, the carrier's own words. */
export function takeBarred(turn: Turn, call: Call): void {
  if (!announce(turn, call, 'barred')) refuse(turn, call, 'barred');
}
