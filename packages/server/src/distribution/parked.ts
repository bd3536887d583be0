import type { AgentId } from '@pledgeline/core';
import type { Telephony } from '../telephony/telephony.ts';

type Floor = Pick<Telephony, 'exchange' | 'feed'>;

/** A conversation goes on without its screen; after it there is no desk for the next one. */
export class Parked {
  /** Whom the loss of the screen, and nothing else, takes off the floor after the call. */
  readonly #after = new Set<AgentId>();
  readonly #telephony: Floor;

  constructor(telephony: Floor) {
    this.#telephony = telephony;
  }

  lost(agent: AgentId): void {
    const state = this.#telephony.exchange().floor.agents.get(agent);
    const talks = state?.kind === 'talking' || state?.kind === 'consulted';
    // Whoever has chosen a break after the call himself is not to be brought back from it.
    if (talks && state.next !== 'away') this.#after.add(agent);
    this.#telephony.feed({ kind: 'agent-away', agent, because: talks ? 'chosen' : 'desk-lost' });
  }

  /** [AGT-2] Nobody is on a break without knowing it: the screen that is back in time goes on as if nothing had been. */
  back(agent: AgentId): void {
    if (!this.#after.delete(agent)) return;
    const state = this.#telephony.exchange().floor.agents.get(agent);
    const talks = state?.kind === 'talking' || state?.kind === 'consulted';
    if (talks && state.next === 'away') this.#telephony.feed({ kind: 'agent-ready', agent });
    else if (state?.kind === 'away' && state.because === 'chosen')
      this.#telephony.feed({ kind: 'agent-away', agent, because: 'desk-lost' });
  }
}
