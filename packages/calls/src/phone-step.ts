import { stay, unreachable, type Instant, type PhoneLegId } from '@pledgeline/core';
import type { Call, CallPlace } from './call.ts';
import type { CallStep, PhoneWord } from './call-input.ts';
import { pickedUpAt } from './connecting.ts';
import { end } from './ending.ts';
import type { ExchangeRules } from './exchange.ts';

/** [CAL-20] What the agent's desk phone says. A word about another leg than the call has now is late and means nothing. */
export function stepPhone(
  call: Call,
  input: { readonly kind: PhoneWord; readonly leg: PhoneLegId },
  now: Instant,
  rules: ExchangeRules,
): CallStep {
  const { place } = call;
  if (place.kind === 'waiting' || place.phone !== input.leg) return stay(call);
  switch (input.kind) {
    case 'phone-answered':
      return place.kind === 'offered' ? pickedUpAt(call, place, now, rules) : stay(call);
    case 'phone-failed':
    case 'phone-hung-up':
      // [CAL-21] The volunteer's own hang-up on the phone counts; before the talk it is a refusal.
      return place.kind === 'talking' ? end(withoutPhone(call, place), 'agent', now) : declined(call, place);
    case 'phone-lost':
      return place.kind === 'offered' ? declined(call, place) : lost(call, place);
    default:
      return unreachable(input.kind);
  }
}

type Held = Exclude<CallPlace, { readonly kind: 'waiting' }>;

const withoutPhone = (call: Call, place: Held): Call => ({ ...call, place: { ...place, phone: null } });

function declined(call: Call, place: Held): CallStep {
  return {
    state: withoutPhone(call, place),
    effects: [{ kind: 'to-floor', input: { kind: 'declined', agent: place.agent, call: call.call } }],
  };
}

/** [CAL-9] As with a browser whose sound is lost: the caller stays. */
function lost(call: Call, place: Held): CallStep {
  return {
    state: withoutPhone(call, place),
    effects: [{ kind: 'to-floor', input: { kind: 'agent-away', agent: place.agent, because: 'sound-lost' } }],
  };
}
