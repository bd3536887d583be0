/** Holds packets back by a number of packets: paced by what comes in, it needs no clock. */
export interface Delay {
  readonly held: (Buffer | undefined)[];
  next: number;
}

export const delayOf = (packets: number): Delay => ({ held: Array.from({ length: packets }), next: 0 });

/** Puts one in and takes out the one that came `packets` before, or undefined at the beginning. */
export function throughDelay(delay: Delay, packet: Buffer): Buffer | undefined {
  const out = delay.held[delay.next];
  delay.held[delay.next] = packet;
  delay.next = (delay.next + 1) % delay.held.length;
  return out;
}
