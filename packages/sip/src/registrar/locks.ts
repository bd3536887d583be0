import { after } from '@pledgeline/core';
import type { Run } from './state.ts';
import type { Lock } from './types.ts';

/**
 * [RGR-8] Wrong passwords are counted for one name from one address: a room of phones behind one address is not locked
 * out by one of them, nor is a phone by somebody who guesses elsewhere.
 */
const keyOf = (user: string, address: string): string => `${address} ${user}`;

export function isLocked({ state, now }: Run, user: string, address: string): boolean {
  const lock = state.locks.get(keyOf(user, address));
  return lock !== undefined && lock.until > now;
}

/** Counts one more; whether it is one too many. */
export function countWrong(run: Run, user: string, address: string): boolean {
  const { state, now } = run;
  const { wrongMax, lockMs, lockMaxMs } = state.settings.limits;
  const wrong = (state.locks.get(keyOf(user, address))?.wrong ?? 0) + 1;
  const isTooMany = wrong >= wrongMax;
  const lastsMs = isTooMany ? Math.min(lockMaxMs, lockMs * 2 ** Math.min(wrong - wrongMax, 30)) : 0;
  const until = after(now, lastsMs);
  keepLock(run, { user, address, wrong, until, forgetAt: after(until, lockMaxMs) });
  return isTooMany;
}

/** The last to be tried stands last; beyond the limit the first goes. */
export function keepLock({ state, now }: Run, lock: Lock): void {
  const { locks } = state;
  const { locksMax, lockMaxMs } = state.settings.limits;
  const key = keyOf(lock.user, lock.address);
  locks.delete(key);
  locks.set(key, lock);
  if (locks.size > locksMax) locks.delete([...locks.keys()][0]!);
  state.sweepAt ??= after(now, lockMaxMs);
}

/** The right password: all is forgiven. */
export const forgive = ({ state }: Run, user: string, address: string): void => {
  state.locks.delete(keyOf(user, address));
};

/** Forgets those that are long over. */
export function sweepLocks({ state, now }: Run): void {
  if (state.sweepAt === null || state.sweepAt > now) return;
  for (const [key, { forgetAt }] of state.locks) if (forgetAt <= now) state.locks.delete(key);
  state.sweepAt = state.locks.size === 0 ? null : after(now, state.settings.limits.lockMaxMs);
}
