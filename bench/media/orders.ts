import type { MonitorMode } from '@pledgeline/media';

/** What the bench and its load say to each other. */
export type Order =
  /** Have so many calls open and sounding. */
  | { readonly kind: 'calls'; readonly count: number }
  /** Have each of them monitored by a supervisor of its own. */
  | { readonly kind: 'monitors'; readonly mode: MonitorMode }
  | { readonly kind: 'measure' }
  | { readonly kind: 'report' };

export type Told =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'measured';
      readonly sent: number;
      readonly received: number;
      /** From mouth to ear through the relay, and between two sockets without one, in ms. */
      readonly p50Ms: number;
      readonly p99Ms: number;
      readonly directP50Ms: number;
    };
