import { readNetwork } from '@pledgeline/contract';
import { BlockList } from 'node:net';
import { placesOf, type Trunk } from './trunk.ts';

/** Which carrier an address belongs to. Whoever belongs to none gets silence: an answer would tell a scanner that we are here. */
export type TrunkOf = (address: string) => Trunk | null;

/** What a host name stands for now. */
export type Resolved = ReadonlyMap<string, readonly string[]>;

/** One trunk's addresses, as they were written down and as its host names were resolved. */
export interface Claim {
  readonly trunk: Trunk;
  readonly written: BlockList;
  readonly resolved: BlockList;
}

export const claimOf = (trunk: Trunk, resolved: Resolved): Claim => ({
  trunk,
  written: listOf(placesOf(trunk)),
  resolved: listOf(placesOf(trunk).flatMap((place) => resolved.get(place) ?? [])),
});

/** Addresses whose carrier is remembered: it is asked for every message. Strangers may have any, so not all of them are. */
const REMEMBERED_MAX = 1_000;

/** What somebody wrote down goes before what a name server says, which nobody here has checked. */
export function finderOf(claims: readonly Claim[]): TrunkOf {
  const found = new Map<string, Trunk | null>();
  return (address) => {
    const known = found.get(address);
    if (known !== undefined) return known;
    const claim =
      claims.find(({ written }) => holds(written, address)) ??
      claims.find(({ resolved }) => holds(resolved, address));
    if (found.size >= REMEMBERED_MAX) found.clear();
    found.set(address, claim?.trunk ?? null);
    return claim?.trunk ?? null;
  };
}

export const isClaimed = ({ written, resolved }: Claim, address: string): boolean =>
  holds(written, address) || holds(resolved, address);

export function holds(list: BlockList, address: string): boolean {
  const plain = plainAddress(address);
  return list.check(plain, plain.includes(':') ? 'ipv6' : 'ipv4');
}

/** A socket that takes both families writes an IPv4 peer as ::ffff:192.0.2.1. */
export const plainAddress = (address: string): string =>
  address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;

/** Host names are passed over: what they stand for is looked up by their name. */
export function listOf(places: readonly string[]): BlockList {
  const list = new BlockList();
  for (const place of places) {
    const network = readNetwork(place);
    const [address = ''] = place.split('/');
    if (network !== null) list.addSubnet(address, network.prefix, network.family === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}
