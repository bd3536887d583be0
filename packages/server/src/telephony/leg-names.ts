import { callOfPhoneLeg } from '@pledgeline/calls';
import type { CallId, PhoneLegId } from '@pledgeline/core';
import type { LegId } from '@pledgeline/sip';

/** A caller's leg and its call are one to one, and have one name. */
export const legOf = (call: CallId): LegId => call as string as LegId;

/** The call that a leg belongs to, be it the caller's or one that rings a desk phone. */
export const callOf = (leg: LegId): CallId => callOfPhoneLeg(leg) ?? (leg as string as CallId);

/** null: this is a caller's leg. */
export const phoneLegOf = (leg: LegId): PhoneLegId | null =>
  callOfPhoneLeg(leg) === null ? null : (leg as string as PhoneLegId);

export const sipLegOf = (leg: PhoneLegId): LegId => leg as string as LegId;
