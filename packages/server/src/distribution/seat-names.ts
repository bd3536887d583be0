import type { AgentId } from '@pledgeline/core';

/** What the others are told of whoever sits somewhere. */
export interface SeatName {
  readonly name: string;
  readonly positionNumber: number | null;
}

interface Seat extends SeatName {
  readonly site: string | null;
}

const NOBODY: SeatName = { name: '', positionNumber: null };

/** Who sits at which position now, by the seating. */
export class SeatNames {
  readonly #names = new Map<AgentId, Seat>();

  sit(agent: AgentId, { name, positionNumber, site }: Partial<Seat>): void {
    this.#names.set(agent, { name: name ?? '', positionNumber: positionNumber ?? null, site: site ?? null });
  }

  leave(agent: AgentId): void {
    this.#names.delete(agent);
  }

  of(agent: AgentId): SeatName {
    const { name, positionNumber } = this.#names.get(agent) ?? NOBODY;
    return { name, positionNumber };
  }

  /** Who sits at the position of that number: at the asking one's site, else where there is but one. */
  at(positionNumber: number, asking: AgentId): AgentId | null {
    const those = [...this.#names].filter(([, seat]) => seat.positionNumber === positionNumber);
    const site = this.#names.get(asking)?.site ?? null;
    const near = those.find(([, seat]) => seat.site === site);
    if (near !== undefined) return near[0];
    return those.length === 1 ? (those[0]?.[0] ?? null) : null;
  }
}
