import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { Sound } from './tone.ts';

const FRAME_SAMPLES = 160;
const FRAME_MS = 20;
const PCMA = 8;
const RATE = 8_000;

/** One end of a call's sound: sends bursts of a tone as PCMA, and keeps what comes. */
export class RtpEnd {
  readonly port: number;
  /** By this process's clock (epoch milliseconds). */
  firstPacketAt: number | null = null;
  readonly #socket: Socket;
  /** As they came: most of it is never looked at. */
  readonly #heard: Buffer[] = [];
  #lastPacketAt: number | null = null;
  #longestGapMs = 0;
  #timer: NodeJS.Timeout | undefined;

  static async open(address: string): Promise<RtpEnd> {
    const socket = createSocket('udp4');
    socket.bind(0, address);
    await once(socket, 'listening');
    return new RtpEnd(socket);
  }

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.port = socket.address().port;
    socket.on('message', (packet) => {
      if (packet.length <= 12 || ((packet[1] ?? 0) & 0x7f) !== PCMA) return;
      this.firstPacketAt ??= performance.timeOrigin + performance.now();
      this.#noteGap();
      this.#heard.push(packet.subarray(12));
    });
  }

  send(hz: number, to: { readonly address: string; readonly port: number }): void {
    let sequence = 0;
    this.#timer = setInterval(() => {
      this.#socket.send(frame(hz, sequence), to.port, to.address);
      sequence += 1;
    }, FRAME_MS);
  }

  heard(): Sound {
    return { rate: RATE, samples: Int16Array.from(Buffer.concat(this.#heard), fromALaw) };
  }

  /** From now on; what is called with the answer says the longest time without a packet, one that still lasts included. */
  watchGaps(): () => number {
    this.#longestGapMs = 0;
    this.#lastPacketAt = performance.now();
    return () => {
      this.#noteGap();
      return this.#longestGapMs;
    };
  }

  #noteGap(): void {
    const now = performance.now();
    this.#longestGapMs = Math.max(this.#longestGapMs, now - (this.#lastPacketAt ?? now));
    this.#lastPacketAt = now;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#socket.close();
  }
}

/** 400 ms of tone, 160 ms of silence, and again. */
const isSounding = (sequence: number): boolean => sequence % 28 < 20;

function frame(hz: number, sequence: number): Buffer {
  const packet = Buffer.alloc(12 + FRAME_SAMPLES);
  packet[0] = 0x80;
  packet[1] = PCMA;
  packet.writeUInt16BE(sequence & 0xff_ff, 2);
  packet.writeUInt32BE(sequence * FRAME_SAMPLES, 4);
  packet.writeUInt32BE(0x5e_ed_5e_ed, 8);
  for (let index = 0; index < FRAME_SAMPLES; index += 1) {
    const at = (sequence * FRAME_SAMPLES + index) / RATE;
    const sample = isSounding(sequence) ? Math.round(12_000 * Math.sin(2 * Math.PI * hz * at)) : 0;
    packet[12 + index] = toALaw(sample);
  }
  return packet;
}

/** ITU-T G.711: sign, three bits of exponent, four of mantissa, every second bit turned. */
function toALaw(sample: number): number {
  const size = Math.min(Math.abs(sample), 32_635);
  const exponent = size < 256 ? 0 : 31 - Math.clz32(size) - 7;
  const mantissa = (size >> Math.max(4, exponent + 3)) & 0x0f;
  return ((sample >= 0 ? 0x80 : 0) | (exponent << 4) | mantissa) ^ 0x55;
}

function fromALaw(octet: number): number {
  const plain = octet ^ 0x55;
  const exponent = (plain >> 4) & 0x07;
  const mantissa = plain & 0x0f;
  const size = exponent === 0 ? (mantissa << 4) + 8 : ((mantissa << 4) + 0x1_08) << (exponent - 1);
  return (plain & 0x80) === 0 ? -size : size;
}
