import type { TrunkId } from '@pledgeline/core';
import { targetKey } from '@pledgeline/sip';
import type { TrunkBook } from '../trunks/book.ts';
import type { Way } from '../trunks/carrier.ts';
import type { Carriers } from '../trunks/carriers.ts';
import { comesBy, type Trunk } from '../trunks/trunk.ts';

/** One way by which an outside call may leave. */
export interface OutsideWay extends Way {
  readonly trunk: Trunk;
}

export interface WaysDeps {
  readonly trunks: Pick<TrunkBook, 'all' | 'callsOn'>;
  readonly carriers: Pick<Carriers, 'of'>;
}

interface Wish {
  /** The trunk by which the caller came: its carrier knows the line's number as ours. */
  readonly first: string;
  /** Ways that were tried, by `wayName`. */
  readonly tried: ReadonlySet<string>;
}

export const wayName = ({ trunk, target }: OutsideWay): string => `${trunk.id} ${targetKey(target)}`;

/**
 * The next way that a call may be tried by; null: none is left. Trunks that are full are passed over, those whose carrier
 * is silent come last, and within a trunk the hosts are in the order of RFC 3263.
 */
export function nextWay({ trunks, carriers }: WaysDeps, { first, tried }: Wish): OutsideWay | null {
  const isDown = (id: TrunkId): boolean => carriers.of(id)?.state().reach === 'down';
  const rank = ({ id }: Trunk): number => 2 * Number(isDown(id)) + Number(id !== first);
  const open = trunks
    .all()
    .filter(({ id, enabled, outgoing, callsMax }) => enabled && outgoing && trunks.callsOn(id) < callsMax)
    .toSorted((one, other) => rank(one) - rank(other));
  for (const trunk of open)
    for (const way of carriers.of(trunk.id)?.ways() ?? []) {
      const named = { ...way, trunk };
      if (comesBy(trunk, way.flow.transport) && !tried.has(wayName(named))) return named;
    }
  return null;
}
