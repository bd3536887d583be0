import { after, type Instant } from '@pledgeline/core';
import { ALGORITHMS, type DigestAlgorithm } from '../digest/algorithm.ts';
import { keyOf, sweepLater } from './locks.ts';
import type { Run } from './state.ts';

/**
 * [RGR-17] What a challenge offers. There are phones that are at a loss before SHA-256, in whatever order it is offered,
 * and simply come again without an answer. Such a one is offered MD5 alone from then on: nothing is given away by that,
 * as MD5 is offered anyway. Counted for names that we do not know as well, or it would tell them apart.
 */
export function offeredTo({ state }: Run, user: string, address: string): readonly DigestAlgorithm[] {
  const offered = state.settings.algorithms ?? ALGORITHMS;
  const isAtALoss = (state.silent.get(keyOf(user, address))?.times ?? 0) > 1;
  return isAtALoss && offered.includes('MD5') ? ['MD5'] : offered;
}

/** A request without an answer: the first of a phone's, or one that made nothing of our challenge. */
export function noteSilence(run: Run, user: string, address: string): void {
  const { silent } = run.state;
  const key = keyOf(user, address);
  const times = (silent.get(key)?.times ?? 0) + 1;
  silent.delete(key);
  silent.set(key, forAWhile(run, times));
  if (silent.size > run.state.settings.limits.silentMax) silent.delete([...silent.keys()][0]!);
  sweepLater(run);
}

/** An answer: whoever was never at a loss, or is it no more, is forgotten. */
export function noteAnswer(run: Run, user: string, address: string, algorithm: DigestAlgorithm): void {
  const { silent } = run.state;
  const key = keyOf(user, address);
  const times = silent.get(key)?.times ?? 0;
  silent.delete(key);
  // Those phones say nothing the first time at each refresh; only two in a row are a sign.
  if (times > 1 && algorithm === 'MD5') silent.set(key, forAWhile(run, 2));
}

const forAWhile = (
  { state, now }: Run,
  times: number,
): { readonly times: number; readonly forgetAt: Instant } => ({
  times,
  forgetAt: after(now, state.settings.limits.silentMs),
});
