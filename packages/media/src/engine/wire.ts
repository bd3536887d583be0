import type { RemoteInfo, Socket } from 'node:dgram';
import type { Codec, SoundAddress } from '../port.ts';
import { codecOf } from '../rtp/g711.ts';
import { hearKey, quietEar, type KeyEar } from '../rtp/keys.ts';
import { admit, latchOn, type Latch } from '../rtp/latch.ts';
import { blankHeader, readRtp, type RtpHeader } from '../rtp/packet.ts';

/** RFC 3389: comfort noise. It shows that somebody is there, and says nothing. */
const COMFORT_NOISE = 13;

export interface Aim {
  /** Where the other side's description says that its sound is to go. */
  readonly remote: SoundAddress;
  /** The payload type of telephone-event (RFC 4733); null: none agreed. */
  readonly keysPayloadType: number | null;
}

export interface WireEars {
  /** Every packet of whoever is aimed at, before what is in it is told. */
  readonly packet: (nowMs: number) => void;
  readonly sound: (packet: Buffer, header: RtpHeader, spoken: Codec, nowMs: number) => void;
  readonly key: (key: string) => void;
}

/** Plain RTP on one socket: where it is sent, whose packets are taken, and the keys among them. */
export class Wire {
  readonly local: SoundAddress;
  /** Null: nobody is there, nothing is sent and nothing is heard. */
  #latch: Latch | null = null;
  /** Who was there before: what is left of that stream is not heard in the next. */
  #former: Latch | null = null;
  #keysPayloadType: number | null = null;
  #ear: KeyEar = quietEar;
  readonly #header = blankHeader();
  readonly #socket: Socket;
  readonly #ears: WireEars;
  readonly #now: () => number;

  constructor(socket: Socket, ears: WireEars, now: () => number) {
    const { address, port } = socket.address();
    this.local = { address, port };
    this.#socket = socket;
    this.#ears = ears;
    this.#now = now;
    // A network that is unreachable for a moment is no reason to end a call: its silence is.
    socket.on('error', () => {});
    socket.on('message', (packet, from) => this.#take(packet, from));
  }

  get aimed(): boolean {
    return this.#latch !== null;
  }

  /** Another call: whoever sends first is looked for anew. */
  aim({ remote, keysPayloadType }: Aim): void {
    this.rest();
    this.#latch = latchOn(remote, this.#former);
    this.#keysPayloadType = keysPayloadType;
    this.#ear = quietEar;
  }

  /** A later description of the same call: only another address is looked for anew. */
  follow({ remote, keysPayloadType }: Aim): void {
    this.#keysPayloadType = keysPayloadType;
    const offered = this.#latch?.offered;
    if (offered?.address !== remote.address || offered.port !== remote.port) this.#latch = latchOn(remote);
  }

  rest(): void {
    if (this.#latch !== null && this.#latch.heard !== 'nobody') this.#former = this.#latch;
    this.#latch = null;
  }

  #take(packet: Buffer, from: RemoteInfo): void {
    const header = this.#header;
    if (this.#latch === null || !readRtp(packet, header)) return;
    const spoken = codecOf(header.payloadType);
    const isKey = header.payloadType === this.#keysPayloadType;
    if (spoken === null && !isKey && header.payloadType !== COMFORT_NOISE) return;
    const now = this.#now();
    if (!admit(this.#latch, from, header, now)) return;
    this.#ears.packet(now);
    if (isKey) this.#hearKey(packet, header);
    else if (spoken !== null) this.#ears.sound(packet, header, spoken, now);
  }

  #hearKey(packet: Buffer, header: RtpHeader): void {
    const { ear, key } = hearKey(this.#ear, packet, header);
    this.#ear = ear;
    if (key !== null) this.#ears.key(key);
  }

  send(packet: Buffer): void {
    if (this.#latch === null) return;
    const { address, port } = this.#latch.remote;
    // RFC 3264 §8.4 and RFC 2543 before it: nowhere to send to means that the other side holds the call.
    if (port !== 0 && address !== '0.0.0.0' && address !== '::') this.#socket.send(packet, port, address);
  }

  close(): void {
    this.#latch = null;
    this.#socket.close();
  }
}
