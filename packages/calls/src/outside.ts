import type { CallId, CampaignId, Instant } from '@pledgeline/core';

/** One call of ours to an outside number, for a call that is on. */
export type OutsideLegId = string & { readonly __id: 'outside-leg' };

/** What one campaign allows. */
export interface OutsideRules {
  /** Outside calls at the same time. */
  readonly callsMax: number;
  /** Outside calls that begin within any hour. */
  readonly perHourMax: number;
  /** How long one of them may last. */
  readonly longestMs: number;
}

/** What holds for the whole machine, whatever campaigns allow. */
export interface OutsideSettings {
  readonly callsMax: number;
  /** How long a carrier may say nothing at all before the next way is tried. */
  readonly firstWordMs: number;
  /** How long it may ring, all ways together. */
  readonly ringMs: number;
  /** Ways that are tried for one call. */
  readonly attemptsMax: number;
}

export interface OutsideCall {
  readonly leg: OutsideLegId;
  readonly call: CallId;
  readonly campaign: CampaignId;
  readonly longestMs: number;
  readonly place: OutsidePlace;
}

/** `attempt` counts the ways that were tried: a late word of an earlier one means nothing. */
export type OutsidePlace =
  /** Nobody has said anything yet. */
  | {
      readonly kind: 'trying';
      readonly attempt: number;
      readonly nextAt: Instant;
      readonly answerBy: Instant;
    }
  /** A carrier has it; nobody is rung yet. */
  | { readonly kind: 'reached'; readonly attempt: number; readonly answerBy: Instant }
  | { readonly kind: 'ringing'; readonly attempt: number; readonly answerBy: Instant }
  | {
      readonly kind: 'talking';
      readonly attempt: number;
      readonly since: Instant;
      readonly endBy: Instant;
    };

/** Changed in place, by `stepOutside` alone. */
export interface OutsideState {
  readonly settings: OutsideSettings;
  campaigns: ReadonlyMap<CampaignId, OutsideRules>;
  readonly calls: Map<OutsideLegId, OutsideCall>;
  /** When the calls of the last hour began, the oldest first. */
  readonly placed: Map<CampaignId, readonly Instant[]>;
}

/** Why no call is placed. Fixed words, for a counter. */
export type OutsideRefusal = 'no-such-campaign' | 'campaign-full' | 'machine-full' | 'hour-full';

/** Why an outside call is over. `released`: we ended it. */
export type OutsideEnd =
  | 'busy'
  | 'no-answer'
  | 'refused'
  | 'unreachable'
  | 'hung-up'
  | 'lost'
  | 'too-long'
  | 'released';

interface Attempt {
  readonly leg: OutsideLegId;
  readonly attempt: number;
}

/** None carries a telephone number: which one is rung is the shell's to know. */
export type OutsideInput =
  | {
      readonly kind: 'place';
      readonly leg: OutsideLegId;
      readonly call: CallId;
      readonly campaign: CampaignId;
    }
  /** The carrier has the call (100). */
  | ({ readonly kind: 'reached' } & Attempt)
  /** It rings there (18x). */
  | ({ readonly kind: 'ringing' } & Attempt)
  | ({ readonly kind: 'answered' } & Attempt)
  /** The final refusal, 408 for silence, 503 for a way that failed. */
  | ({ readonly kind: 'failed'; readonly status: number } & Attempt)
  | ({ readonly kind: 'over'; readonly because: 'hung-up' | 'lost' } & Attempt)
  /** There is no way left that could be tried. */
  | { readonly kind: 'no-way'; readonly leg: OutsideLegId }
  | { readonly kind: 'end'; readonly leg: OutsideLegId }
  | { readonly kind: 'rules-set'; readonly campaigns: ReadonlyMap<CampaignId, OutsideRules> }
  | { readonly kind: 'clock' };

/** In the order in which they are to be carried out. */
export type OutsideEffect =
  | { readonly kind: 'refused'; readonly leg: OutsideLegId; readonly because: OutsideRefusal }
  /** Rings by the next way; where there is none, `no-way` is said. */
  | ({ readonly kind: 'try' } & Attempt)
  /** CANCEL or BYE, whatever that attempt wants. */
  | ({ readonly kind: 'give-up' } & Attempt)
  | { readonly kind: 'rings'; readonly leg: OutsideLegId }
  | { readonly kind: 'connected'; readonly leg: OutsideLegId }
  /** Once for each call that was placed. */
  | {
      readonly kind: 'closed';
      readonly leg: OutsideLegId;
      readonly because: OutsideEnd;
      readonly wasAnswered: boolean;
    };
