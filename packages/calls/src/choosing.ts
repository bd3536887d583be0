import { after, stay, unreachable, type Instant } from '@pledgeline/core';
import type { Call, CallSignal } from './call.ts';
import type { CallEffect, CallStep, ChoiceWord } from './call-input.ts';
import { holdPrompt } from './early.ts';
import { end } from './ending.ts';
import type { ExchangeRules } from './exchange.ts';
import { LIMITS } from './rules.ts';

/** What else there is than waiting: the floor says when it is due, the caller's keys what becomes of it. */
export function stepChoice(
  call: Call,
  word: ChoiceWord | 'choice-due' | 'prompt-ended',
  now: Instant,
  rules: ExchangeRules,
): CallStep {
  switch (word) {
    case 'choice-due':
      // [CAL-155] Whoever is handed to the charity is asked for no promise.
      return call.confidential === null ? tellChoice({ ...call, choice: 'due' }, now, rules) : stay(call);
    case 'prompt-ended':
      return told(call);
    case 'choice-again':
      return mayChoose(call)
        ? { state: call, effects: [{ kind: 'offer-choice', call: call.call, again: true }] }
        : stay(call);
    case 'keypad-chosen':
      return mayChoose(call) ? keyIn(call, now) : stay(call);
    case 'keyed-out':
      return call.place.kind === 'keying' ? keyedOut(call, []) : stay(call);
    default:
      return unreachable(word);
  }
}

/** [CAL-110] Answered first: a carrier tells keys of nothing else for certain. */
export function tellChoice(call: Call, now: Instant, rules: ExchangeRules): CallStep {
  if (
    call.choice !== 'due' ||
    call.confidential !== null ||
    call.place.kind !== 'waiting' ||
    call.sound !== 'ready'
  )
    return stay(call);
  const { call: id, signal } = call;
  const offer: CallEffect = { kind: 'offer-choice', call: id, again: false };
  if (signal.kind !== 'ringing') return { state: { ...call, choice: 'told' }, effects: [offer] };
  const answered: CallSignal = {
    kind: 'answered',
    answeredAt: now,
    ackBy: after(now, rules.acknowledgeMs),
  };
  return {
    state: { ...call, choice: 'told', signal: answered },
    effects: [{ kind: 'answer', call: id }, offer],
  };
}

/** [CAL-111] He has heard it, and goes on waiting. */
function told(call: Call): CallStep {
  const { kind } = call.place;
  const waits = kind === 'waiting' || kind === 'offered' || kind === 'picked-up';
  return waits && call.choice === 'told' ? { state: call, effects: holdPrompt(call) } : stay(call);
}

/** [ACD-62] Whoever has been offered to somebody by now will be heard by that one. */
const mayChoose = ({ place, choice, sound, confidential }: Call): boolean =>
  place.kind === 'waiting' && choice === 'told' && sound === 'ready' && confidential === null;

function keyIn(call: Call, now: Instant): CallStep {
  const until = after(now, LIMITS.keyingMsMax);
  return {
    state: { ...call, place: { kind: 'keying', until, closing: false } },
    effects: [
      { kind: 'key-in', call: call.call },
      { kind: 'to-floor', input: { kind: 'set-aside', call: call.call, until: null } },
    ],
  };
}

function keyedOut(call: Call, before: readonly CallEffect[]): CallStep {
  const waits: Call = { ...call, place: { kind: 'waiting' } };
  return {
    state: waits,
    effects: [
      ...before,
      ...holdPrompt(waits),
      { kind: 'to-floor', input: { kind: 'back-in-line', call: call.call } },
    ],
  };
}

/** [CAL-113] Nobody is out of the line for ever for the sake of a keypad. */
export function keyingOver(call: Call, now: Instant): CallStep {
  const isClosing = call.place.kind === 'keying' && call.place.closing;
  return isClosing
    ? end(call, 'line-closed', now)
    : keyedOut(call, [{ kind: 'keying-over', call: call.call }]);
}
