import type { Instant } from '@pledgeline/core';
import type { SipTimers } from '../limits.ts';

export interface Transport {
  readonly reliable: boolean;
  readonly timers: SipTimers;
}

/** Bytes of a message, already written out: a retransmission must be the same bytes. */
export type Wire = Uint8Array<ArrayBuffer>;

/** A message that is sent again at `at`, and `intervalMs` is what lay before that. */
export interface Resend {
  readonly at: Instant;
  readonly intervalMs: number;
}

/** RFC 6026's name for 64 times T1: how long the other side may still repeat itself. */
export const lifetimeMs = (timers: SipTimers): number => 64 * timers.t1Ms;
