import type { Socket } from 'node:dgram';
import type { CallId } from '@pledgeline/core';
import type { Codec, LegRequest, MediaEvent, SoundAddress } from '../port.ts';
import type { RtpHeader } from '../rtp/packet.ts';
import { Listener } from './listener.ts';
import { hears, miss, unseen, type Presence } from './presence.ts';
import type { Hearer, Party } from './party.ts';
import type { Player } from './player.ts';
import { Wire } from './wire.ts';

/** A caller's leg: one socket, plain RTP, for as long as the call lasts. */
export class Leg implements Party {
  readonly call: CallId;
  readonly listener: Listener;
  leaseUntilMs: number;
  player: Player | null = null;
  readonly speaks = true;
  #speaksTo: Hearer | null = null;
  /** Silence counts from the first packet either way: while it rings, nobody speaks. */
  #presence: Presence;
  #everHeard = false;
  readonly #wire: Wire;
  readonly #tell: (event: MediaEvent) => void;
  readonly #now: () => number;

  constructor(
    request: LegRequest,
    socket: Socket,
    leaseUntilMs: number,
    tell: (event: MediaEvent) => void,
    now: () => number,
  ) {
    this.call = request.call;
    this.leaseUntilMs = leaseUntilMs;
    this.#tell = tell;
    this.#now = now;
    this.#presence = unseen(now());
    this.#wire = new Wire(
      socket,
      {
        packet: (at) => this.#heard(at),
        sound: (packet, header, spoken, at) => this.#speaksTo?.hear(packet, header, spoken, at),
        key: (key) => this.#tell({ kind: 'key', call: this.call, key }),
      },
      now,
    );
    this.#wire.aim(request);
    this.listener = new Listener(request.codec, (packet) => this.#wire.send(packet), now());
  }

  get local(): SoundAddress {
    return this.#wire.local;
  }

  speakTo(hearer: Hearer | null): void {
    this.#speaksTo = hearer;
  }

  hearOthers(): void {
    this.listener.cut();
    this.begun();
  }

  begun(): void {
    if (this.#presence.kind === 'unseen') this.#presence = { kind: 'there', heardAtMs: this.#now() };
  }

  /** A later offer of the same call: the sound follows it. */
  follow(request: LegRequest): void {
    this.listener.codec = request.codec;
    this.#wire.follow(request);
  }

  hear(packet: Buffer, header: RtpHeader, spoken: Codec, nowMs: number): void {
    if (this.player === null) this.listener.forward(packet, header, spoken, nowMs);
  }

  hearMix(sum: Int32Array, nowMs: number): void {
    if (this.player === null) this.listener.mix(sum, nowMs);
  }

  #heard(now: number): void {
    hears(this.#presence, now);
    if (this.#everHeard) return;
    this.#everHeard = true;
    this.#tell({ kind: 'leg-heard', call: this.call });
  }

  look(silentMsMax: number, stoodStillMs: number): void {
    if (miss(this.#presence, this.#now(), silentMsMax, stoodStillMs)) {
      this.#tell({ kind: 'leg-silent', call: this.call });
    }
  }

  close(): void {
    this.#wire.close();
  }
}
