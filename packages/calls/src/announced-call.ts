import type { Instant } from '@pledgeline/core';
import type { Call } from './call.ts';

/**
 * [CAL-90] A call of a closed line, or [CAL-145] of a barred number: it hears the announcement and is let go. Its signal says how far it has come: while it
 * rings, its sound is being opened; once it is answered, the announcement is played. Come what may, it ends by `until`.
 */
export interface Announced {
  readonly call: Call;
  /** What it is told, and what the record says. */
  readonly because: 'line-closed' | 'barred';
  readonly until: Instant;
}
