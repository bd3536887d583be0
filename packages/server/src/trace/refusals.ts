import { TRACE_LIMITS, type TraceRefusal } from '@pledgeline/contract';
import type { Instant } from '@pledgeline/core';
import type { Flow } from '@pledgeline/sip';
import { isoOf, placeOf } from './traced-call.ts';

export interface Refused {
  readonly by: TraceRefusal['by'];
  readonly status: number | null;
  readonly because: string | null;
  readonly method: string | null;
  readonly from: Pick<Flow, 'transport' | 'remote'> | null;
}

interface Entry extends Refused {
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  readonly times: number;
}

/**
 * What was refused and what was dropped. The same from the same address is one entry with a count, so that a scanner
 * who knocks a thousand times a second pushes nothing else out.
 */
export class Refusals {
  /** The latest last: a Map keeps the order in which its keys came. */
  readonly #entries = new Map<string, Entry>();

  add(refused: Refused, at: Instant): void {
    const { by, status, because, method, from } = refused;
    const key = `${by} ${status} ${because} ${method} ${from?.transport} ${from?.remote.address}`;
    const known = this.#entries.get(key);
    this.#entries.delete(key);
    const { firstAt = at, times = 0 } = known ?? {};
    this.#entries.set(key, { ...refused, firstAt, lastAt: at, times: times + 1 });
    if (this.#entries.size <= TRACE_LIMITS.refusalsMax) return;
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      break;
    }
  }

  /** The newest first. */
  all(): TraceRefusal[] {
    return [...this.#entries.values()].toReversed().map(({ from, firstAt, lastAt, ...entry }) => ({
      ...entry,
      firstAt: isoOf(firstAt),
      lastAt: isoOf(lastAt),
      transport: from?.transport ?? null,
      peer: from === null ? null : placeOf(from.remote),
    }));
  }
}
