import { assert, type AgentId, type Instant } from '@pledgeline/core';
import { become, type Turn } from './turn.ts';

/** Ends every lease whose moment has come, in the order of the moments. */
export function expire(turn: Turn): void {
  for (;;) {
    const lease = turn.floor.leases.first();
    if (lease === null || lease.at > turn.now) return;
    end(turn, lease.id, lease.at);
  }
}

function end(turn: Turn, agent: AgentId, at: Instant): void {
  const state = turn.floor.agents.get(agent);
  assert(state?.kind === 'offered' || state?.kind === 'wrapping-up', 'only offers and wrap-ups are leases');
  if (state.kind === 'wrapping-up') {
    // [ACD-8] Free from the end of the lease, not from when the clock got round to it: the turn is kept fair.
    become(turn, agent, { kind: 'free', since: at });
    return;
  }
  // [ACD-5] Whoever misses an offer is stood down, so that the next caller is not rung into the same empty chair.
  turn.effects.push({ kind: 'withdraw', agent, call: state.call, because: 'missed' });
  become(turn, agent, { kind: 'away', because: 'missed-offer' });
  turn.floor.waiting.put(state.call, state.waitingSince);
}
