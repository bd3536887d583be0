import { stay, unreachable, type Instant, type PhoneLegId } from '@pledgeline/core';
import type { FloorInput } from '@pledgeline/acd';
import type { Call, CallPlace, Consultation } from './call.ts';
import type { CallStep, PhoneWord } from './call-input.ts';
import { isAbsent, phoneSays } from './callback.ts';
import { pickedUpAt } from './connecting.ts';
import { leaveTo, type Talking } from './consultation.ts';
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
  if (!('phone' in place)) return stay(call);
  if (place.kind === 'calling-back')
    return isAbsent(call) && place.phone === input.leg
      ? phoneSays(call, place, input.kind, now, rules.callback)
      : stay(call);
  if (place.kind === 'talking' && place.phone !== input.leg) return askedPhone(call, place, input);
  if (place.phone !== input.leg) return stay(call);
  switch (input.kind) {
    case 'phone-answered':
      return place.kind === 'offered' ? pickedUpAt(call, place, now, rules) : stay(call);
    case 'phone-failed':
    case 'phone-hung-up':
      // [CAL-21] The volunteer's own hang-up on the phone counts; before the talk it is a refusal.
      return place.kind === 'talking' ? hungUp(call, place, now) : declined(call, place);
    case 'phone-lost':
      return place.kind === 'offered' ? declined(call, place) : lost(call, place);
    default:
      return unreachable(input.kind);
  }
}

/** [CAL-55] As the key on the screen: in a consultation the caller stays with the other one, or in the line. */
function hungUp(call: Call, place: Talking, now: Instant): CallStep {
  const bare: Talking = { ...place, phone: null };
  const alone: Call = { ...call, place: bare };
  return place.consultation === null ? end(alone, 'agent', now) : leaveTo(alone, bare, place.consultation);
}

/** [CAL-53] The phone of the one who is asked. */
function askedPhone(
  call: Call,
  place: Talking,
  { kind, leg }: { readonly kind: PhoneWord; readonly leg: PhoneLegId },
): CallStep {
  const { consultation } = place;
  const asked = consultation?.with;
  if (consultation === null || asked?.kind !== 'agent' || asked.phone !== leg) return stay(call);
  const rings = consultation.stage === 'ringing';
  const { agent } = asked;
  if (kind === 'phone-answered')
    return rings ? ordered(call, { kind: 'picked-up', agent, call: call.call }) : stay(call);
  const gone: Consultation = { ...consultation, with: { ...asked, phone: null } };
  const without: Call = { ...call, place: { ...place, consultation: gone } };
  if (rings) return ordered(without, { kind: 'declined', agent, call: call.call });
  return kind === 'phone-lost'
    ? ordered(without, { kind: 'agent-away', agent, because: 'sound-lost' })
    : ordered(without, { kind: 'take-back', agent, call: call.call });
}

const ordered = (state: Call, input: FloorInput): CallStep => ({
  state,
  effects: [{ kind: 'to-floor', input }],
});

type Held = CallPlace & { readonly kind: 'offered' | 'picked-up' | 'talking' };

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
