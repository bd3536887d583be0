import { BlockList, isIPv6 } from 'node:net';
import type { TrunkId } from '@pledgeline/core';
import type { Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';

export interface Trunk {
  readonly id: TrunkId;
  readonly name: string;
  /** Addresses (`198.51.100.7`) or blocks (`198.51.100.0/24`) from which this carrier's calls come. */
  readonly addresses: readonly string[];
  readonly callsMax: number;
  readonly trial: boolean;
}

/** Which carrier an address belongs to. Whoever belongs to none gets silence: an answer would tell a scanner that we are here. */
export type TrunkOf = (address: string) => Trunk | null;

export async function loadTrunks(db: Kysely<Tables>): Promise<readonly Trunk[]> {
  const rows = await db.selectFrom('trunks').selectAll().orderBy('id').execute();
  return rows.map((row) => ({
    id: row.id as TrunkId,
    name: row.name,
    addresses: row.addresses,
    callsMax: row.calls_max,
    trial: row.trial,
  }));
}

export function trunkFinder(trunks: readonly Trunk[]): TrunkOf {
  const lists = trunks.map((trunk) => ({ trunk, list: blockList(trunk.addresses) }));
  return (address) => {
    // A socket that takes both families writes an IPv4 peer as ::ffff:192.0.2.1.
    const plain = address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
    const family = isIPv6(plain) ? 'ipv6' : 'ipv4';
    return lists.find(({ list }) => list.check(plain, family))?.trunk ?? null;
  };
}

function blockList(addresses: readonly string[]): BlockList {
  const list = new BlockList();
  for (const address of addresses) {
    const [net = '', prefix] = address.split('/');
    const family = isIPv6(net) ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(net, family);
    else list.addSubnet(net, Number(prefix), family);
  }
  return list;
}
