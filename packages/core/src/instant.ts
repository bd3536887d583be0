/** A moment: milliseconds since the epoch that never go back (the shell sees to it), so that it can be logged and replayed. */
export type Instant = number & { readonly __unit: 'instant-ms' };

export const after = (now: Instant, ms: number): Instant => (now + ms) as Instant;

/** The first of several moments at which a machine must be told the time; null: never. */
export function earliest(...moments: readonly (Instant | null)[]): Instant | null {
  let first: Instant | null = null;
  for (const moment of moments) if (moment !== null && (first === null || moment < first)) first = moment;
  return first;
}
