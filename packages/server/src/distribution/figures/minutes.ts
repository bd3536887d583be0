import type { SiteId } from '@pledgeline/core';
import { add, nothing, type Counts } from './counts.ts';
import type { Fact } from './facts.ts';

export const MINUTE_MS = 60_000;
/** Two days of minutes: an evening is a third of one. What is older is dropped first. */
const MINUTES_MAX = 2_880;

export interface MinuteAt {
  readonly minute: number;
  readonly site: SiteId | null;
  readonly counts: Counts;
}

/** Counts by minute and site, so that any stretch of the evening can be added up. */
export class Minutes {
  readonly #minutes = new Map<number, Map<SiteId | null, Counts>>();
  readonly #changed = new Map<Counts, MinuteAt>();

  count({ at, site, counts }: Fact): void {
    const minute = Math.floor(at / MINUTE_MS);
    const sum = this.#at(minute, site);
    add(sum, counts);
    this.#changed.set(sum, { minute, site, counts: sum });
  }

  /** All that was counted from the minute of `from` on. */
  total(from: number): Counts {
    const sum = nothing();
    for (const bySite of this.#since(from)) for (const counts of bySite.values()) add(sum, counts);
    return sum;
  }

  bySite(from: number): ReadonlyMap<SiteId, Counts> {
    const sums = new Map<SiteId, Counts>();
    for (const bySite of this.#since(from))
      for (const [site, counts] of bySite) {
        if (site === null) continue;
        const sum = sums.get(site) ?? nothing();
        add(sum, counts);
        sums.set(site, sum);
      }
    return sums;
  }

  /** What has changed since it was last asked for, to be kept. */
  changes(): readonly MinuteAt[] {
    const changed = [...this.#changed.values()];
    this.#changed.clear();
    return changed;
  }

  /** They could not be kept: they are among the next ones. */
  changedStill(minutes: readonly MinuteAt[]): void {
    for (const minute of minutes) this.#changed.set(minute.counts, minute);
  }

  *#since(from: number): Iterable<ReadonlyMap<SiteId | null, Counts>> {
    const first = Math.floor(from / MINUTE_MS);
    for (const [minute, bySite] of this.#minutes) if (minute >= first) yield bySite;
  }

  #at(minute: number, site: SiteId | null): Counts {
    const bySite = this.#minutes.get(minute) ?? new Map<SiteId | null, Counts>();
    this.#minutes.set(minute, bySite);
    const oldest = this.#minutes.size > MINUTES_MAX ? Math.min(...this.#minutes.keys()) : null;
    if (oldest !== null) this.#minutes.delete(oldest);
    const counts = bySite.get(site) ?? nothing();
    bySite.set(site, counts);
    return counts;
  }
}
