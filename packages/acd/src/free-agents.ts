import type { AgentId, Instant } from '@pledgeline/core';
import { MomentQueue } from './moment-queue.ts';
import { nameOf, type AgentProfile } from './profile.ts';

/** Agents of the same site who can do the same: whoever of them has been free longest is the next of them. */
export interface Pool {
  readonly profile: AgentProfile;
  readonly agents: MomentQueue<AgentId>;
}

/** Who is free, in pools of equal profiles. A pool is there while somebody in it is free. */
export class FreeAgents {
  readonly #pools = new Map<string, Pool>();
  /** By agent, the name of its pool. */
  readonly #places = new Map<AgentId, string>();

  pools(): Iterable<Pool> {
    return this.#pools.values();
  }

  put(agent: AgentId, since: Instant, profile: AgentProfile): void {
    const name = nameOf(profile);
    const pool = this.#pools.get(name) ?? { profile, agents: new MomentQueue() };
    this.#pools.set(name, pool);
    pool.agents.put(agent, since);
    this.#places.set(agent, name);
  }

  /** Nothing where it was not free. */
  remove(agent: AgentId): void {
    const name = this.#places.get(agent);
    const pool = name === undefined ? undefined : this.#pools.get(name);
    if (name === undefined || pool === undefined) return;
    pool.agents.remove(agent);
    this.#places.delete(agent);
    if (pool.agents.size === 0) this.#pools.delete(name);
  }
}
