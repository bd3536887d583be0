import type { SiteId } from '@pledgeline/core';
import type { SiteRule } from './profile.ts';

/** What the floor knows of a site while it has agents there, or has had. */
interface SiteCount {
  /** Agents who are not away. */
  present: number;
  /** Calls that its agents have been offered, or talk on. */
  calls: number;
}

/** How many are where: counted as they come and go, never anew. */
export class Sites {
  readonly #counts = new Map<SiteId, SiteCount>();

  isDeserted(site: SiteId): boolean {
    return (this.#counts.get(site)?.present ?? 0) === 0;
  }

  callsAt(site: SiteId): number {
    return this.#counts.get(site)?.calls ?? 0;
  }

  count(site: SiteId, what: keyof SiteCount, by: 1 | -1): void {
    const count = this.#counts.get(site) ?? { present: 0, calls: 0 };
    count[what] += by;
    if (count.present === 0 && count.calls === 0) this.#counts.delete(site);
    else this.#counts.set(site, count);
  }
}

/**
 * [ACD-53] Whose turn it is among sites with weights: start-time fair queueing (Goyal, Vin and Cheng, 1996). Each call
 * moves its site on by one over its weight; a site at which nobody was free has not saved up the calls it missed.
 */
export class Shares {
  readonly #next = new Map<SiteId, number>();
  #now = 0;

  /** The smaller comes first. */
  turnOf(site: SiteId): number {
    return Math.max(this.#next.get(site) ?? 0, this.#now);
  }

  took(site: SiteId, weight: number): void {
    const turn = this.turnOf(site);
    this.#now = turn;
    this.#next.set(site, turn + 1 / weight);
  }

  /** What a snapshot keeps, in the order of the names. */
  entries(): ShareSnapshot {
    return {
      now: this.#now,
      next: [...this.#next].toSorted(([a], [b]) => (a < b ? -1 : 1)),
    };
  }

  restore({ now, next }: ShareSnapshot): void {
    this.#now = now;
    for (const [site, turn] of next) this.#next.set(site, turn);
  }
}

export interface ShareSnapshot {
  readonly now: number;
  readonly next: readonly (readonly [SiteId, number])[];
}

export const ruleOf = (rules: readonly SiteRule[], site: SiteId): SiteRule =>
  rules.find((rule) => rule.site === site) ?? { site, weight: 1, callsMax: null };

/** [ACD-53] Where all weigh alike, it is whoever has been free longest: a small room would tire beside a large one. */
export const isByWeight = (rules: readonly SiteRule[]): boolean => rules.some(({ weight }) => weight !== 1);
