/** A number from 0 (included) to 1 (excluded); the next one at each call. */
export type Random = () => number;

/** Mulberry32: 32 bits of state are plenty for a test or a simulated evening, and a seed replays it anywhere. Not for secrets. */
export function seeded(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
