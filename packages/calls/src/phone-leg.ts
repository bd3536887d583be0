import type { CallId, PhoneLegId } from '@pledgeline/core';
import type { CallPlace } from './call.ts';
import type { CallEffect } from './call-input.ts';
import type { Exchange } from './exchange.ts';

/** Parts call and number; SIP's own tokens, of which a call's id is made, do not hold it. */
const MARK = '~';

/** A name for the next ring of a desk phone. No number comes twice, so that a late word is never taken for another ring's. */
export function nextPhoneLeg(exchange: Exchange, call: CallId): PhoneLegId {
  exchange.phoneLegs += 1;
  return `${call}${MARK}${exchange.phoneLegs}` as PhoneLegId;
}

/** The call for which a phone was rung; null: this is no such leg's name. */
export function callOfPhoneLeg(leg: string): CallId | null {
  const mark = leg.lastIndexOf(MARK);
  return mark === -1 ? null : (leg.slice(0, mark) as CallId);
}

/** The effects that let go of the desk phone, where there is one. */
export function hangUpPhone(place: CallPlace): CallEffect[] {
  if (place.kind === 'waiting' || place.phone === null) return [];
  return [{ kind: 'hang-up-phone', agent: place.agent, leg: place.phone }];
}
