import { unreachable, type Random } from '@pledgeline/core';

/** How a length of time is spread about its mean. `cv` is the standard deviation over the mean. */
export type Spread =
  | { readonly kind: 'fixed' | 'exponential'; readonly meanMs: number }
  | { readonly kind: 'log-normal'; readonly meanMs: number; readonly cv: number };

/** One length, in milliseconds. */
export function draw(spread: Spread, random: Random): number {
  switch (spread.kind) {
    case 'fixed':
      return spread.meanMs;
    case 'exponential':
      return exponential(spread.meanMs, random);
    case 'log-normal': {
      // The mean of exp(N(m, s²)) is exp(m + s²/2), and cv² = exp(s²) - 1.
      const variance = Math.log(1 + spread.cv ** 2);
      return spread.meanMs * Math.exp(Math.sqrt(variance) * normal(random) - variance / 2);
    }
    default:
      return unreachable(spread);
  }
}

/** `1 - random()` is never 0, whose logarithm is no number. */
export const exponential = (mean: number, random: Random): number => -mean * Math.log(1 - random());

/** Box and Muller. */
const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
