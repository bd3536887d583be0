import type { OutsideLegId } from '@pledgeline/calls';
import type { Media, MediaSessions, SoundAddress } from '@pledgeline/media';
import { answer, negotiate, offer, type LegId, type Negotiated, type UserAgentInput } from '@pledgeline/sip';
import { followOffer, sessionIdOf, soundIn } from '../telephony/follow-offer.ts';
import { placeTowards, type PublicPlace } from '../telephony/public-place.ts';
import { soundOf } from './leg-names.ts';

interface SoundDeps {
  readonly media: Pick<Media, 'openLeg' | 'closeLeg'>;
  readonly toUserAgent: (input: UserAgentInput) => void;
  /** Null: carriers find us where we are. */
  readonly publicPlace: PublicPlace | null;
  readonly failed: (error: unknown) => void;
}

interface Sound {
  /** The carrier's address: our end lies where it can be reached. */
  readonly near: string;
  local: SoundAddress | null;
  /** Null: nobody has said yet where the sound is to go. */
  agreed: Negotiated | null;
}

/** The sound of outside calls: each is a leg of the media process, open before its INVITE so that this can offer it. */
export class OutsideSound {
  readonly #deps: SoundDeps;
  readonly #sounds = new Map<OutsideLegId, Sound>();

  constructor(deps: SoundDeps) {
    this.#deps = deps;
  }

  has(leg: string): boolean {
    return this.#sounds.has(leg as OutsideLegId);
  }

  /** Our offer; null: there is no sound to be had. Another carrier may be reached from another address of ours. */
  async offerTo(leg: OutsideLegId, near: string): Promise<string | null> {
    const before = this.#sounds.get(leg);
    if (before !== undefined && before.near !== near) await this.#deps.media.closeLeg(soundOf(leg));
    const sound: Sound = { near, local: null, agreed: null };
    this.#sounds.set(leg, sound);
    // RFC 3264 §8.4: port 0, nothing is sent until somebody has said where to.
    const nowhere = { remote: { address: near, port: 0 }, codec: 'PCMA', keysPayloadType: null } as const;
    const opened = await this.#deps.media.openLeg({ call: soundOf(leg), ...nowhere });
    if (this.#sounds.get(leg) !== sound) {
      // It was closed while it was being opened.
      if (!this.has(leg)) this.#do(this.#deps.media.closeLeg(soundOf(leg)));
      return null;
    }
    if (!opened.ok) return null;
    sound.local = opened.value.local;
    const local = placeTowards(this.#deps.publicPlace, opened.value.local, near);
    return offer({ local, sessionId: sessionIdOf(soundOf(leg)) });
  }

  /** The other side's description: early, in its answer, or in its answer to another one of ours. False: it is none. */
  aim(leg: OutsideLegId, sdp: string): boolean {
    const sound = this.#sounds.get(leg);
    const agreed = negotiate(sdp);
    if (sound === undefined || !agreed.ok) return false;
    sound.agreed = agreed.value;
    // What comes after it, a joining, is asked of the same process: the order is kept.
    this.#do(this.#deps.media.openLeg({ call: soundOf(leg), ...soundIn(agreed.value) }));
    return true;
  }

  follow(leg: OutsideLegId, sipLeg: LegId, sdp: string): void {
    const follow = async (): Promise<void> => {
      const agreed = await followOffer(this.#deps, { leg: sipLeg, sdp, call: soundOf(leg) });
      const sound = this.#sounds.get(leg);
      if (sound !== undefined && agreed !== null) sound.agreed = agreed;
    };
    this.#do(follow());
  }

  /** After a restart: what its dialog says of it. */
  restore(leg: OutsideLegId, near: string, agreed: Negotiated | null): void {
    this.#sounds.set(leg, { near, local: null, agreed });
  }

  /** What the media process says that it still has. */
  found({ legs }: MediaSessions): void {
    const locals = new Map(legs.map(({ call, local }) => [call, local]));
    for (const [leg, sound] of this.#sounds) sound.local = locals.get(soundOf(leg)) ?? sound.local;
  }

  /** [TEL-66] The media process has lost it: opened again, where it was if it can be, else the other side is told where. */
  reopen(leg: OutsideLegId, sipLeg: LegId): void {
    this.#do(this.openAgain(leg, sipLeg));
  }

  /** False: it is over, or there is no sound to be had. */
  async openAgain(leg: OutsideLegId, sipLeg: LegId): Promise<boolean> {
    const sound = this.#sounds.get(leg);
    const agreed = sound?.agreed ?? null;
    return sound !== undefined && agreed !== null && (await this.#openAgain(leg, sipLeg, { sound, agreed }));
  }

  close(leg: OutsideLegId): void {
    if (this.#sounds.delete(leg)) this.#do(this.#deps.media.closeLeg(soundOf(leg)));
  }

  async #openAgain(
    leg: OutsideLegId,
    sipLeg: LegId,
    { sound, agreed }: { readonly sound: Sound; readonly agreed: Negotiated },
  ): Promise<boolean> {
    const wish = sound.local === null ? {} : { port: sound.local.port };
    const opened = await this.#deps.media.openLeg({ call: soundOf(leg), ...soundIn(agreed), ...wish });
    if (!opened.ok || this.#sounds.get(leg) !== sound) return false;
    const { local } = opened.value;
    const isWhere = local.port === sound.local?.port && local.address === sound.local.address;
    sound.local = local;
    if (isWhere) return true;
    const sdp = answer({
      negotiated: agreed,
      local: placeTowards(this.#deps.publicPlace, local, sound.near),
      sessionId: sessionIdOf(soundOf(leg)),
      version: Date.now(),
    });
    this.#deps.toUserAgent({ kind: 'modify', leg: sipLeg, sdp });
    return true;
  }

  #do(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.#deps.failed(error));
  }
}
