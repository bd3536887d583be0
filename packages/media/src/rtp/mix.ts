/** Several voices for one listener, as one. */
import { SAMPLES_PER_FRAME } from './g711.ts';
import type { RtpHeader } from './packet.ts';
import type { Codec } from '../port.ts';
import { Voice } from './voice.ts';

/** A voice that leads and falls silent gives way to the next one that speaks. */
const LEADER_SILENT_MS_MAX = 60;

/**
 * It has no timer: the packets of one of the voices are its clock, so that this voice is heard without any delay, and
 * a frame leaves when somebody speaks, as it does without a mix.
 */
export class Mix<Speaker> {
  readonly #voices = new Map<Speaker, Voice>();
  readonly #sum = new Int32Array(SAMPLES_PER_FRAME);
  readonly #say: (sum: Int32Array, nowMs: number) => void;
  #leader: Voice | null = null;
  #ledAtMs = 0;
  /** How many samples of the leader's are still to be answered with a frame. */
  #due = 0;

  /** `say` is given 20 ms of sound, which may be louder than 16 bits, and may not keep it. */
  constructor(say: (sum: Int32Array, nowMs: number) => void) {
    this.#say = say;
  }

  /** Whose voices are heard from now on; those who were there before go on. */
  have(speakers: readonly Speaker[]): void {
    for (const [speaker, voice] of this.#voices) {
      if (speakers.includes(speaker)) continue;
      this.#voices.delete(speaker);
      if (voice === this.#leader) this.#leader = null;
    }
    for (const speaker of speakers) {
      if (!this.#voices.has(speaker)) this.#voices.set(speaker, new Voice());
    }
  }

  /** The longest that any voice waits for its turn, in samples. */
  get waiting(): number {
    return Math.max(0, ...[...this.#voices.values()].map((voice) => voice.waiting));
  }

  hear(speaker: Speaker, packet: Buffer, header: RtpHeader, spoken: Codec, nowMs: number): void {
    const voice = this.#voices.get(speaker);
    if (voice === undefined) return;
    const gone = voice.write(packet, header, spoken);
    if (voice !== this.#leader) {
      if (this.#leader !== null && nowMs - this.#ledAtMs <= LEADER_SILENT_MS_MAX) return;
      this.#leader = voice;
      this.#due = 0;
    }
    this.#ledAtMs = nowMs;
    for (this.#due += gone; this.#due >= SAMPLES_PER_FRAME; this.#due -= SAMPLES_PER_FRAME)
      this.#frame(nowMs);
  }

  #frame(nowMs: number): void {
    this.#sum.fill(0);
    for (const voice of this.#voices.values()) voice.addTo(this.#sum, voice === this.#leader);
    this.#say(this.#sum, nowMs);
  }
}
