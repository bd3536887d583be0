import {
  after,
  stay,
  unreachable,
  type AgentId,
  type CallId,
  type Instant,
  type PhoneLegId,
} from '@pledgeline/core';
import type { Call, CallPlace, CallSignal } from './call.ts';
import type { CallEffect, CallInput, CallStep, OutsideTold, PhoneWord } from './call-input.ts';
import { callbackPrompt } from './early.ts';
import { end } from './ending.ts';
import type { CallbackRules } from './exchange.ts';
import { farewell } from './farewell.ts';
import { hangUpOutside, hangUpPhone } from './phone-leg.ts';
import { LIMITS } from './rules.ts';

/** A call whose caller is to be called back, and is not on the line. */
type Absent = Call & { readonly signal: CallSignal & { readonly kind: 'gone' } };
type CallingBack = CallPlace & { readonly kind: 'calling-back' };

export const isAbsent = (call: Call): call is Absent => call.signal.kind === 'gone';

/** The leg by which the call came is over; the caller is to be called back, or was. */
export const hasLeft = ({ signal }: Call): boolean => signal.kind === 'gone' || signal.kind === 'called-back';

/** A caller who leaves, or has left, to be called back, and to whom nobody speaks yet. */
export const isCallback = (call: Call): boolean => call.place.kind === 'leaving' || isAbsent(call);

/** [CAL-120] He hears that he will be called back, and nobody is offered him meanwhile. */
export function choose(call: Call, now: Instant, rules: CallbackRules): CallStep {
  const { kind } = call.signal;
  // Before our 200 no key can come; and whoever was called back once has the line.
  const isHeard = kind === 'answered' || kind === 'acknowledged';
  // Of whom the charity's listeners are to speak with, nobody knows the number any more.
  if (call.place.kind !== 'waiting' || !isHeard || call.confidential !== null) return stay(call);
  const leaving: Call = { ...call, place: { kind: 'leaving', until: after(now, LIMITS.callbackSayMs) } };
  const aside: CallEffect = { kind: 'to-floor', input: { kind: 'set-aside', call: call.call, until: null } };
  if (call.sound !== 'ready') {
    const { state, effects } = depart(leaving, 'caller-silent', now, rules);
    return { state, effects: [aside, ...effects] };
  }
  return { state: leaving, effects: [callbackPrompt(call), aside] };
}

/** [CAL-121] However he leaves the line, he keeps his place. */
export function stepLeaving(call: Call, input: CallInput, now: Instant, rules: CallbackRules): CallStep {
  const how = DEPARTS[input.kind];
  if (how !== undefined) return depart(call, how, now, rules);
  if (input.kind === 'shut-down') return end(call, 'callback-dropped', now);
  if (input.kind !== 'acknowledged' || call.signal.kind !== 'answered') return stay(call);
  return stay({ ...call, signal: { kind: 'acknowledged', answeredAt: call.signal.answeredAt } });
}

/** What ends the words, and what the carrier is to be told then. */
const DEPARTS: Readonly<Partial<Record<CallInput['kind'], 'caller' | 'caller-lost' | 'caller-silent'>>> = {
  'caller-hung-up': 'caller',
  'caller-lost': 'caller-lost',
  'prompt-ended': 'caller-silent',
  'leg-silent': 'caller-silent',
  'leg-gone': 'caller-silent',
  'sound-refused': 'caller-silent',
  'media-lost': 'caller-silent',
  due: 'caller-silent',
};

function depart(
  call: Call,
  how: 'caller' | 'caller-lost' | 'caller-silent',
  now: Instant,
  { keepMs }: CallbackRules,
): CallStep {
  const { call: id, signal } = call;
  if (signal.kind === 'ringing' || signal.kind === 'called-back') return stay(call);
  const { answeredAt } = signal;
  return {
    state: {
      ...call,
      sound: 'none',
      signal: { kind: 'gone', answeredAt, tries: 0, giveUpAt: after(now, keepMs) },
      place: { kind: 'waiting' },
    },
    effects: [
      ...farewell(call, how),
      { kind: 'close-leg', call: id },
      { kind: 'to-floor', input: { kind: 'back-in-line', call: id } },
    ],
  };
}

/** [CAL-122] What the carrier and the sound say of the leg that he had is late; of the one that he has now it is said otherwise. */
export function isOfFormerLeg(call: Call, { kind }: CallInput): boolean {
  return (hasLeft(call) && OF_CARRIER.includes(kind)) || (isAbsent(call) && OF_SOUND.includes(kind));
}

const OF_CARRIER: readonly CallInput['kind'][] = [
  'cancelled',
  'acknowledged',
  'caller-hung-up',
  'caller-lost',
];
const OF_SOUND: readonly CallInput['kind'][] = [
  'sound-ready',
  'sound-refused',
  'leg-gone',
  'leg-silent',
  'media-lost',
  'media-back',
  'media-given-up',
];

/** [CAL-123] The agent is there: he is rung. */
export function ringBack(
  call: Absent,
  { agent, phone }: Pick<CallingBack, 'agent' | 'phone'>,
  leg: PhoneLegId,
  now: Instant,
): CallStep {
  const { call: id, signal } = call;
  return {
    state: {
      ...call,
      signal: { ...signal, tries: signal.tries + 1 },
      place: { kind: 'calling-back', agent, phone, leg, until: after(now, LIMITS.outsideRingMs) },
    },
    effects: [
      { kind: 'ring-back', call: id, leg },
      { kind: 'calling-back', agent, call: id },
    ],
  };
}

/** [CAL-124] What is told of the leg that rings him. */
export function stepCallingBack(
  call: Absent,
  place: CallingBack,
  { kind, leg, because }: OutsideTold,
  now: Instant,
  rules: CallbackRules,
): CallStep {
  if (leg !== place.leg) return stay(call);
  const over = { ...place, leg: null };
  switch (kind) {
    case 'outside-answered':
      return answered(call, { ...place, leg }, now);
    case 'outside-failed':
      if (because === 'never') return drop({ ...call, place: over }, over, now);
      // [CAL-126] It did not ring: that is no try of his.
      return failed(because === 'later' ? withoutTry(call) : call, over, now, rules);
    case 'outside-ended':
      return failed(call, over, now, rules);
    default:
      return unreachable(kind);
  }
}

function answered(
  call: Absent,
  { agent, phone, leg }: CallingBack & { readonly leg: PhoneLegId },
  now: Instant,
): CallStep {
  const { call: id, signal } = call;
  return {
    state: {
      ...call,
      agent,
      connectedAt: call.connectedAt ?? now,
      sound: 'ready',
      signal: { kind: 'called-back', answeredAt: signal.answeredAt, leg },
      place: { kind: 'talking', agent, phone, since: now, consultation: null },
    },
    effects: [
      { kind: 'bridge', call: id, agent },
      { kind: 'connected', agent, call: id },
    ],
  };
}

/** [CAL-125] Nobody has answered: the agent is free for another, and the caller is rung again later, in his turn. */
export function failed(call: Absent, place: CallingBack, now: Instant, rules: CallbackRules): CallStep {
  const { tries, giveUpAt } = call.signal;
  const again = after(now, rules.retryMs);
  if (tries >= rules.triesMax || again >= giveUpAt) return drop(call, place, now);
  const { state, effects } = parted(call, place);
  return { state, effects: [...effects, putBack(call.call, place.agent, again)] };
}

/** [CAL-127] The agent is given back before the call is gone, so that he has nothing to wrap up. */
function drop(call: Absent, place: CallingBack, now: Instant): CallStep {
  const { state, effects } = parted(call, place);
  const ended = end(state, 'callback-dropped', now);
  const back = putBack(call.call, place.agent, after(now, 1));
  const isToFloor = (effect: CallEffect): boolean => effect.kind === 'to-floor';
  return {
    state: null,
    effects: [
      ...effects,
      ...ended.effects.filter((effect) => !isToFloor(effect)),
      back,
      ...ended.effects.filter(isToFloor),
    ],
  };
}

function parted(call: Absent, place: CallingBack): { state: Absent; effects: CallEffect[] } {
  const { call: id } = call;
  return {
    state: { ...call, place: { kind: 'waiting' } },
    effects: [
      ...hangUpOutside(id, place.leg),
      ...hangUpPhone(place),
      { kind: 'ended', agent: place.agent, call: id, by: 'not-answered' },
    ],
  };
}

const putBack = (call: CallId, agent: AgentId, until: Instant): CallEffect => ({
  kind: 'to-floor',
  input: { kind: 'put-back', agent, call, until },
});

/** [CAL-126] The agent is lost while he is rung: he is rung no more, and that was no try of his. */
export function agentLost(call: Absent, place: CallingBack, now: Instant): CallStep {
  const { call: id } = call;
  return {
    state: later({ ...withoutTry(call), place: { kind: 'waiting' } }, now),
    effects: [
      ...hangUpOutside(id, place.leg),
      ...hangUpPhone(place),
      { kind: 'ended', agent: place.agent, call: id, by: 'agent-lost' },
    ],
  };
}

/** What the desk phone says of the agent who hears it ring. */
export function phoneSays(
  call: Absent,
  place: CallingBack,
  word: PhoneWord,
  now: Instant,
  rules: CallbackRules,
): CallStep {
  const without: CallingBack = { ...place, phone: null };
  switch (word) {
    case 'phone-answered':
      return stay(call);
    case 'phone-failed':
    case 'phone-hung-up':
      return failed({ ...call, place: without }, without, now, rules);
    case 'phone-lost': {
      const input = { kind: 'agent-away', agent: place.agent, because: 'sound-lost' } as const;
      return { state: { ...call, place: without }, effects: [{ kind: 'to-floor', input }] };
    }
    default:
      return unreachable(word);
  }
}

const withoutTry = (call: Absent): Absent => ({
  ...call,
  signal: { ...call.signal, tries: call.signal.tries - 1 },
});

/** A callback that is nobody's again may be too old by now: it is looked at in the next moment, after whoever is free. */
export function later<Of extends Call>(call: Of, now: Instant): Of {
  if (!isAbsent(call) || call.signal.giveUpAt > now) return call;
  return { ...call, signal: { ...call.signal, giveUpAt: after(now, 1) } };
}

/** [CAL-128] When the confirmation, the ringing or the waiting is to be over; null: nothing of it is on. */
export function callbackDueAt(call: Call): Instant | null {
  const { place } = call;
  if (place.kind === 'leaving' || place.kind === 'calling-back') return place.until;
  return place.kind === 'waiting' && isAbsent(call) ? call.signal.giveUpAt : null;
}

export function callbackDue(call: Call, now: Instant, rules: CallbackRules): CallStep {
  const { place } = call;
  if (!isAbsent(call)) return stay(call);
  return place.kind === 'calling-back' ? failed(call, place, now, rules) : end(call, 'callback-dropped', now);
}

/** [CAL-129] He has hung up, or is lost. */
export function calledBackSays(call: Call, { kind, leg }: OutsideTold, now: Instant): CallStep {
  const { signal } = call;
  if (signal.kind !== 'called-back' || signal.leg !== leg) return stay(call);
  const without: Call = { ...call, signal: { ...signal, leg: null } };
  switch (kind) {
    case 'outside-answered':
      return stay(call);
    case 'outside-failed':
      return end(without, 'caller-lost', now);
    case 'outside-ended':
      return end(without, 'caller', now);
    default:
      return unreachable(kind);
  }
}
