import { stay, unreachable, type AgentId, type Instant, type PhoneLegId } from '@pledgeline/core';
import type { Call, CallPlace } from './call.ts';
import type { CallEffect, CallStep, Outside, OutsideTold, OutsideWord } from './call-input.ts';
import { calledBackSays, isAbsent, stepCallingBack } from './callback.ts';
import type { CallbackRules } from './exchange.ts';
import { answered, over, partAsked, type Talking } from './consultation.ts';
import { holdPrompt } from './early.ts';
import { end } from './ending.ts';
import { needsOf } from './needs.ts';
import { hangUpOutside, hangUpPhone } from './phone-leg.ts';

type Out = CallPlace & { readonly kind: 'outside' };
type OnLeg = Out & { readonly leg: PhoneLegId };

/** [CAL-58] What is told of somebody outside. A word about another leg than the call has now is late and means nothing. */
export function stepOutside(call: Call, told: OutsideTold, now: Instant, rules: CallbackRules): CallStep {
  const { place, signal } = call;
  const { kind, leg } = told;
  if (place.kind === 'calling-back')
    return isAbsent(call) ? stepCallingBack(call, place, told, now, rules) : stay(call);
  if (signal.kind === 'called-back' && signal.leg === leg) return calledBackSays(call, told, now);
  if (place.kind === 'outside')
    return place.leg === leg ? handedOut(call, { ...place, leg }, kind, now) : stay(call);
  if (place.kind !== 'talking' || place.consultation?.with.kind !== 'outside') return stay(call);
  const { consultation } = place;
  if (place.consultation.with.leg !== leg) return stay(call);
  if (kind !== 'outside-answered') return over(call, place, consultation, true);
  return consultation.stage === 'ringing' ? answered(call, place, consultation) : stay(call);
}

function handedOut(call: Call, place: OnLeg, kind: OutsideWord, now: Instant): CallStep {
  switch (kind) {
    case 'outside-answered':
      if (place.until === null) return stay(call);
      return {
        state: { ...call, place: { ...place, until: null } },
        effects: call.sound === 'lost' ? [] : [{ kind: 'join', call: call.call, leg: place.leg }],
      };
    case 'outside-failed':
      return comeBack(call, place, place.agent, []);
    case 'outside-ended':
      // A talk is over when either of the two hangs up; who never spoke has not talked.
      return place.until === null
        ? end({ ...call, place: { ...place, leg: null } }, 'agent', now)
        : comeBack(call, place, place.agent, []);
    default:
      return unreachable(kind);
  }
}

/** Nobody outside answers any more: the caller is for whoever handed him out, or for the line. */
export function comeBack(call: Call, place: Out, to: AgentId | null, parting: CallEffect[]): CallStep {
  const talked = place.until === null;
  const needs = needsOf(call);
  const input = { kind: 'come-back', call: call.call, since: call.arrivedAt, needs, to } as const;
  return {
    state: { ...call, place: { kind: 'waiting' } },
    effects: [
      ...(talked ? [{ kind: 'unbridge', call: call.call } as const] : []),
      ...parting,
      // Whoever was still being rung for hears the waiting sound already.
      ...(talked ? holdPrompt(call) : []),
      { kind: 'to-floor', input },
    ],
  };
}

/** The agent leaves the caller to somebody outside with whom he has spoken. */
export function leftOutside(call: Call, place: Talking, outside: Outside): CallStep {
  const { agent, consultation } = place;
  const { to, leg } = outside;
  const parted = consultation === null ? [] : partAsked(call, place, consultation, true);
  return {
    state: { ...call, place: { kind: 'outside', agent, to, leg, until: null } },
    effects: [
      ...parted,
      ...hangUpPhone(place),
      { kind: 'ended', agent, call: call.call, by: 'handed-over' },
      ...(call.sound === 'lost' ? [] : ([{ kind: 'join', call: call.call, leg }] as const)),
    ],
  };
}

/** [CAL-58] Whoever does not answer within the limit is rung no longer. */
export function outsideDue(call: Call): CallStep {
  const { place } = call;
  if (place.kind === 'outside')
    return comeBack(call, place, place.agent, hangUpOutside(call.call, place.leg));
  return place.kind === 'talking' && place.consultation !== null
    ? over(call, place, place.consultation)
    : stay(call);
}

/** After he was given up: somebody outside is rung, and the caller waits for that one. */
export const goOutside = (call: Call, agent: AgentId, { to, leg, until }: Outside): CallStep => ({
  state: { ...call, place: { kind: 'outside', agent, to, leg, until } },
  effects: [{ kind: 'ring-outside', call: call.call, leg, to }],
});
