export interface Backoff {
  readonly firstMs: number;
  readonly mostMs: number;
}

/** Doubles up to a bound; the random half keeps 350 browsers from coming back in the same instant. */
export function waitMs(backoff: Backoff, tries: number, random: number): number {
  const full = Math.min(backoff.mostMs, backoff.firstMs * 2 ** Math.min(tries, 20));
  return Math.round(full * (0.5 + random / 2));
}
