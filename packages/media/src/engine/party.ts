import type { RtpHeader } from '../rtp/packet.ts';
import type { Codec } from '../port.ts';
import type { Listener } from './listener.ts';
import type { Player } from './player.ts';

/** Takes what somebody says, packet by packet. The packet is its own: it may be rewritten where it lies. */
export interface Hearer {
  hear(packet: Buffer, header: RtpHeader, spoken: Codec, nowMs: number): void;
}

/** Who hears and is heard: a caller's leg, an agent's line. */
export interface Party extends Hearer {
  readonly listener: Listener;
  /** What is being played to it; it goes before whoever speaks. */
  player: Player | null;
  /** Sound is to be expected of it. */
  readonly speaks: boolean;
  /** Where its voice goes from now on. */
  speakTo(hearer: Hearer | null): void;
  /** Other voices are heard from now on, or none. */
  hearOthers(voices: readonly Party[]): void;
  /** 20 ms of several voices, unless something else is heard. */
  hearMix(sum: Int32Array, nowMs: number): void;
  /** Something is said to it from now on: an answer may be expected. */
  begun(): void;
}
