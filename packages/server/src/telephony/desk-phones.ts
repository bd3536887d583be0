import type { ExchangeEffect, ExchangeInput } from '@pledgeline/calls';
import { readDeskPhone, type DeskPhoneAddress } from '@pledgeline/contract';
import { unreachable, type AgentId, type CallId, type PhoneLegId } from '@pledgeline/core';
import type { Media, SoundAddress } from '@pledgeline/media';
import { negotiate, offer, type Binding, type Flow, type UserAgentInput } from '@pledgeline/sip';
import type { Log } from '../adapters/log/log.ts';
import { sipLegOf } from './leg-names.ts';
import type { TrunkNews } from './switchboard.ts';
import type { Sitting } from './take-up.ts';

export interface DeskPhonesDeps {
  readonly toExchange: (input: ExchangeInput) => void;
  readonly toUserAgent: (input: UserAgentInput) => void;
  readonly media: Pick<Media, 'openPhoneLine' | 'aimPhoneLine' | 'restPhoneLine'>;
  /** How a phone at a fixed address is reached; null: none of our addresses leads there. */
  readonly flowTo: (phone: DeskPhoneAddress) => Flow | null;
  /** Where the phone is that registers by that account; null: it does not. */
  readonly bindingOf: (user: string) => Binding | null;
  /** What the phone shows: the line that was rung, never the caller. */
  readonly lineNumberOf: (call: CallId) => string;
  /** For the screen of whoever sits there. */
  readonly lineChanged: (agent: AgentId, connected: boolean) => void;
  readonly log: Log;
}

/** How a phone is found: it stays where it is, or it tells us where it is. */
type DeskPhone =
  | { readonly kind: 'fixed'; readonly at: DeskPhoneAddress }
  | { readonly kind: 'account'; readonly user: string };

/** How a phone is rung. */
interface Way {
  readonly target: string;
  readonly flow: Flow;
}

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

type Ring = Extract<ExchangeEffect, { kind: 'ring-phone' }>;
type HangUp = Extract<ExchangeEffect, { kind: 'hang-up-phone' }>;

/**
 * Phones that answer by themselves ask for one of these; each maker reads another: Call-Info (Cisco, Snom, Grandstream),
 * Alert-Info (Polycom, Yealink), RFC 5373.
 */
const ANSWER_BY_ITSELF = [
  { name: 'call-info', value: '<sip:localhost>;answer-after=0' },
  { name: 'alert-info', value: '<http://localhost>;info=alert-autoanswer;delay=0' },
  { name: 'answer-mode', value: 'Auto' },
] as const;

/** The desk phones of those who sit at one: their sound, and the calls that ring them. */
export class DeskPhones {
  readonly #places = new Map<AgentId, Place>();
  /** Asked for each datagram that no trunk has sent. */
  #addresses: ReadonlySet<string> = new Set();
  /** Whose phone a leg rings. */
  readonly #legs = new Map<PhoneLegId, AgentId>();
  readonly #deps: DeskPhonesDeps;

  constructor(deps: DeskPhonesDeps) {
    this.#deps = deps;
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
    if (this.#places.delete(agent)) this.#addresses = addressesOf(this.#places);
    return false;
  }

  /** Opens the phones' lines that are not open, and tells of phones that came or went. */
  open(): void {
    for (const [agent, place] of this.#places) this.#follow(agent, place);
    this.#addresses = addressesOf(this.#places);
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
    return this.#addresses.has(address);
  }

  /** After a restart: which leg is whose. */
  restore(agent: AgentId, leg: PhoneLegId): void {
    this.#legs.set(leg, agent);
  }

  ring({ agent, call, leg }: Ring): void {
    const place = this.#places.get(agent);
    const way = place === undefined ? null : this.#wayTo(place.phone);
    if (place === undefined || place.sound === null || way === null)
      return this.#deps.toExchange({ kind: 'phone-failed', call, leg });
    this.#legs.set(leg, agent);
    this.#deps.toUserAgent({
      kind: 'call',
      leg: sipLegOf(leg),
      ...way,
      from: `sip:${this.#deps.lineNumberOf(call)}@${hostOf(way.flow.local.address)}`,
      sdp: offer({ local: place.sound, sessionId: '1' }),
      extraHeaders: ANSWER_BY_ITSELF,
    });
  }

  hangUp({ leg }: HangUp): void {
    this.#deps.toUserAgent({ kind: 'hang-up', leg: sipLegOf(leg) });
    this.#rest(leg);
  }

  /** What the SIP user agent tells of a leg that rings a phone. */
  told(call: CallId, leg: PhoneLegId, news: TrunkNews): void {
    const { toExchange } = this.#deps;
    switch (news.kind) {
      case 'answered':
        return this.#answered(call, leg, news.sdp);
      case 'call-failed':
        this.#rest(leg);
        return toExchange({ kind: 'phone-failed', call, leg });
      case 'hung-up':
        this.#rest(leg);
        return toExchange({ kind: 'phone-hung-up', call, leg });
      case 'lost':
        this.#rest(leg);
        return toExchange({ kind: 'phone-lost', call, leg });
      case 'offered-again':
        return this.#deps.toUserAgent({ kind: 'refuse-again', leg: news.leg });
      case 'offer-withdrawn':
      case 'direction':
      case 'modified':
      case 'modify-failed':
      case 'progress-acknowledged':
      case 'referred':
      case 'key':
      case 'progress':
      case 'invited':
      case 'cancelled':
      case 'acknowledged':
      case 'dialog':
      case 'dropped':
      case 'responded':
      case 'registering':
        return undefined;
      default:
        return unreachable(news);
    }
  }

  #answered(call: CallId, leg: PhoneLegId, sdp: string): void {
    const { media, toExchange, toUserAgent, log } = this.#deps;
    const agent = this.#legs.get(leg);
    const sound = negotiate(sdp);
    if (agent === undefined || !sound.ok) {
      toUserAgent({ kind: 'hang-up', leg: sipLegOf(leg) });
      this.#rest(leg);
      return toExchange({ kind: 'phone-failed', call, leg });
    }
    const { remote, codec, keysPayloadType } = sound.value;
    // The bridge, which comes after it, is asked of the same process: the order is kept.
    media
      .aimPhoneLine({ agent, remote, codec, keysPayloadType })
      .catch((error: unknown) => log.error({ err: error }, 'a desk phone has no sound'));
    toExchange({ kind: 'phone-answered', call, leg });
  }

  #rest(leg: PhoneLegId): void {
    const agent = this.#legs.get(leg);
    if (agent === undefined) return;
    this.#legs.delete(leg);
    this.#deps.media
      .restPhoneLine(agent)
      .catch((error: unknown) => this.#deps.log.error({ err: error }, 'a desk phone was not put to rest'));
  }

  #wayTo(phone: DeskPhone): Way | null {
    if (phone.kind === 'account') {
      const binding = this.#deps.bindingOf(phone.user);
      return binding === null ? null : { target: binding.contact, flow: binding.flow };
    }
    const flow = this.#deps.flowTo(phone.at);
    return flow === null ? null : { target: phone.at.uri, flow };
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

  /** Null: it is not there. A fixed one is there until it does not answer. */
  #addressOf(phone: DeskPhone): string | null {
    return phone.kind === 'fixed'
      ? phone.at.address
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

const addressesOf = (places: ReadonlyMap<AgentId, Place>): ReadonlySet<string> =>
  new Set([...places.values()].flatMap(({ address }) => address ?? []));

const hostOf = (address: string): string => (address.includes(':') ? `[${address}]` : address);
