import { assert, type AgentId, type CallId, type Instant } from '@pledgeline/core';
import type { AgentState } from './floor.ts';
import { queue } from './in-line.ts';
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
  assert(state !== undefined && 'until' in state, 'only offers and wrap-ups are leases');
  if (state.kind === 'wrapping-up') {
    // [ACD-8] Free from the end of the lease, not from when the clock got round to it: the turn is kept fair.
    become(turn, agent, { kind: 'free', since: at });
    return;
  }
  miss(turn, agent, state);
}

/** [ACD-20] As good as an offer that ran out; one that is over already (a late word) is nobody's any more. */
export function decline(turn: Turn, agent: AgentId, call: CallId): void {
  const state = turn.floor.agents.get(agent);
  if ((state?.kind === 'offered' || state?.kind === 'asked') && state.call === call) miss(turn, agent, state);
}

/** [ACD-5] Whoever misses an offer is stood down, so that the next caller is not rung into the same empty chair. */
function miss(turn: Turn, agent: AgentId, state: AgentState & { readonly kind: 'offered' | 'asked' }): void {
  turn.effects.push({ kind: 'withdraw', agent, call: state.call, because: 'missed' });
  become(turn, agent, { kind: 'away', because: 'missed-offer' });
  // Whoever asked has the call still.
  if (state.kind === 'offered') queue(turn, state.call, state.waitingSince);
}
