import type { CallRecord, EndReason } from '@pledgeline/calls';
import type { Instant, SiteId } from '@pledgeline/core';
import type { Counts } from './counts.ts';

/** What happened, once, at a moment. `site`: null where nobody answered. */
export interface Fact {
  readonly at: Instant;
  readonly site: SiteId | null;
  readonly counts: Readonly<Partial<Counts>>;
}

/** Whoever is gone by then has dialed wrongly, or thought better of it: nobody could have been there. */
const SHORT_MS = 3_000;
/** How many milliseconds an answer may take where no campaign says so. */
export const BOUND_MS = 10_000;

type Unanswered = 'abandoned' | 'turned-away' | 'no-call';

/** [FIG-2] What a call was that nobody talked to. Each new reason must say what it is. */
const UNANSWERED: Readonly<Record<EndReason, Unanswered>> = {
  caller: 'abandoned',
  'caller-lost': 'abandoned',
  'caller-silent': 'abandoned',
  cancelled: 'abandoned',
  // An agent's own key ends calls that it talks on.
  agent: 'no-call',
  'line-closed': 'no-call',
  barred: 'no-call',
  'line-full': 'turned-away',
  // He did not give up, and was promised a call that he did not get.
  'callback-dropped': 'turned-away',
  'sound-refused': 'turned-away',
  'sound-lost': 'turned-away',
};

export function answered(call: {
  readonly arrivedAt: Instant;
  readonly connectedAt: Instant;
  readonly site: SiteId | null;
  readonly boundMs: number;
}): Fact {
  const waitMs = Math.max(0, call.connectedAt - call.arrivedAt);
  return {
    at: call.connectedAt,
    site: call.site,
    counts: { answered: 1, answeredInTime: waitMs <= call.boundMs ? 1 : 0, answerWaitMs: waitMs },
  };
}

/** [FIG-3] Of a call that ended without an agent: one that was answered is never abandoned, however it ended. */
export function unanswered(
  record: Pick<CallRecord, 'arrivedAt' | 'endedAt' | 'connectedAt' | 'reason'>,
): Fact | null {
  if (record.connectedAt !== null) return null;
  const was = UNANSWERED[record.reason];
  if (was === 'no-call') return null;
  const short = was === 'abandoned' && record.endedAt - record.arrivedAt < SHORT_MS;
  const counts = was === 'abandoned' ? { abandoned: 1, abandonedShort: short ? 1 : 0 } : { turnedAway: 1 };
  return { at: record.endedAt, site: null, counts };
}
