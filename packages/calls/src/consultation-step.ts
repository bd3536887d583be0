import { stay, unreachable, type AgentId, type Instant } from '@pledgeline/core';
import type { Call } from './call.ts';
import type { CallInput, CallStep } from './call-input.ts';
import {
  answered,
  begin,
  completed,
  leaveTo,
  over,
  partAsked,
  takeBack,
  together,
  unbridged,
  type Talking,
} from './consultation.ts';
import { given } from './hoax-given.ts';
import { hangUpPhone } from './phone-leg.ts';

type Word = Extract<CallInput, { readonly agent: AgentId }>;

/** What is of the consultation rather than of the talk: all that is said of another agent than the one who talks. */
export function isOfConsultation({ agent, consultation }: Talking, input: Word): boolean {
  if (input.agent !== agent) return input.kind === 'offered' || consultation !== null;
  if (input.kind === 'asks-outside') return true;
  const itsOwn = ['hang-up', 'talk-together', 'complete', 'take-back'].includes(input.kind);
  return itsOwn && consultation !== null;
}

export function consulted(call: Call, place: Talking, input: Word): CallStep {
  const { consultation } = place;
  if (input.agent !== place.agent) return byOther(call, place, input);
  if (input.kind === 'asks-outside') return begin(call, place, input.outside);
  if (consultation === null) return stay(call);
  if (input.kind === 'hang-up') return leaveTo(call, place, consultation);
  if (input.kind === 'talk-together') return together(call, place, consultation);
  if (input.kind === 'take-back') return takeBack(call, place, consultation);
  if (input.kind === 'complete' && consultation.stage !== 'ringing')
    return leaveTo(call, place, consultation);
  return stay(call);
}

/** [CAL-53] What the one who is asked does, or the floor with that one. */
function byOther(call: Call, place: Talking, input: Word): CallStep {
  const { consultation } = place;
  const { agent } = input;
  if (input.kind === 'offered') return begin(call, place, { kind: 'agent', agent, phone: input.phone });
  const asked = consultation?.with;
  if (consultation === null || asked?.kind !== 'agent' || asked.agent !== agent) return stay(call);
  switch (input.kind) {
    case 'picked-up':
      if (asked.phone !== null || consultation.stage !== 'ringing') return stay(call);
      return {
        state: call,
        effects: [{ kind: 'to-floor', input: { kind: 'picked-up', agent, call: call.call } }],
      };
    case 'connect':
      return answered(call, place, consultation);
    case 'withdrawn':
      return over(call, place, consultation);
    case 'hang-up':
    case 'take-back':
      return {
        state: call,
        effects: [{ kind: 'to-floor', input: { kind: 'take-back', agent, call: call.call } }],
      };
    case 'agent-lost':
    case 'passed-on':
    case 'handed-over':
    case 'form-shown':
    case 'help-asked':
    case 'help-withdrawn':
    case 'talk-together':
    case 'complete':
    case 'asks-outside':
    case 'at-phone':
    case 'goes-outside':
      return stay(call);
    default:
      return unreachable(input);
  }
}

/** [CAL-27][CAL-57] One ear is put down and the other taken up: whoever goes on has sound and a desk that waits for nothing. */
export function handedOver(call: Call, place: Talking, to: AgentId, now: Instant): CallStep {
  const { call: id } = call;
  const asked = place.consultation?.with;
  if (asked?.kind === 'agent' && asked.agent === to) return completed(call, place, asked, now);
  const parted = place.consultation === null ? [] : partAsked(call, place, place.consultation);
  return {
    state: {
      ...call,
      agent: to,
      place: { kind: 'talking', agent: to, phone: null, since: now, consultation: null, ...given(place) },
    },
    effects: [
      ...parted,
      ...unbridged(call, place),
      ...hangUpPhone(place),
      { kind: 'ended', agent: place.agent, call: id, by: 'taken-over' },
      { kind: 'bridge', call: id, agent: to },
      { kind: 'connected', agent: to, call: id },
    ],
  };
}
