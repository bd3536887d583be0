import { readHostAndPort, type TrunkForm } from '@pledgeline/contract';
import type { TrunkId } from '@pledgeline/core';

/** A carrier's connection to us, as the database has it. Never changed in place: a change makes another one. */
export interface Trunk extends Omit<TrunkForm, 'registration'> {
  readonly id: TrunkId;
  readonly trial: boolean;
  /** Counts the changes. */
  readonly revision: number;
  readonly registration: Registration | null;
}

export interface Registration {
  readonly registrar: string;
  readonly user: string;
  readonly authUser: string | null;
  readonly expiresSeconds: number;
  /** The password, sealed; null: none was given. */
  readonly sealedPassword: string | null;
}

/** A source address over UDP is easily forged: whoever asked for TLS gets no call by another way. */
export const comesBy = ({ transport }: Trunk, by: Trunk['transport']): boolean =>
  transport !== 'tls' || by === 'tls';

/** What says where a trunk's calls come from. */
interface Placed extends Pick<Trunk, 'addresses' | 'outboundProxy'> {
  readonly registration: Pick<Registration, 'registrar'> | null;
}

/** Every place that a trunk's calls may come from: what is listed, and where it registers. */
export function placesOf({ addresses, registration, outboundProxy }: Placed): readonly string[] {
  if (registration === null) return addresses;
  const places = outboundProxy === null ? [registration.registrar] : [registration.registrar, outboundProxy];
  return [...new Set([...addresses, ...places.map((place) => readHostAndPort(place)?.host ?? place)])];
}

/** The hosts that we ask for something or hear from, without ports and blocks. */
export function hostsOf(trunk: Placed): readonly string[] {
  const target = targetOf(trunk);
  const host = target === null ? [] : [readHostAndPort(target)?.host ?? target];
  return [...new Set([...host, ...placesOf(trunk).filter((place) => !place.includes('/'))])];
}

/** Where our own requests to the carrier go, host and perhaps port; null: nothing but blocks is known of it. */
export function targetOf({ addresses, registration, outboundProxy }: Placed): string | null {
  return (
    outboundProxy ?? registration?.registrar ?? addresses.find((address) => !address.includes('/')) ?? null
  );
}
