/**
 * Whether somebody's packets still come. A browser sends fifty packets a second even when it is muted, so that a
 * second and a half without one means that it is gone, long before ICE notices (28 to 30 s).
 */
export interface Presence {
  /** `unseen`: nothing has come yet, and ICE is the one to give up. */
  kind: 'unseen' | 'there' | 'gone';
  heardAtMs: number;
}

export const unseen = (nowMs: number): Presence => ({ kind: 'unseen', heardAtMs: nowMs });

/** A packet came. `came`: it is the first, or the first after a loss. */
export function hears(presence: Presence, nowMs: number): 'came' | 'goes-on' {
  presence.heardAtMs = nowMs;
  if (presence.kind === 'there') return 'goes-on';
  presence.kind = 'there';
  return 'came';
}

/** True, once for each loss: nothing has come for longer than it may. While this process stood still, nothing could. */
export function miss(presence: Presence, nowMs: number, silentMsMax: number, stoodStillMs: number): boolean {
  if (presence.kind !== 'there') return false;
  presence.heardAtMs += stoodStillMs;
  if (nowMs - presence.heardAtMs <= silentMsMax) return false;
  presence.kind = 'gone';
  return true;
}
