/** What a process that keeps ending may cost: tried often at first, then ever more slowly, then no more. */
export const RESTARTS = {
  /** Ends within this time count together. */
  windowMs: 60_000,
  endsMax: 8,
  /** One that has never been ready is not worth so many tries. */
  endsBeforeReadyMax: 3,
  delayFirstMs: 200,
  delayMaxMs: 5_000,
} as const;

export type Restart = { readonly kind: 'after'; readonly ms: number } | { readonly kind: 'give-up' };

/** `ends`: the moments at which it ended by itself, the last one included. The first restart is at once. */
export function nextRestart(of: { ends: readonly number[]; wasReady: boolean; nowMs: number }): Restart {
  const recent = of.ends.filter((end) => of.nowMs - end < RESTARTS.windowMs).length;
  if (recent > (of.wasReady ? RESTARTS.endsMax : RESTARTS.endsBeforeReadyMax - 1)) return { kind: 'give-up' };
  if (recent <= 1) return { kind: 'after', ms: 0 };
  return { kind: 'after', ms: Math.min(RESTARTS.delayMaxMs, RESTARTS.delayFirstMs * 2 ** (recent - 2)) };
}
