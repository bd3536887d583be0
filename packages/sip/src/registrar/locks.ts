import { after } from '@pledgeline/core';
import type { Run } from './state.ts';
import type { Lock } from './types.ts';

/**
 * [RGR-8] Wrong passwords are counted for one name from one address: a room of phones behind one address is not locked
 * out by one of them, nor is a phone by somebody who guesses elsewhere.
 */
export const keyOf = (user: string, address: string): string => `${address} ${user}`;

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
export function keepLock(run: Run, lock: Lock): void {
  const { locks } = run.state;
  const { locksMax } = run.state.settings.limits;
  const key = keyOf(lock.user, lock.address);
  locks.delete(key);
  locks.set(key, lock);
  if (locks.size > locksMax) locks.delete([...locks.keys()][0]!);
  sweepLater(run);
}

/** What is over is looked for now and then, as long as there is anything. */
export function sweepLater({ state, now }: Run): void {
  state.sweepAt ??= after(now, state.settings.limits.lockMaxMs);
}

/** The right password: all is forgiven. */
export const forgive = ({ state }: Run, user: string, address: string): void => {
  state.locks.delete(keyOf(user, address));
};

/** Forgets what is long over. */
export function sweep(run: Run): void {
  const { state, now } = run;
  if (state.sweepAt === null || state.sweepAt > now) return;
  for (const map of [state.locks, state.silent])
    for (const [key, { forgetAt }] of map) if (forgetAt <= now) map.delete(key);
  state.sweepAt = null;
  if (state.locks.size + state.silent.size > 0) sweepLater(run);
}
