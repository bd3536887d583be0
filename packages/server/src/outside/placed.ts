import type { OutsideLegId } from '@pledgeline/calls';
import type { CallId, CampaignId, TrunkId } from '@pledgeline/core';
import type { OutsideWay } from './ways.ts';

/** A call of ours to somebody outside. */
export interface Placed {
  readonly call: CallId;
  readonly campaign: CampaignId;
  /** Null: the caller himself. */
  readonly to: string | null;
  /** In memory alone, as long as it is needed; null: taken up after a restart. */
  number: string | null;
  readonly tried: Set<string>;
  trunk: TrunkId | null;
  way: OutsideWay | null;
  /** Whether that way has said anything. */
  isHeard: boolean;
  hasSound: boolean;
}

/** Where a word of the user agent's belongs. */
export interface Attempt {
  readonly leg: OutsideLegId;
  readonly attempt: number;
}

/** Of one that has not been tried yet. */
export const UNHEARD = { way: null, isHeard: false, hasSound: false };
