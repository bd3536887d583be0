import type { AgentState, Floor } from '@pledgeline/acd';
import type { AgentId } from '@pledgeline/core';

/** Since when each agent has stood as it stands; the floor itself keeps only the moments that it needs. */
export class Since {
  readonly #known = new Map<AgentId, { readonly as: string; readonly at: number }>();

  changed(agent: AgentId, state: AgentState, now: number): void {
    const as = standing(state);
    // An agent that comes twice is told again where it stands.
    if (this.#known.get(agent)?.as !== as) this.#known.set(agent, { as, at: now });
  }

  gone(agent: AgentId): void {
    this.#known.delete(agent);
  }

  /** null: since before this process began. */
  of(agent: AgentId, { agents }: Floor): number | null {
    const state = agents.get(agent);
    if (state === undefined) return null;
    if (state.kind === 'free' || state.kind === 'talking') return state.since;
    const known = this.#known.get(agent);
    return known?.as === standing(state) ? known.at : null;
  }
}

const standing = (state: AgentState): string =>
  state.kind === 'away'
    ? `away ${state.because}`
    : 'call' in state
      ? `${state.kind} ${state.call}`
      : state.kind;
