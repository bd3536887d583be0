import { randomInt } from 'node:crypto';
import { encodeLoud, PAYLOAD_TYPE, SAMPLES_PER_FRAME, transcode } from '../rtp/g711.ts';
import { RTP_HEADER_BYTES, writeRtpHeader, type RtpHeader } from '../rtp/packet.ts';
import { cut, follow, originate, outgoingStream, type OutgoingStream } from '../rtp/stream.ts';
import type { Codec } from '../port.ts';

/** Nobody in a mix has spoken for so long: its time went on meanwhile. */
const MIX_PAUSE_MS = 100;

/** Somebody who hears one stream, whoever speaks in it. */
export class Listener {
  codec: Codec;
  readonly #stream: OutgoingStream;
  readonly #send: (packet: Buffer) => void;

  /** `send` may keep the packet: it is not touched afterwards. */
  constructor(codec: Codec, send: (packet: Buffer) => void, nowMs: number) {
    this.codec = codec;
    this.#send = send;
    // RFC 3550 §5.1: all three begin at random.
    const seed = { ssrc: randomInt(1, 2 ** 32), sequence: randomInt(2 ** 15), timestamp: randomInt(2 ** 31) };
    this.#stream = outgoingStream(seed, nowMs);
  }

  get ssrc(): number {
    return this.#stream.ssrc;
  }

  /** Whoever is heard next is another voice. */
  cut(): void {
    cut(this.#stream);
  }

  /** Sends on what somebody said. The packet is rewritten where it lies. */
  forward(packet: Buffer, header: RtpHeader, spoken: Codec, nowMs: number): void {
    if (header.payloadEnd === header.payloadStart) return;
    if (!follow(this.#stream, header, nowMs)) return;
    transcode(
      packet,
      { start: header.payloadStart, end: header.payloadEnd },
      { from: spoken, to: this.codec },
    );
    const start = header.payloadStart - RTP_HEADER_BYTES;
    this.#stream.mark.payloadType = PAYLOAD_TYPE[this.codec];
    writeRtpHeader(packet, start, this.#stream.mark);
    const whole = start === 0 && header.payloadEnd === packet.length;
    this.#send(whole ? packet : packet.subarray(start, header.payloadEnd));
  }

  /** Sends 20 ms of our own. */
  say(sound: Buffer, frame: number, nowMs: number): void {
    const packet = this.#begin(nowMs);
    const from = frame * SAMPLES_PER_FRAME;
    sound.copy(packet, RTP_HEADER_BYTES, from, from + SAMPLES_PER_FRAME);
    this.#send(packet);
  }

  /** Sends 20 ms of several voices. */
  mix(sum: Int32Array, nowMs: number): void {
    if (nowMs - this.#stream.sentAtMs > MIX_PAUSE_MS) this.cut();
    const packet = this.#begin(nowMs);
    encodeLoud(sum, packet, RTP_HEADER_BYTES, this.codec);
    this.#send(packet);
  }

  #begin(nowMs: number): Buffer {
    originate(this.#stream, nowMs);
    const packet = Buffer.allocUnsafe(RTP_HEADER_BYTES + SAMPLES_PER_FRAME);
    this.#stream.mark.payloadType = PAYLOAD_TYPE[this.codec];
    writeRtpHeader(packet, 0, this.#stream.mark);
    return packet;
  }
}
