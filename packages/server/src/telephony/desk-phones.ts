import { readDeskPhone, type DeskPhoneAddress } from '@pledgeline/contract';
import type { AgentId } from '@pledgeline/core';
import type { Media, SoundAddress } from '@pledgeline/media';
import type { Binding, Flow, Target } from '@pledgeline/sip';
import type { LocatingDeps } from '../trunks/locating.ts';
import { PhoneLegs, type PhoneLegsDeps, type Way } from './phone-legs.ts';
import { PhoneNames } from './phone-names.ts';
import type { Sitting } from './take-up.ts';

export interface DeskPhonesDeps extends PhoneLegsDeps, LocatingDeps {
  readonly media: Pick<Media, 'openPhoneLine' | 'aimPhoneLine' | 'restPhoneLine'>;
  /** A way to where a phone is; null: none of our addresses leads there. */
  readonly flowTo: (target: Target) => Flow | null;
  /** Where the phone is that registers by that account; null: it does not. */
  readonly bindingOf: (user: string) => Binding | null;
  /** For the screen of whoever sits there. */
  readonly lineChanged: (agent: AgentId, connected: boolean) => void;
}

/** How a phone is found: it stays where it is, or it tells us where it is. */
type DeskPhone =
  | { readonly kind: 'fixed'; readonly at: DeskPhoneAddress }
  | { readonly kind: 'account'; readonly user: string };

interface Place {
  readonly phone: DeskPhone;
  /** Whether the exchange knows that it can be rung; null: it was told neither. */
  isUp: boolean | null;
  /** The phone's address, as it was last known. */
  address: string | null;
  /** Where the phone's sound comes to, for the whole shift; null: the media process has not said yet. */
  sound: SoundAddress | null;
  /** False: it is to be opened, at the same port if there was one. */
  isOpen: boolean;
}

/** The desk phones of those who sit at one: their sound, and the calls that ring them. */
export class DeskPhones {
  readonly #places = new Map<AgentId, Place>();
  /** Asked for each datagram that no trunk has sent. */
  #addresses: ReadonlySet<string> = new Set();
  readonly #deps: DeskPhonesDeps;
  readonly #names: PhoneNames;
  readonly legs: PhoneLegs;

  constructor(deps: DeskPhonesDeps) {
    this.#deps = deps;
    this.#names = new PhoneNames({ ...deps, moved: () => this.open() });
    this.legs = new PhoneLegs(deps, {
      names: this.#names,
      soundOf: (agent) => this.#places.get(agent)?.sound ?? null,
      waysTo: (agent) => this.#waysTo(this.#places.get(agent)?.phone),
    });
  }

  stop(): void {
    this.#names.stop();
  }

  /** Somebody sits at a phone; answers whether it is one that we can ring. */
  sit({ agent, phone: uri, account = null }: Sitting): boolean {
    const phone = phoneOf(uri, account);
    if (phone === null) return this.leave(agent);
    const known = this.#places.get(agent);
    if (known === undefined || nameOf(known.phone) !== nameOf(phone))
      this.#places.set(agent, { phone, isUp: null, address: null, sound: null, isOpen: false });
    return true;
  }

  leave(agent: AgentId): false {
    if (!this.#places.delete(agent)) return false;
    this.#followNames();
    this.#addressesChanged();
    return false;
  }

  /** Looks for the phones, opens their lines that are not open, and tells of phones that came or went. */
  open(): void {
    this.#followNames();
    for (const [agent, place] of this.#places) this.#follow(agent, place);
    this.#addressesChanged();
  }

  /** [TEL-15] The phone of that account has registered, moved, or gone. */
  moved(user: string): void {
    for (const { phone } of this.#places.values())
      if (phone.kind === 'account' && phone.user === user) return this.open();
  }

  /** [TEL-40] The media process is gone, and every line with it; the exchange has been told. */
  lost(): void {
    for (const [agent, place] of this.#places) {
      place.isOpen = false;
      place.isUp = null;
      this.#deps.lineChanged(agent, false);
    }
  }

  /** Whether one of the phones has this address: it is answered then. */
  admits(address: string): boolean {
    return this.#addresses.has(address) || this.legs.admits(address);
  }

  /** The first is tried first; none: it is not there, or no address of ours leads to it. */
  #waysTo(phone: DeskPhone | undefined): readonly Way[] {
    if (phone === undefined) return [];
    if (phone.kind === 'account') {
      const binding = this.#deps.bindingOf(phone.user);
      return binding === null ? [] : [{ target: binding.contact, flow: binding.flow, found: null }];
    }
    return this.#names.targetsOf(phone.at).flatMap((found) => {
      const flow = this.#deps.flowTo(found);
      return flow === null ? [] : [{ target: phone.at.uri, flow, found }];
    });
  }

  #followNames(): void {
    const phones = [...this.#places.values()].flatMap(({ phone }) =>
      phone.kind === 'fixed' ? [phone.at] : [],
    );
    this.#names.follow(phones);
  }

  /** All that a name stands for may ring back; a phone that has moved is heard until its call is over. */
  #addressesChanged(): void {
    const found = [...this.#places.values()].flatMap(({ phone, address }) =>
      phone.kind === 'fixed' ? this.#names.targetsOf(phone.at).map((target) => target.address) : address,
    );
    this.#addresses = new Set(found.filter((address) => address !== null));
  }

  /** Makes line and exchange agree with where the phone is now. */
  #follow(agent: AgentId, place: Place): void {
    const address = this.#addressOf(place.phone);
    if (address === null) {
      if (place.isUp !== false) this.#tell(agent, place, false);
      return;
    }
    // Another address may be nearer to another one of ours.
    if (place.address !== address) place.isOpen = false;
    place.address = address;
    if (place.isOpen && place.isUp !== true) this.#tell(agent, place, true);
    if (!place.isOpen)
      this.#open(agent, place, address).catch((error: unknown) =>
        this.#deps.log.error({ err: error }, 'the line of a desk phone was not opened'),
      );
  }

  /** Null: it is not there. A fixed one is there once it is found, until it does not answer. */
  #addressOf(phone: DeskPhone): string | null {
    return phone.kind === 'fixed'
      ? (this.#names.targetsOf(phone.at)[0]?.address ?? null)
      : (this.#deps.bindingOf(phone.user)?.flow.remote.address ?? null);
  }

  #tell(agent: AgentId, place: Place, isUp: boolean): void {
    place.isUp = isUp;
    this.#deps.toExchange({ kind: isUp ? 'line-up' : 'phone-gone', agent });
    this.#deps.lineChanged(agent, isUp);
  }

  async #open(agent: AgentId, place: Place, near: string): Promise<void> {
    const port = place.sound?.port;
    const opened = await this.#deps.media.openPhoneLine({
      agent,
      near,
      ...(port === undefined ? {} : { port }),
    });
    // Somebody else, or nobody, may sit there by now; or the phone has gone on.
    if (!opened.ok || this.#places.get(agent) !== place || place.address !== near) return;
    place.sound = opened.value.local;
    place.isOpen = true;
    if (this.#addressOf(place.phone) !== null) this.#tell(agent, place, true);
  }
}

function phoneOf(uri: string, user: string | null): DeskPhone | null {
  if (user !== null) return { kind: 'account', user };
  const at = readDeskPhone(uri);
  return at === null ? null : { kind: 'fixed', at };
}

const nameOf = (phone: DeskPhone): string => (phone.kind === 'account' ? phone.user : phone.at.uri);
