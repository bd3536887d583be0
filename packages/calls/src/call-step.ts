import { after, stay, unreachable, type AgentId, type Instant } from '@pledgeline/core';
import type { Call, CallPlace, CallSignal } from './call.ts';
import {
  agentLost,
  callbackDue,
  callbackDueAt,
  choose,
  failed,
  isAbsent,
  isCallback,
  isOfFormerLeg,
  later,
  ringBack,
  stepLeaving,
} from './callback.ts';
import type { CallInput, CallStep } from './call-input.ts';
import { connect, connectIfReady, pickedUpAt } from './connecting.ts';
import { keyingOver, stepChoice, tellChoice } from './choosing.ts';
import { connectDueAt, keyingDueAt, outsideDueAt } from './due.ts';
import { answerEarly, beginEarly, earlyDueAt, holdPrompt } from './early.ts';
import { end } from './ending.ts';
import { askedOutside, partAsked, unbridged } from './consultation.ts';
import { consulted, handedOver, isOfConsultation } from './consultation-step.ts';
import type { ExchangeRules } from './exchange.ts';
import { hangUpPhone } from './phone-leg.ts';
import { stepSound } from './sound-step.ts';
import { stepPhone } from './phone-step.ts';
import { help } from './help-step.ts';
import { goOutside, leftOutside, outsideDue, stepOutside } from './handed-outside.ts';
import { RING_AGAIN_MS } from './rules.ts';

type At<Kind extends CallPlace['kind']> = Call & { readonly place: CallPlace & { readonly kind: Kind } };
type PlaceInput = Extract<CallInput, { readonly agent: AgentId }>;

export function stepCall(call: Call, input: CallInput, now: Instant, rules: ExchangeRules): CallStep {
  if (call.place.kind === 'leaving') return stepLeaving(call, input, now, rules.callback);
  if (isOfFormerLeg(call, input)) return stay(call);
  switch (input.kind) {
    case 'cancelled':
      // [CAL-6] RFC 3261 §9.2: a CANCEL has no effect on a request that has a final response.
      return call.signal.kind === 'ringing' ? end(call, 'cancelled', now) : stay(call);
    case 'acknowledged':
      return acknowledged(call);
    case 'caller-hung-up':
      return end(call, 'caller', now);
    case 'caller-lost':
      return end(call, 'caller-lost', now);
    case 'sound-ready':
    case 'sound-refused':
    case 'leg-gone':
    case 'media-lost':
    case 'media-back':
    case 'media-given-up':
      return stepSound(call, input.kind, now, rules);
    case 'prompt-ended':
    case 'choice-due':
    case 'choice-again':
    case 'keypad-chosen':
    case 'keyed-out':
      return stepChoice(call, input.kind, now, rules);
    case 'leg-silent':
      // Before our 200 a caller has every right to be silent.
      return call.signal.kind === 'ringing' ? stay(call) : end(call, 'caller-silent', now);
    case 'phone-answered':
    case 'phone-failed':
    case 'phone-hung-up':
    case 'phone-lost':
      return stepPhone(call, input, now, rules);
    case 'outside-answered':
    case 'outside-failed':
    case 'outside-ended':
      return stepOutside(call, input, now, rules.callback);
    case 'callback-chosen':
      return choose(call, now, rules.callback);
    case 'due':
      return due(call, now, rules);
    case 'shut-down':
      return end(call, isCallback(call) ? 'callback-dropped' : 'line-closed', now);
    case 'offered':
    case 'withdrawn':
    case 'connect':
    case 'agent-lost':
    case 'handed-over':
    case 'picked-up':
    case 'form-shown':
    case 'hang-up':
    case 'passed-on':
    case 'help-asked':
    case 'help-withdrawn':
    case 'talk-together':
    case 'complete':
    case 'take-back':
    case 'asks-outside':
    case 'at-phone':
    case 'goes-outside':
      return atItsPlace(call, input, now, rules);
    default:
      return unreachable(input);
  }
}

function atItsPlace(call: Call, input: PlaceInput, now: Instant, rules: ExchangeRules): CallStep {
  const { place } = call;
  switch (place.kind) {
    case 'waiting':
      return waiting(call, input);
    case 'offered':
      return offered({ ...call, place }, input, now, rules);
    case 'picked-up':
      return pickedUp({ ...call, place }, input, now, rules);
    case 'talking':
      return talking({ ...call, place }, input, now);
    case 'calling-back':
      return callingBack({ ...call, place }, input, now, rules);
    case 'outside':
    case 'keying':
    case 'leaving':
      return stay(call);
    default:
      return unreachable(place);
  }
}

function waiting(call: Call, input: PlaceInput): CallStep {
  if (input.kind === 'goes-outside') return goOutside(call, input.agent, input.outside);
  if (input.kind !== 'offered') return stay(call);
  const { agent, until, phone } = input;
  return stay({ ...call, place: { kind: 'offered', agent, phone, until, form: 'awaited' } });
}

function offered(call: At<'offered'>, input: PlaceInput, now: Instant, rules: ExchangeRules): CallStep {
  if (!isFrom(call, input)) return stay(call);
  switch (input.kind) {
    case 'form-shown':
      return stay({ ...call, place: { ...call.place, form: 'shown' } });
    case 'picked-up':
      // [CAL-20] Whoever sits at a desk phone picks up there: the screen has no sound.
      return call.place.phone === null ? pickedUpAt(call, call.place, now, rules) : stay(call);
    case 'withdrawn':
      return withdrawn(call, now, rules);
    case 'offered':
    case 'connect':
    case 'agent-lost':
    case 'handed-over':
    case 'hang-up':
    case 'passed-on':
    case 'help-asked':
    case 'help-withdrawn':
    case 'talk-together':
    case 'complete':
    case 'take-back':
    case 'asks-outside':
    case 'at-phone':
    case 'goes-outside':
      return stay(call);
    default:
      return unreachable(input);
  }
}

function pickedUp(call: At<'picked-up'>, input: PlaceInput, now: Instant, rules: ExchangeRules): CallStep {
  if (!isFrom(call, input)) return stay(call);
  switch (input.kind) {
    case 'form-shown':
      return connectIfReady({ ...call, place: { ...call.place, form: 'shown' } }, now);
    case 'connect':
      return isAbsent(call) && input.back !== null
        ? ringBack(call, call.place, input.back, now)
        : connect(call, call.place, now, rules);
    case 'withdrawn':
      return withdrawn(call, now, rules);
    case 'offered':
    case 'picked-up':
    case 'agent-lost':
    case 'handed-over':
    case 'hang-up':
    case 'passed-on':
    case 'help-asked':
    case 'help-withdrawn':
    case 'talk-together':
    case 'complete':
    case 'take-back':
    case 'asks-outside':
    case 'at-phone':
    case 'goes-outside':
      return stay(call);
    default:
      return unreachable(input);
  }
}

function talking(call: At<'talking'>, input: PlaceInput, now: Instant): CallStep {
  if (isOfConsultation(call.place, input)) return consulted(call, call.place, input);
  if (!isFrom(call, input)) return stay(call);
  switch (input.kind) {
    case 'hang-up':
      return end(call, 'agent', now);
    case 'agent-lost':
      return hold(call, 'agent-lost');
    case 'passed-on':
      return hold(call, 'handed-over');
    case 'at-phone':
      return stay({ ...call, place: { ...call.place, phone: input.leg } });
    case 'handed-over':
      return handedOver(call, call.place, input.to, now);
    case 'help-asked':
    case 'help-withdrawn':
      return help(call, call.place, input.kind, now);
    case 'offered':
    case 'withdrawn':
    case 'connect':
    case 'picked-up':
    case 'form-shown':
    case 'talk-together':
    case 'complete':
    case 'take-back':
    case 'asks-outside':
    case 'goes-outside':
      return stay(call);
    default:
      return unreachable(input);
  }
}

/** [CAL-125] The key that hangs up ends the try. */
function callingBack(
  call: At<'calling-back'>,
  input: PlaceInput,
  now: Instant,
  rules: ExchangeRules,
): CallStep {
  if (!isAbsent(call) || !isFrom(call, input)) return stay(call);
  if (input.kind === 'hang-up') return failed(call, call.place, now, rules.callback);
  return input.kind === 'agent-lost' ? agentLost(call, call.place, now) : stay(call);
}

function withdrawn(call: Call, now: Instant, rules: ExchangeRules): CallStep {
  const waits: Call = later({ ...call, place: { kind: 'waiting' } }, now);
  const told = tellChoice(waits, now, rules);
  const { state, effects } = told.effects.length > 0 ? told : beginEarly(waits, now);
  return { state, effects: [...hangUpPhone(call.place), ...effects] };
}

/** A word from another desk, or about another offer, is late and means nothing. */
const isFrom = (call: At<'offered' | 'picked-up' | 'talking' | 'calling-back'>, input: PlaceInput): boolean =>
  input.agent === call.place.agent;

/** [CAL-9] The caller is not let go with the agent: he hears that it goes on, and the next agent gets him. */
function hold(call: At<'talking'>, by: 'agent-lost' | 'handed-over'): CallStep {
  const { place } = call;
  const outside = askedOutside(place);
  if (outside !== null && by === 'handed-over') return leftOutside(call, place, outside);
  const asked = place.consultation === null ? [] : partAsked(call, place, place.consultation);
  return {
    state: { ...call, place: { kind: 'waiting' } },
    effects: [
      ...asked,
      ...unbridged(call, place),
      ...hangUpPhone(place),
      { kind: 'ended', agent: place.agent, call: call.call, by },
      ...holdPrompt(call),
    ],
  };
}

function due(call: Call, now: Instant, rules: ExchangeRules): CallStep {
  const isDue = (at: Instant | null): boolean => at !== null && at <= now;
  if (isDue(callbackDueAt(call))) return callbackDue(call, now, rules.callback);
  if (isDue(outsideDueAt(call))) return outsideDue(call);
  if (isDue(keyingDueAt(call))) return keyingOver(call, now);
  // [CAL-8] Nobody is stood down for a sound that never came: at the end of the offer the call is given up instead.
  if (isDue(connectDueAt(call)))
    return call.sound === 'ready' || isAbsent(call)
      ? connectIfReady(call, now)
      : end(call, 'sound-lost', now);
  return isDue(earlyDueAt(call)) ? answerEarly(call, now, rules) : ringAgain(call, now);
}

/** [CAL-4] RFC 3261 §13.3.1.1: an INVITE that is long in the answering needs a 1xx each minute, or a proxy ends it. */
function ringAgain(call: Call, now: Instant): CallStep {
  if (call.signal.kind !== 'ringing' || now < call.signal.againAt) return stay(call);
  const signal: CallSignal = { ...call.signal, againAt: after(now, RING_AGAIN_MS) };
  const kind = signal.early === 'begun' && call.sound === 'ready' ? 'progress' : 'ring';
  return { state: { ...call, signal }, effects: [{ kind, call: call.call }] };
}

function acknowledged(call: Call): CallStep {
  if (call.signal.kind !== 'answered') return stay(call);
  return stay({ ...call, signal: { kind: 'acknowledged', answeredAt: call.signal.answeredAt } });
}
