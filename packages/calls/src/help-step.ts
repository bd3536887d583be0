import { stay, type Instant } from '@pledgeline/core';
import type { Call } from './call.ts';
import type { CallStep } from './call-input.ts';
import { takeBack, type Talking } from './consultation.ts';

/** Of the call itself: the flag, and who was asked because of it. */
export function help(
  call: Call,
  place: Talking,
  kind: 'help-asked' | 'help-withdrawn',
  now: Instant,
): CallStep {
  const { hoax, ...plain } = place;
  const told = { kind: 'help', agent: place.agent, call: call.call } as const;
  if (kind === 'help-asked') {
    if (hoax !== undefined) return stay(call);
    return {
      state: { ...call, place: { ...place, hoax: { kind: 'asked', since: now } } },
      effects: [told],
    };
  }
  if (hoax?.kind !== 'asked') return stay(call);
  const state: Call = { ...call, place: plain };
  if (place.consultation === null) return { state, effects: [told] };
  const back = takeBack(state, plain, place.consultation);
  return { state: back.state, effects: [told, ...back.effects] };
}
