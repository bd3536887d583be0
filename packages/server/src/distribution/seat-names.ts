import type { AgentId } from '@pledgeline/core';

/** What the others are told of whoever sits somewhere. */
export interface SeatName {
  readonly name: string;
  readonly positionNumber: number | null;
}

const NOBODY: SeatName = { name: '', positionNumber: null };

/** Who sits at which position now, by the seating. */
export class SeatNames {
  readonly #names = new Map<AgentId, SeatName>();

  sit(agent: AgentId, { name, positionNumber }: Partial<SeatName>): void {
    this.#names.set(agent, { name: name ?? '', positionNumber: positionNumber ?? null });
  }

  leave(agent: AgentId): void {
    this.#names.delete(agent);
  }

  of(agent: AgentId): SeatName {
    return this.#names.get(agent) ?? NOBODY;
  }
}
