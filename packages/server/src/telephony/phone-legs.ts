import type { ExchangeEffect, ExchangeInput } from '@pledgeline/calls';
import { after, type AgentId, type CallId, type Instant, type PhoneLegId } from '@pledgeline/core';
import type { Media, SoundAddress } from '@pledgeline/media';
import {
  letsTheNextTry,
  negotiate,
  offer,
  type Flow,
  type Target,
  type UserAgentInput,
} from '@pledgeline/sip';
import type { Clock } from '../adapters/clock/clock.ts';
import type { Log } from '../adapters/log/log.ts';
import { sipLegOf } from './leg-names.ts';
import { placeTowards, type PublicPlace } from './public-place.ts';
import { hearOutgoing, type ReferWish } from './outgoing-leg.ts';
import type { PhoneNames } from './phone-names.ts';
import type { Refer } from './refer.ts';
import type { TrunkNews } from './switchboard.ts';

export interface PhoneLegsDeps {
  readonly toExchange: (input: ExchangeInput) => void;
  readonly toUserAgent: (input: UserAgentInput) => void;
  readonly media: Pick<Media, 'aimPhoneLine' | 'restPhoneLine'>;
  readonly clock: Clock;
  /** What the phone shows: the line that was rung, never the caller. */
  readonly lineNumberOf: (call: CallId) => string;
  /** Null: phones find us where we are. */
  readonly publicPlace: PublicPlace | null;
  /** The phone wants its call handed on (REFER); its subscription is told what becomes of it. */
  readonly referred: (refer: Refer) => void;
  readonly log: Log;
}

/** What is known of the phones themselves. */
export interface PhoneSight {
  readonly names: Pick<PhoneNames, 'failed' | 'answered'>;
  /** Where the phone's sound comes to; null: that is not known, or nobody sits at a phone. */
  readonly soundOf: (agent: AgentId) => SoundAddress | null;
  /** The first is tried first. */
  readonly waysTo: (agent: AgentId) => readonly Way[];
}

/** How a phone is rung. */
export interface Way {
  readonly target: string;
  readonly flow: Flow;
  /** One of several that its name stands for; null: it registered from there. */
  readonly found: Target | null;
}

/** A leg that rings a phone, or on which it talks. */
interface Ringing {
  readonly agent: AgentId;
  /** Null: it was rung by an earlier life. */
  readonly way: Way | null;
  /** What is left to be tried in its stead. */
  readonly others: readonly Way[];
  readonly since: Instant;
  /** False: not a word has come of it. */
  readonly isHeard: boolean;
  readonly address: string | null;
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

/** Whoever has said nothing by then is silent: an INVITE over UDP has been sent three times (RFC 3261 §17.1.1.2). */
const SILENT_MS = 1_500;

/** The legs that ring desk phones. */
export class PhoneLegs {
  readonly #legs = new Map<PhoneLegId, Ringing>();
  /** How many legs are with each address: asked for each datagram that no trunk has sent. */
  readonly #addresses = new Map<string, number>();
  readonly #deps: PhoneLegsDeps;
  readonly #sight: PhoneSight;

  constructor(deps: PhoneLegsDeps, sight: PhoneSight) {
    this.#deps = deps;
    this.#sight = sight;
  }

  /** Whether a phone there is rung or talked on: it is heard until that is over, wherever its name leads by then. */
  admits(address: string): boolean {
    return this.#addresses.has(address);
  }

  /** After a restart: which leg is whose, and where its phone is; null: that is not known any more. */
  restore(agent: AgentId, leg: PhoneLegId, address: string | null): void {
    this.#keep(leg, { agent, way: null, others: [], since: this.#deps.clock(), isHeard: true, address });
  }

  ring({ agent, call, leg }: Ring): void {
    const sound = this.#sight.soundOf(agent);
    const [way, ...rest] = this.#sight.waysTo(agent);
    if (sound === null || way === undefined)
      return this.#deps.toExchange({ kind: 'phone-failed', call, leg });
    // Our end of the sound stays where it is for the length of an offer.
    const others = rest.filter(({ flow }) => flow.local.address === way.flow.local.address);
    this.#call(call, leg, { agent, way, others, sound });
  }

  hangUp({ leg }: HangUp): void {
    const ringing = this.#legs.get(leg);
    // [TEL-42] RFC 3263 §4.3: silence lets the next be tried; with the next call, for this one has gone on.
    if (ringing !== undefined && !ringing.isHeard && this.#deps.clock() >= after(ringing.since, SILENT_MS))
      this.#failed(ringing.way);
    this.#deps.toUserAgent({ kind: 'hang-up', leg: sipLegOf(leg) });
    this.#rest(leg);
  }

  /** What the SIP user agent tells of a leg that rings a phone. */
  told(call: CallId, leg: PhoneLegId, news: TrunkNews): void {
    const { toExchange, toUserAgent } = this.#deps;
    hearOutgoing(news, {
      rings: () => this.#heard(leg),
      answered: (sdp) => this.#answered(call, leg, sdp),
      failed: (status) => this.#callFailed(call, leg, status),
      over: (because) => {
        this.#rest(leg);
        toExchange({ kind: because === 'lost' ? 'phone-lost' : 'phone-hung-up', call, leg });
      },
      offeredAgain: () => toUserAgent({ kind: 'refuse-again', leg: sipLegOf(leg) }),
      referred: (wish) => this.#referred(call, leg, wish),
    });
  }

  #referred(call: CallId, leg: PhoneLegId, { to, replaces }: ReferWish): void {
    const agent = this.#legs.get(leg)?.agent;
    const outcome = (status: number): void =>
      this.#deps.toUserAgent({ kind: 'refer-outcome', leg: sipLegOf(leg), status });
    if (agent === undefined) return outcome(603);
    return this.#deps.referred({ agent, call, to, attended: replaces !== null, outcome });
  }

  #answered(call: CallId, leg: PhoneLegId, sdp: string): void {
    const { media, toExchange, toUserAgent, log } = this.#deps;
    this.#heard(leg);
    const agent = this.#legs.get(leg)?.agent;
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

  /** [TEL-42] RFC 3263 §4.3: where one host of a name fails at once, the next is tried in the same offer. */
  #callFailed(call: CallId, leg: PhoneLegId, status: number): void {
    const ringing = this.#legs.get(leg);
    if (ringing !== undefined && letsTheNextTry(status)) this.#failed(ringing.way);
    const sound = ringing === undefined ? null : this.#sight.soundOf(ringing.agent);
    const [way, ...others] = ringing !== undefined && letsTheNextTry(status) ? ringing.others : [];
    if (ringing !== undefined && way !== undefined && sound !== null)
      return this.#call(call, leg, { agent: ringing.agent, way, others, sound });
    this.#rest(leg);
    return this.#deps.toExchange({ kind: 'phone-failed', call, leg });
  }

  #call(
    call: CallId,
    leg: PhoneLegId,
    wish: Pick<Ringing, 'agent' | 'others'> & { readonly way: Way; readonly sound: SoundAddress },
  ): void {
    const { agent, way, others, sound } = wish;
    const { target, flow } = way;
    const since = this.#deps.clock();
    this.#keep(leg, { agent, way, others, since, isHeard: false, address: flow.remote.address });
    const towards = (ours: SoundAddress): SoundAddress =>
      placeTowards(this.#deps.publicPlace, ours, flow.remote.address);
    this.#deps.toUserAgent({
      kind: 'call',
      leg: sipLegOf(leg),
      target,
      flow,
      from: `sip:${this.#deps.lineNumberOf(call)}@${hostOf(towards(flow.local).address)}`,
      sdp: offer({ local: towards(sound), sessionId: '1' }),
      extraHeaders: ANSWER_BY_ITSELF,
      acceptsRefer: true,
    });
  }

  #heard(leg: PhoneLegId): void {
    const ringing = this.#legs.get(leg);
    if (ringing === undefined || ringing.isHeard) return;
    this.#keep(leg, { ...ringing, isHeard: true });
    if (ringing.way?.found) this.#sight.names.answered(ringing.way.found);
  }

  #failed(way: Way | null): void {
    if (way?.found) this.#sight.names.failed(way.found);
  }

  #rest(leg: PhoneLegId): void {
    const agent = this.#legs.get(leg)?.agent;
    if (agent === undefined) return;
    this.#keep(leg, null);
    this.#deps.media
      .restPhoneLine(agent)
      .catch((error: unknown) => this.#deps.log.error({ err: error }, 'a desk phone was not put to rest'));
  }

  /** Null: it is over. */
  #keep(leg: PhoneLegId, ringing: Ringing | null): void {
    this.#count(this.#legs.get(leg)?.address ?? null, -1);
    this.#count(ringing?.address ?? null, 1);
    if (ringing === null) this.#legs.delete(leg);
    else this.#legs.set(leg, ringing);
  }

  #count(address: string | null, change: number): void {
    if (address === null) return;
    const count = (this.#addresses.get(address) ?? 0) + change;
    if (count === 0) this.#addresses.delete(address);
    else this.#addresses.set(address, count);
  }
}

const hostOf = (address: string): string => (address.includes(':') ? `[${address}]` : address);
