import { after, earliest, type AgentId, type Instant, type Step } from '@pledgeline/core';

/**
 * Which desks are connected. A screen that is gone for a moment costs nothing; one that stays away longer is no desk
 * to offer a call to. A conversation goes on without its screen: the sound has a connection of its own.
 */
export interface Presence {
  readonly lost: Map<AgentId, Lost>;
}
type Lost = { readonly kind: 'lately'; readonly until: Instant } | { readonly kind: 'told' };

export type PresenceInput =
  | { readonly kind: 'connected' | 'disconnected' | 'left'; readonly agent: AgentId }
  | { readonly kind: 'clock' };
/** `desk-back`: of one that was told to be lost. */
export type PresenceEffect = { readonly kind: 'desk-lost' | 'desk-back'; readonly agent: AgentId };

/** A reload takes a second or two, a change of network a few. */
export const DESK_GRACE_MS = 6_000;

export const nobodyLost = (): Presence => ({ lost: new Map() });

export function step(presence: Presence, input: PresenceInput, now: Instant): Step<Presence, PresenceEffect> {
  const effects: PresenceEffect[] = [];
  if (input.kind === 'connected' && presence.lost.get(input.agent)?.kind === 'told')
    effects.push({ kind: 'desk-back', agent: input.agent });
  if (input.kind === 'connected' || input.kind === 'left') presence.lost.delete(input.agent);
  else if (input.kind === 'disconnected')
    presence.lost.set(input.agent, { kind: 'lately', until: after(now, DESK_GRACE_MS) });
  else
    for (const [agent, lost] of presence.lost)
      if (lost.kind === 'lately' && now >= lost.until) {
        presence.lost.set(agent, { kind: 'told' });
        effects.push({ kind: 'desk-lost', agent });
      }
  return { state: presence, effects };
}

export function wakeAt(presence: Presence): Instant | null {
  let first: Instant | null = null;
  for (const lost of presence.lost.values()) if (lost.kind === 'lately') first = earliest(first, lost.until);
  return first;
}
