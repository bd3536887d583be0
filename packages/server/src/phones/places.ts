import type { TransportName } from '@pledgeline/sip';
import type { BlockList } from 'node:net';
import { holds, listOf, plainAddress } from '../trunks/finder.ts';

export interface PhoneSite {
  readonly id: string;
  /** Addresses and blocks. */
  readonly networks: readonly string[];
}

/** From where phones may register. */
export interface PhonePlaces {
  readonly bySite: ReadonlyMap<string, BlockList>;
  readonly all: BlockList;
  /** Whether there is anybody who could register: where nobody is, nobody is heard. */
  readonly hasAccounts: boolean;
}

const LOOPBACK = ['127.0.0.0/8', '::1'];

/** In a trial the telephones of this very machine are of every site. */
export function placesOfPhones(
  sites: readonly PhoneSite[],
  { isTrial, hasAccounts }: { readonly isTrial: boolean; readonly hasAccounts: boolean },
): PhonePlaces {
  const networksOf = ({ networks }: PhoneSite): readonly string[] =>
    isTrial ? [...networks, ...LOOPBACK] : networks;
  return {
    bySite: new Map(sites.map((site) => [site.id, listOf(networksOf(site))])),
    all: listOf(sites.flatMap(networksOf)),
    hasAccounts,
  };
}

export interface From {
  readonly address: string;
  readonly transport: TransportName;
}

/**
 * [TEL-16] Where somebody stands who wants to register, for the site of the account that was named (null: there is no
 * such account). `nowhere`: nobody may register from there. `elsewhere`: others may, this account may not; whoever asks
 * is not to learn that from a name without an account.
 */
export function standingOf(
  { bySite, all }: PhonePlaces,
  { address, transport }: From,
  site: string | null,
): 'here' | 'elsewhere' | 'nowhere' {
  if (transport === 'tls') return 'here';
  if (!holds(all, address)) return 'nowhere';
  const own = site === null ? undefined : bySite.get(site);
  return own !== undefined && holds(own, address) ? 'here' : 'elsewhere';
}

/** [TEL-16] Whether what comes from there is heard because a phone may be there: in a site's network, or over TLS. */
export const mayBePhone = ({ all, hasAccounts }: PhonePlaces, { address, transport }: From): boolean =>
  hasAccounts && (transport === 'tls' || holds(all, address));

/** Whether it is one of the sites' networks, whatever it came by. */
export const isOfSite = ({ all }: PhonePlaces, address: string): boolean => holds(all, address);

/** [TEL-41] Whole in a network of the sites; of any other, which is somebody's home, the beginning alone. */
export function shownPlace({ all }: PhonePlaces, address: string): string {
  const plain = plainAddress(address);
  if (holds(all, plain)) return plain;
  const parting = plain.includes(':') ? ':' : '.';
  return [...plain.split(parting).slice(0, 2), '…'].join(parting);
}
