import type { AgentId, Random, SiteId } from '@pledgeline/core';
import type { Seats } from './evening.ts';

/** Somebody takes a seat, or gets up from it for good. */
export interface Shift {
  readonly kind: 'comes' | 'goes';
  readonly agent: AgentId;
  readonly site: SiteId;
  readonly atMs: number;
}

/** [SIM-7] In the order in which it happens. */
export function shiftsOf(seats: readonly Seats[], random: Random): Shift[] {
  return seats
    .flatMap(({ site, count, fromMs, untilMs, noShowShare }, index) =>
      Array.from({ length: count }, (_, seat) => `${index}/${site}/${seat}` as AgentId)
        .filter(() => random() >= noShowShare)
        .flatMap((agent): Shift[] => [
          { kind: 'comes', agent, site: site as SiteId, atMs: fromMs },
          { kind: 'goes', agent, site: site as SiteId, atMs: untilMs },
        ]),
    )
    .toSorted((a, b) => a.atMs - b.atMs);
}
