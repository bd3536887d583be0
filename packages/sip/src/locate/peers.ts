import { after, type Instant } from '@pledgeline/core';
import { LIMITS } from '../limits.ts';
import { targetKey } from './locator.ts';
import type { Target } from './types.ts';

/** Who did not answer lately, by target: until when they are tried last. Plain data, never changed in place. */
export type Peers = ReadonlyMap<string, Instant>;
export const NO_PEERS: Peers = new Map();

/** Long enough that not each call waits for a dead one, short enough that one that is back is soon used. */
const BAD_MS = 60_000;
const RETRY_AFTER_MAX_MS = 600_000;

/** [LOC-6] RFC 3263 §4.3: 503, silence (408) and a failed transport (503) let the next be tried; nothing else does. */
export const letsTheNextTry = (status: number): boolean => status === 503 || status === 408;

/** Whoever failed so is tried last for a while: a minute, or what its 503 asks for, up to ten. */
export function markBad(peers: Peers, target: Target, retryAfterSeconds: number | null, now: Instant): Peers {
  const badMs = Math.min(RETRY_AFTER_MAX_MS, retryAfterSeconds === null ? BAD_MS : 1_000 * retryAfterSeconds);
  const next = new Map([...peers].filter(([, until]) => until > now));
  next.delete(targetKey(target));
  next.set(targetKey(target), after(now, badMs));
  if (next.size > LIMITS.badPeersMax) next.delete([...next.keys()][0]!);
  return next;
}

/** It has answered: it is as good as any. */
export function markGood(peers: Peers, target: Target): Peers {
  if (!peers.has(targetKey(target))) return peers;
  const next = new Map(peers);
  next.delete(targetKey(target));
  return next;
}

/** [LOC-7] Those that are not known as bad in their order, then the bad ones: the first to be good again is the first. */
export function inOrder(peers: Peers, targets: readonly Target[], now: Instant): readonly Target[] {
  const badUntil = (target: Target): number => {
    const until = peers.get(targetKey(target)) ?? 0;
    return until > now ? until : 0;
  };
  return targets.toSorted((one, other) => badUntil(one) - badUntil(other));
}
