import { LIMITS } from '@pledgeline/acd';
import type { Exchange } from '@pledgeline/calls';
import type { AgentId, Instant } from '@pledgeline/core';

/** A desk says every two seconds that somebody types; one that says it with every key would only fill the log. */
const LEAST_GAIN_MS = 1_000;

/** [AGT-1] Whether this word would put the end of a wrap-up off by as much as is worth a line in the floor's log. */
export function isTypingWorthALine(
  { floor }: Pick<Exchange, 'floor'>,
  agent: AgentId,
  now: Instant,
): boolean {
  const state = floor.agents.get(agent);
  if (state?.kind !== 'wrapping-up') return false;
  return Math.min(now + LIMITS.typingMs, state.latest) - state.until >= LEAST_GAIN_MS;
}
