import type { RemoteInfo, Socket } from 'node:dgram';
import type { CallId } from '@pledgeline/core';
import type { Codec, LegRequest, MediaEvent, SoundAddress } from '../port.ts';
import { codecOf } from '../rtp/g711.ts';
import { hearKey, quietEar, type KeyEar } from '../rtp/keys.ts';
import { admit, latchOn, type Latch } from '../rtp/latch.ts';
import { blankHeader, readRtp, type RtpHeader } from '../rtp/packet.ts';
import { Listener } from './listener.ts';
import { hears, miss, unseen, type Presence } from './presence.ts';
import type { Line } from './line.ts';
import type { Player } from './player.ts';

/** RFC 3389: comfort noise. It shows that the caller is there, and says nothing. */
const COMFORT_NOISE = 13;

/** A caller's leg: one socket, plain RTP, for as long as the call lasts. */
export class Leg {
  readonly call: CallId;
  readonly local: SoundAddress;
  readonly listener: Listener;
  leaseUntilMs: number;
  player: Player | null = null;
  #talksTo: Line | null = null;
  #latch: Latch;
  #keysPayloadType: number | null;
  #ear: KeyEar = quietEar;
  /** Silence counts from the first packet either way: while it rings, nobody speaks. */
  #presence: Presence;
  #everHeard = false;
  readonly #header = blankHeader();
  readonly #socket: Socket;
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
    const bound = socket.address();
    this.local = { address: bound.address, port: bound.port };
    this.leaseUntilMs = leaseUntilMs;
    this.#latch = latchOn(request.remote);
    this.#keysPayloadType = request.keysPayloadType;
    this.#socket = socket;
    this.#tell = tell;
    this.#now = now;
    this.#presence = unseen(now());
    this.listener = new Listener(request.codec, (packet) => this.#send(packet), now());
    // A network that is unreachable for a moment is no reason to end a call: its silence is.
    socket.on('error', () => {});
    socket.on('message', (packet, from) => this.#take(packet, from));
  }

  get talksTo(): Line | null {
    return this.#talksTo;
  }

  /** Only the engine joins two: it keeps both sides in step. */
  talkTo(line: Line | null): void {
    this.#talksTo = line;
    this.listener.cut();
    this.begun();
  }

  /** Something is said to the caller from now on: an answer may be expected. */
  begun(): void {
    if (this.#presence.kind === 'unseen') this.#presence = { kind: 'there', heardAtMs: this.#now() };
  }

  /** A later offer of the same call: the sound follows it. */
  follow(request: LegRequest): void {
    const { address, port } = this.#latch.offered;
    this.listener.codec = request.codec;
    this.#keysPayloadType = request.keysPayloadType;
    if (address !== request.remote.address || port !== request.remote.port)
      this.#latch = latchOn(request.remote);
  }

  /** The agent's voice, unless something is being played. */
  hear(packet: Buffer, header: RtpHeader, spoken: Codec, nowMs: number): void {
    if (this.player === null) this.listener.forward(packet, header, spoken, nowMs);
  }

  #take(packet: Buffer, from: RemoteInfo): void {
    const header = this.#header;
    if (!readRtp(packet, header)) return;
    const spoken = codecOf(header.payloadType);
    const isKey = header.payloadType === this.#keysPayloadType;
    if (spoken === null && !isKey && header.payloadType !== COMFORT_NOISE) return;
    const now = this.#now();
    if (!admit(this.#latch, from, header, now)) return;
    this.#heard(now);
    if (isKey) this.#hearKey(packet, header);
    else if (spoken !== null && this.#talksTo !== null) this.#talksTo.hear(packet, header, spoken, now);
  }

  #heard(now: number): void {
    hears(this.#presence, now);
    if (this.#everHeard) return;
    this.#everHeard = true;
    this.#tell({ kind: 'leg-heard', call: this.call });
  }

  #hearKey(packet: Buffer, header: RtpHeader): void {
    const { ear, key } = hearKey(this.#ear, packet, header);
    this.#ear = ear;
    if (key !== null) this.#tell({ kind: 'key', call: this.call, key });
  }

  look(silentMsMax: number, stoodStillMs: number): void {
    if (miss(this.#presence, this.#now(), silentMsMax, stoodStillMs)) {
      this.#tell({ kind: 'leg-silent', call: this.call });
    }
  }

  #send(packet: Buffer): void {
    const { address, port } = this.#latch.remote;
    // RFC 3264 §8.4 and RFC 2543 before it: nowhere to send to means that the other side holds the call.
    if (port !== 0 && address !== '0.0.0.0' && address !== '::') this.#socket.send(packet, port, address);
  }

  close(): void {
    this.#socket.close();
  }
}
