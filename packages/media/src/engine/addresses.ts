import { BlockList, isIP } from 'node:net';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8);
LOOPBACK.addAddress('::1', 'ipv6');

const isLoopback = (address: string): boolean =>
  isIP(address) !== 0 && LOOPBACK.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

/**
 * Which of this machine's addresses a caller's leg is bound to: a loopback one for a caller on this machine, else the
 * one that has most of its beginning in common with the caller's, the preferred one first.
 */
export function addressFor(remote: string, addresses: readonly string[]): string | null {
  const family = isIP(remote);
  const candidates = addresses.filter(
    (one) => isIP(one) === family && isLoopback(one) === isLoopback(remote),
  );
  let best: string | null = null;
  let bestBits = -1;
  for (const one of candidates) {
    const bits = family === 4 ? commonBits(one, remote) : 0;
    if (bits > bestBits) [best, bestBits] = [one, bits];
  }
  // A caller on this machine who is sent to an outer address reaches it; the other way round nobody does.
  return best ?? addresses.find((one) => isIP(one) === family) ?? null;
}

function commonBits(one: string, other: string): number {
  const bits = (address: string): number =>
    address.split('.').reduce((number, part) => ((number << 8) | Number(part)) >>> 0, 0);
  return Math.clz32((bits(one) ^ bits(other)) >>> 0);
}
