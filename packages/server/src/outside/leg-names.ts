import { callOfPhoneLeg, isBackLeg, type OutsideLegId } from '@pledgeline/calls';
import type { CallId, PhoneLegId } from '@pledgeline/core';
import type { LegId } from '@pledgeline/sip';

const MARK = '~outside/';

/**
 * Each way that is tried is a SIP leg of its own, for an earlier one may still be answered. The name begins as that of a
 * desk phone's leg does, so that the call to which it belongs is read from it in the same way.
 */
export const outsideSipLeg = (call: CallId, leg: OutsideLegId, attempt: number): LegId =>
  `${call}${MARK}${leg.replaceAll('~', '-')}/${attempt}` as LegId;

export const isOutsideSipLeg = (leg: LegId): boolean => leg.includes(MARK);

/** The exchange names whoever is outside as it names a leg that rings a desk phone. */
export const outsideLegOf = (leg: PhoneLegId): OutsideLegId => leg as string as OutsideLegId;

export const phoneLegNamed = (leg: OutsideLegId): PhoneLegId => leg as string as PhoneLegId;

/** In the media process it is a caller's leg: under its own name, or, of the caller who is called back, under the call's. */
export const soundOf = (leg: OutsideLegId): CallId =>
  (isBackLeg(leg) ? callOfPhoneLeg(leg) : null) ?? (leg as string as CallId);
