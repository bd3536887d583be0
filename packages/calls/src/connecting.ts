import { after, stay, type Instant } from '@pledgeline/core';
import type { Call, CallPlace } from './call.ts';
import type { CallEffect, CallStep } from './call-input.ts';
import type { ExchangeRules } from './exchange.ts';

type Offered = CallPlace & { readonly kind: 'offered' };
type PickedUp = CallPlace & { readonly kind: 'picked-up' };

/** The agent's sound is there: from now on the form is waited for, but not for long. */
export function pickedUpAt(call: Call, place: Offered, now: Instant, rules: ExchangeRules): CallStep {
  const connectBy = Math.min(after(now, rules.formShownMs), place.until) as Instant;
  return connectIfReady({ ...call, place: { ...place, kind: 'picked-up', connectBy } }, now);
}

/** [CAL-5] The 200 goes when there is sound, somebody to hear it, and the form on the screen or long enough waited for. */
export function connectIfReady(call: Call, now: Instant): CallStep {
  const { place } = call;
  if (place.kind !== 'picked-up') return stay(call);
  // [CAL-123] Who is called back has no sound before he answers.
  if (call.sound !== 'ready' && call.signal.kind !== 'gone') return stay(call);
  if (place.form === 'awaited' && now < place.connectBy) return stay(call);
  return {
    state: call,
    effects: [{ kind: 'to-floor', input: { kind: 'picked-up', agent: place.agent, call: call.call } }],
  };
}

/** The sound is there before the carrier is told: the caller's first word is heard. */
export function connect(call: Call, place: PickedUp, now: Instant, rules: ExchangeRules): CallStep {
  const { agent, phone } = place;
  const talks: Call = {
    ...call,
    agent,
    connectedAt: call.connectedAt ?? now,
    place: { kind: 'talking', agent, phone, since: now, consultation: null },
  };
  const bridge: CallEffect = { kind: 'bridge', call: call.call, agent };
  const connected: CallEffect = { kind: 'connected', agent, call: call.call };
  if (call.signal.kind !== 'ringing') return { state: talks, effects: [bridge, connected] };
  const ackBy = after(now, rules.acknowledgeMs);
  return {
    state: { ...talks, signal: { kind: 'answered', answeredAt: now, ackBy } },
    effects: [bridge, { kind: 'answer', call: call.call }, connected],
  };
}
