import type { OutsideEnd, OutsideLegId } from '@pledgeline/calls';
import type { OutsideRefused } from '@pledgeline/contract';
import type { CallId } from '@pledgeline/core';

interface OfLeg {
  readonly leg: OutsideLegId;
  readonly call: CallId;
}

/** `outside-failed` and `outside-ended` come once, and not to whoever ended the call himself. */
export type OutsideEvent =
  /** `hasSound`: what the other side plays meanwhile can be heard. */
  | ({ readonly kind: 'outside-rings'; readonly hasSound: boolean } & OfLeg)
  | ({ readonly kind: 'outside-answered' } & OfLeg)
  | ({ readonly kind: 'outside-failed'; readonly because: OutsideEnd | OutsideRefused } & OfLeg)
  | ({ readonly kind: 'outside-ended'; readonly because: OutsideEnd } & OfLeg);
