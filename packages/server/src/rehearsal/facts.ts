/** What is known of the line before it goes live. Nothing here is judged. */
export interface Facts {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Everything in the campaign is a trial: some things may then be as they are. */
  readonly trial: boolean;
  /** Trunks that take calls and are no trial ones. */
  readonly trunks: readonly { readonly name: string; readonly reach: 'up' | 'down' | 'unknown' }[];
  readonly numbers: number;
  /** Opening hours as moments, in order. */
  readonly openings: readonly { readonly from: number; readonly until: number }[];
  readonly closedByHand: boolean;
  readonly prompts: { readonly of: number; readonly synthetic: number };
  readonly positions: readonly PositionFact[];
  readonly mail: 'reached' | 'lost' | 'kept';
  readonly payment: 'reached' | 'lost' | 'sandbox';
  /** null: what holds it is no disk of this machine. */
  readonly dataDisk: number | null;
  readonly databaseDisk: number | null;
  readonly backup: { readonly by: string; readonly at: number } | null;
  /** When the last rehearsal that was played to its end was over; null: none. */
  readonly rehearsedAt: number | null;
}

interface PositionFact {
  /** Site and number, as people call it. */
  readonly name: string;
  readonly seated: boolean;
  /** Its headset or telephone is connected now. */
  readonly sounds: boolean;
  /** When its sound was last there; null: never. */
  readonly soundedAt: number | null;
}
