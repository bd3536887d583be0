import { consultationOn, type Exchange } from '@pledgeline/calls';
import { HELP_AWAITED_MS, type DeskHoax } from '@pledgeline/contract';
import type { AgentId, CallId } from '@pledgeline/core';

interface Desk {
  readonly agent: AgentId;
  readonly call: CallId;
  readonly nameOf: (agent: AgentId) => string;
}

/** [HOX-1] What a desk is told of help with its call: it has asked, it has come to help, or somebody else has by now. */
export function hoaxAt(exchange: Exchange, { agent, call, nameOf }: Desk): DeskHoax | null {
  const place = exchange.calls.get(call)?.place;
  if (place?.kind !== 'talking' || place.hoax === undefined) return null;
  const { hoax } = place;
  const helps: DeskHoax = { state: 'given', linesAt: null, by: null };
  if (agent === place.agent)
    return hoax.kind === 'given'
      ? helps
      : { state: 'asked', linesAt: hoax.since + HELP_AWAITED_MS, by: null };
  const asked = consultationOn(exchange, call)?.with;
  if (asked?.kind === 'agent' && asked.agent === agent) return helps;
  return hoax.kind === 'given' ? { ...helps, by: nameOf(place.agent) } : null;
}
