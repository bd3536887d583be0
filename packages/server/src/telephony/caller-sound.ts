import type { ExchangeInput } from '@pledgeline/calls';
import type { CallId } from '@pledgeline/core';
import type { LegRequest, Media } from '@pledgeline/media';
import {
  answer,
  negotiate,
  offer,
  OFFERED,
  type Credentials,
  type Endpoint,
  type LegId,
  type UserAgentInput,
} from '@pledgeline/sip';
import type { Log } from '../adapters/log/log.ts';
import { followOffer, sessionIdOf, soundIn } from './follow-offer.ts';
import { callOf, legOf } from './leg-names.ts';
import type { Leg, Legs } from './legs.ts';
import { placeTowards, type PublicPlace } from './public-place.ts';

export interface CallerSoundDeps {
  readonly toExchange: (input: ExchangeInput) => void;
  readonly toUserAgent: (input: UserAgentInput) => void;
  readonly media: Pick<Media, 'openLeg'>;
  readonly log: Pick<Log, 'warn'>;
  readonly legs: Legs;
  /** Null: the carrier finds us where we are. */
  readonly publicPlace: PublicPlace | null;
  /** Who we are to the carrier of a call. */
  readonly credentialsFor: (call: CallId) => Credentials | null;
}

type Sound = Omit<LegRequest, 'call' | 'port'>;

/** The sound of callers' legs: opened, described to the carrier, and sent where the carrier says. */
export class CallerSound {
  readonly #deps: CallerSoundDeps;

  constructor(deps: CallerSoundDeps) {
    this.#deps = deps;
  }

  async open(call: CallId): Promise<void> {
    const leg = this.#deps.legs.get(call);
    const { toExchange, toUserAgent, media, log } = this.#deps;
    const sound = leg === undefined ? null : soundToOpen(leg);
    if (leg === undefined || sound === null) return toExchange({ kind: 'sound-refused', call });
    const wish = leg.local === null ? {} : { port: leg.local.port };
    const opened = await media.openLeg({ call, ...sound, ...wish });
    if (!opened.ok) {
      log.warn({ call, failure: opened.failure }, 'a call got no sound');
      return toExchange({ kind: 'sound-refused', call });
    }
    const { local } = opened.value;
    const hasMoved =
      leg.said !== 'nothing' && (local.port !== leg.local?.port || local.address !== leg.local.address);
    leg.local = local;
    leg.description = this.#describe(call, leg, local);
    leg.isOwed = hasMoved && leg.said === 'progress';
    if (hasMoved) toUserAgent({ kind: 'modify', leg: legOf(call), sdp: leg.description });
    toExchange({ kind: 'sound-ready', call });
  }

  answer(call: CallId): void {
    const leg = this.#say(call, 'answer');
    // RFC 3261 §13.2.1: a caller who was told a description before takes the one in the 200 for the same.
    if (leg === null || !leg.isOwed || leg.description === null) return;
    this.#deps.toUserAgent({ kind: 'modify', leg: legOf(call), sdp: leg.description });
    leg.isOwed = false;
  }

  /** [TEL-82] The carrier is told before the answer where our sound comes from. */
  progress(call: CallId): void {
    this.#say(call, 'progress');
  }

  #say(call: CallId, kind: 'progress' | 'answer'): Leg | null {
    const leg = this.#deps.legs.get(call);
    if (leg === undefined || leg.description === null) {
      this.#deps.toExchange({ kind: 'sound-refused', call });
      return null;
    }
    leg.said = kind;
    const said = { leg: legOf(call), sdp: leg.description };
    const credentials = kind === 'answer' ? this.#deps.credentialsFor(call) : null;
    this.#deps.toUserAgent({ kind, ...said, ...(credentials && { credentials }) });
    return leg;
  }

  /** The carrier moves the sound. */
  async offeredAgain({ leg, sdp }: { readonly leg: LegId; readonly sdp: string }): Promise<void> {
    await followOffer(this.#deps, { leg, sdp, call: callOf(leg) });
  }

  /** [TEL-80] [TEL-81] The carrier's answer to an offer of ours, where it has one: the sound goes where it says. */
  async answered(call: CallId, sdp: string | null): Promise<void> {
    const leg = this.#deps.legs.get(call);
    const negotiated = sdp === null ? null : negotiate(sdp);
    if (leg === undefined || negotiated?.ok !== true) return;
    leg.negotiated = negotiated.value;
    await this.#deps.media.openLeg({ call, ...soundIn(negotiated.value) });
  }

  #describe(call: CallId, leg: Leg, opened: Endpoint): string {
    const { negotiated, lateFrom } = leg;
    const peer = negotiated?.remote.address ?? lateFrom ?? opened.address;
    const local = placeTowards(this.#deps.publicPlace, opened, peer);
    const names = { local, sessionId: sessionIdOf(call) };
    return negotiated === null ? offer(names) : answer({ negotiated, ...names, version: versionOf(leg) });
  }

  /** Whether our offer was answered, or none of ours is out. */
  isAgreed(call: CallId): boolean {
    const leg = this.#deps.legs.get(call);
    return leg?.negotiated !== null || leg.lateFrom === null;
  }
}

/** Where the INVITE has no offer nobody knows yet where the sound goes: it is opened near whoever asks, and goes nowhere. */
function soundToOpen({ negotiated, lateFrom }: Leg): Sound | null {
  if (negotiated !== null) return soundIn(negotiated);
  return lateFrom === null ? null : { remote: { address: lateFrom, port: 0 }, ...OFFERED };
}

/** RFC 3264 §8: each description's version is higher than the one before; after a restart nobody knows that one. */
const versionOf = ({ said }: Leg): number => (said === 'nothing' ? 1 : Date.now());
