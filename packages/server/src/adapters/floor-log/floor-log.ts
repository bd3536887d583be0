import type { Instant } from '@pledgeline/core';

/**
 * What brings the floor back after the server was killed: the exchange's inputs in order, and beside them what
 * belongs to single calls. Whatever could name a caller is sealed under the call's own key, which no disk holds.
 */
export type LogRecord =
  /** The exchange as it was; nothing before it matters any more. */
  | { readonly kind: 'snapshot'; readonly at: Instant; readonly exchange: unknown }
  | { readonly kind: 'input'; readonly at: Instant; readonly input: unknown }
  /** The SIP dialog of a call, or of a leg that rings a desk phone for it; null: it is over. */
  | {
      readonly kind: 'dialog';
      readonly call: string;
      readonly leg?: string;
      readonly sealed: string | null;
    }
  /** Who calls, and what the look-up found. */
  | { readonly kind: 'caller'; readonly call: string; readonly sealed: string }
  /** What is known of the caller's leg that names nobody. */
  | { readonly kind: 'leg'; readonly call: string; readonly leg: LoggedLeg }
  /** An outside call that was placed for a call: for whom it counts, and by which way it was tried last. */
  | {
      readonly kind: 'outside';
      readonly call: string;
      readonly leg: string;
      readonly outside: LoggedOutside;
    };

export interface LoggedLeg {
  readonly trunk: string;
  readonly lineNumber: string;
  readonly trial: boolean;
  readonly withheld: boolean;
}

interface LoggedOutside {
  readonly campaign: string;
  /** An entry of the campaign's list; null: the caller's own number, which is nowhere on a disk. */
  readonly to: string | null;
  readonly placedAt: Instant;
  readonly longestMs: number;
  readonly trunk: string;
  readonly attempt: number;
  /** Null: nobody has answered. */
  readonly answeredAt: Instant | null;
}

/** Kept by one writer, the server. Nothing in a call's way waits for the disk. */
export interface FloorLog {
  /** All records since the last snapshot, that one first; a record that a crash cut short is left out. */
  read(): readonly LogRecord[];
  append(record: LogRecord): void;
  /** Puts these records in the place of all that was written, in one stroke; where that fails, all stays as it was. */
  compact(records: readonly LogRecord[]): void;
  /** How many records were appended since the last compaction. */
  readonly length: number;
  /** A record could not be written: until a compaction, what is read back is not what was. */
  readonly hasGap: boolean;
  close(): void;
}
