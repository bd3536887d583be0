import { unreachable, type AgentId, type CallId, type PhoneLegId } from '@pledgeline/core';
import type { Call, CallPlace } from './call.ts';
import type { CallEffect } from './call-input.ts';
import type { Exchange } from './exchange.ts';

/** Parts call and number; SIP's own tokens, of which a call's id is made, do not hold it. */
const MARK = '~';
const BACK = `${MARK}back-`;

/** A name for the next ring of a desk phone. No number comes twice, so that a late word is never taken for another ring's. */
/** As `nextPhoneLeg`, of the leg that rings a caller back: told from others by its name, for its sound is the caller's. */
export function nextBackLeg(exchange: Exchange, call: CallId): PhoneLegId {
  exchange.phoneLegs += 1;
  return `${call}${BACK}${exchange.phoneLegs}` as PhoneLegId;
}

export const isBackLeg = (leg: string): boolean => leg.startsWith(BACK, leg.lastIndexOf(MARK));

export function nextPhoneLeg(exchange: Exchange, call: CallId): PhoneLegId {
  exchange.phoneLegs += 1;
  return `${call}${MARK}${exchange.phoneLegs}` as PhoneLegId;
}

/** The call for which a phone was rung; null: this is no such leg's name. */
export function callOfPhoneLeg(leg: string): CallId | null {
  const mark = leg.lastIndexOf(MARK);
  return mark === -1 ? null : (leg.slice(0, mark) as CallId);
}

/** Each leg that the call has beside the caller's: desk phones with their agents, and whoever is outside (null). */
export function legsOf(call: Call): readonly LegOf[] {
  const { signal } = call;
  const back = signal.kind === 'called-back' ? signal.leg : null;
  return [...(back === null ? [] : [{ leg: back, agent: null }]), ...legsOfPlace(call)];
}

interface LegOf {
  readonly leg: PhoneLegId;
  readonly agent: AgentId | null;
}

function legsOfPlace({ place }: Call): readonly LegOf[] {
  switch (place.kind) {
    case 'waiting':
    case 'keying':
    case 'leaving':
      return [];
    case 'outside':
      return place.leg === null ? [] : [{ leg: place.leg, agent: null }];
    case 'offered':
    case 'picked-up':
      return place.phone === null ? [] : [{ leg: place.phone, agent: place.agent }];
    case 'calling-back': {
      const own = place.phone === null ? [] : [{ leg: place.phone, agent: place.agent }];
      return place.leg === null ? own : [...own, { leg: place.leg, agent: null }];
    }
    case 'talking': {
      const own = place.phone === null ? [] : [{ leg: place.phone, agent: place.agent }];
      const asked = place.consultation?.with;
      if (asked === undefined) return own;
      if (asked.kind === 'outside') return [...own, { leg: asked.leg, agent: null }];
      return asked.phone === null ? own : [...own, { leg: asked.phone, agent: asked.agent }];
    }
    default:
      return unreachable(place);
  }
}

/** The effects that let go of the desk phone, where there is one. */
export function hangUpPhone(place: CallPlace): CallEffect[] {
  if (!('phone' in place) || place.phone === null) return [];
  return [{ kind: 'hang-up-phone', agent: place.agent, leg: place.phone }];
}

export const hangUpOutside = (call: CallId, leg: PhoneLegId | null): CallEffect[] =>
  leg === null ? [] : [{ kind: 'hang-up-outside', call, leg }];
