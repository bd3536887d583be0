import type { Exchange } from '@pledgeline/calls';
import type { FloorState } from '@pledgeline/contract';
import type { AgentId, CallId, SiteId } from '@pledgeline/core';
import { onlySiteOf, type Actor, type SeatHeld } from '../access/actor.ts';

/**
 * [STE-20] The floor as this person sees it: whoever is bound to a site, who sits there and how long the line is. Figures
 * and alarms are of the whole house, or tell of other sites.
 */
export function seenFloor(actor: Actor, floor: FloorState, { floor: { profiles } }: Exchange): FloorState {
  const only = onlySiteOf(actor);
  if (only === null) return floor;
  const agents = floor.agents.filter(({ agent }) => profiles.get(agent as AgentId)?.site === only);
  return { ...floor, agents, figures: null, alarms: [] };
}

/** [STE-20] Whether this person may hear the call now: whoever is bound to a site, what its agents talk on. */
export function hears(actor: Actor, call: CallId, { calls, floor }: Exchange): boolean {
  const only = onlySiteOf(actor);
  const place = calls.get(call)?.place;
  return only === null || (place?.kind === 'talking' && floor.profiles.get(place.agent)?.site === only);
}

/** What the exchange is told, so that he is off the call when it goes to another site. */
export function boundTo(actor: Actor): { readonly only?: SiteId } {
  const only = onlySiteOf(actor);
  return only === null ? {} : { only: only as SiteId };
}

/** [STE-22] Whether whoever sits here may know of people at that site: those of another firm know each other alone. */
export const knows = (asking: SeatHeld, site: string | undefined): boolean =>
  asking.outsourced !== true || site === asking.siteId;
