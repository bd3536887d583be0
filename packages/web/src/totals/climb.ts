/** How long a figure takes to its new value: long enough to be seen to move, short enough to be true. */
export const CLIMB_MS = 900;

/** The figure between two values; slows down towards its end and never shoots beyond it. */
export function climbed(from: number, to: number, elapsedMs: number): number {
  const share = Math.min(1, Math.max(0, elapsedMs / CLIMB_MS));
  const eased = 1 - (1 - share) ** 3;
  return share === 1 ? to : Math.trunc(from + (to - from) * eased);
}
