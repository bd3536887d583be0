import { after, stay, type Instant } from '@pledgeline/core';
import type { Call, CallSignal } from './call.ts';
import type { CallEffect, CallStep } from './call-input.ts';
import type { ExchangeRules } from './exchange.ts';
import { LIMITS } from './rules.ts';

/** [CAL-80] Where the trunk wants it, whoever waits hears so before our 200; after so long it is not begun any more. */
export function beginEarly(call: Call, now: Instant): CallStep {
  const { signal } = call;
  const waits = call.place.kind === 'waiting' && call.sound === 'ready' && now < limitOf(call);
  if (!waits || signal.kind !== 'ringing' || signal.early !== 'wanted') return stay(call);
  const begun: Call = { ...call, signal: { ...signal, early: 'begun' } };
  return { state: begun, effects: [{ kind: 'progress', call: call.call }, ...holdPrompt(begun)] };
}

/** What whoever waits hears as soon as there is sound. */
export function waitingSound(call: Call, now: Instant): CallStep {
  const begun = beginEarly(call, now);
  return begun.effects.length > 0 ? begun : { state: call, effects: holdPrompt(call) };
}

/** Whoever waits hears that it goes on, as soon as the carrier takes any sound of ours. */
export function holdPrompt(call: Call): CallEffect[] {
  if (call.sound !== 'ready' || !isHeard(call.signal)) return [];
  const prompt = call.language === 'fr' ? 'hold-fr' : 'hold-en';
  return [{ kind: 'play', call: call.call, prompt, repeat: true }];
}

/** What he hears who has chosen to be called back. */
export const callbackPrompt = ({ call, language }: Call): CallEffect => ({
  kind: 'play',
  call,
  prompt: language === 'fr' ? 'callback-thanks-fr' : 'callback-thanks-en',
  repeat: false,
});

const isHeard = (signal: CallSignal): boolean => signal.kind !== 'ringing' || signal.early === 'begun';

/** [CAL-82] When the call is answered though nobody has picked up; null: it is not. Without sound there is nothing to answer with. */
export function earlyDueAt(call: Call): Instant | null {
  const { signal, sound } = call;
  if (signal.kind !== 'ringing' || signal.early !== 'begun' || sound !== 'ready') return null;
  return limitOf(call);
}

const limitOf = ({ arrivedAt }: Call): Instant => after(arrivedAt, LIMITS.earlyMsMax);

/** The carrier bills from here on; the caller hears what he heard. */
export function answerEarly(call: Call, now: Instant, rules: ExchangeRules): CallStep {
  const ackBy = after(now, rules.acknowledgeMs);
  const signal: CallSignal = { kind: 'answered', answeredAt: now, ackBy };
  return { state: { ...call, signal }, effects: [{ kind: 'answer', call: call.call }] };
}
