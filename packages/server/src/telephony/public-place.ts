import type { Endpoint } from '@pledgeline/sip';
import { isIP } from 'node:net';
import { isHouseAddress } from '../adapters/tls/name-constraints.ts';

/** Where peers outside of the house find us, behind address translation; within the house our own addresses lead to us. */
export interface PublicPlace {
  readonly address: string;
  readonly isOutside: (peer: string) => boolean;
}

export const publicPlace = (address: string | null): PublicPlace | null =>
  address === null
    ? null
    : {
        address,
        isOutside: (peer) => isIP(peer) === isIP(address) && !isHouseAddress(peer) && !isNowhere(peer),
      };

/** RFC 3264 §8.4: who holds a call may name no place at all. */
const isNowhere = (address: string): boolean => address === '0.0.0.0' || address === '::';

/** [TEL-83] A place of ours as this peer is to be told. Ports are forwarded as they are. */
export const placeTowards = (place: PublicPlace | null, local: Endpoint, peer: string): Endpoint =>
  place?.isOutside(peer) === true ? { ...local, address: place.address } : local;
