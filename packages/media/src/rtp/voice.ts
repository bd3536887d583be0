/**
 * One voice in one listener's mix: the little of it that is kept until its turn comes.
 *
 * Two senders do not know of each other: their packets come at other moments, unevenly, and their clocks differ. A
 * reserve of one packet is built up before the voice is heard (20 ms more than without a mix, mostly), which is what
 * senders on one network jitter. What stands unused for a second is delay for nothing, so it is given up, 20 ms at a
 * time: clocks that differ by half a percent, a hundred times what quartzes do, cost 20 ms of sound every four seconds.
 */
import { fromALaw, fromMuLaw, SAMPLES_PER_FRAME } from './g711.ts';
import { timestampAhead, type RtpHeader } from './packet.ts';
import type { Codec } from '../port.ts';

const RING_SAMPLES = 4096;
/** 120 ms: nobody sends longer packets, and what is beyond is not read. */
const PACKET_SAMPLES_MAX = 960;
/** Lost packets are silence, so that the voice keeps its time; a wider gap (100 ms) is a pause, of which none is kept. */
const GAP_SAMPLES_MAX = 800;
/** Beyond the reserve, 60 ms may be waiting after a burst; then the oldest is given up at once. */
const BURST_SAMPLES_MAX = 480;
const TRIM_EVERY_FRAMES = 50;

const table = (convert: (byte: number) => number): Int16Array =>
  Int16Array.from({ length: 256 }, (_, byte) => convert(byte));
const LINEAR: Readonly<Record<Codec, Int16Array>> = { PCMA: table(fromALaw), PCMU: table(fromMuLaw) };

export class Voice {
  readonly #ring = new Int16Array(RING_SAMPLES);
  /** Positions count samples for ever; their remainder is the place in the ring. */
  #end = RING_SAMPLES;
  #next = RING_SAMPLES;
  #ssrc = -1;
  /** The timestamp that the sample after the newest would have. */
  #endTimestamp = 0;
  /** Where a sender that jumped back would go on: two packets in a row are believed. */
  #restartAt = -1;
  #packetSamples = SAMPLES_PER_FRAME;
  #flowing = false;
  /** The least that was left after a frame was taken, since it was last looked at. */
  #unused = Infinity;
  #taken = 0;

  /** How many samples wait for their turn. */
  get waiting(): number {
    return this.#end - this.#next;
  }

  /** Keeps what a packet says. Answers by how many samples the voice has gone on, what was lost included. */
  write(packet: Buffer, header: RtpHeader, spoken: Codec): number {
    const length = Math.min(header.payloadEnd - header.payloadStart, PACKET_SAMPLES_MAX);
    const ahead = this.#place(header, length);
    if (length === 0 || ahead === null) return 0;
    const before = this.#end;
    const start = before + ahead;
    for (let at = before; at < start; at += 1) this.#ring[at % RING_SAMPLES] = 0;
    const linear = LINEAR[spoken];
    // What is so late that its turn has passed is written for nobody.
    for (let at = start; at < start + length; at += 1) {
      this.#ring[at % RING_SAMPLES] = linear[packet[header.payloadStart + at - start]!]!;
    }
    if (start + length <= before) return 0;
    this.#end = start + length;
    this.#endTimestamp = (header.timestamp + length) >>> 0;
    this.#packetSamples = length;
    const reserve = this.#reserve;
    if (this.waiting > reserve + BURST_SAMPLES_MAX) this.#next = this.#end - reserve;
    return this.#end - before;
  }

  /** How far after the newest sample the packet begins; null: it is not to be heard. */
  #place({ ssrc, timestamp }: RtpHeader, length: number): number | null {
    if (ssrc !== this.#ssrc) {
      this.#ssrc = ssrc;
      return 0;
    }
    const ahead = timestampAhead(this.#endTimestamp, timestamp);
    if (ahead > GAP_SAMPLES_MAX) return 0;
    if (ahead >= -GAP_SAMPLES_MAX) return ahead;
    const believed = timestamp === this.#restartAt;
    this.#restartAt = (timestamp + length) >>> 0;
    return believed ? 0 : null;
  }

  /** A frame can be taken as soon as a packet is there, and its reserve. */
  get #reserve(): number {
    return this.#packetSamples + SAMPLES_PER_FRAME;
  }

  /** Adds the next 20 ms to `sum`, if they are there. `leads`: its own packets are the clock, so it needs no reserve. */
  addTo(sum: Int32Array, leads: boolean): void {
    const wanted = this.#flowing || leads ? SAMPLES_PER_FRAME : this.#reserve;
    this.#flowing = this.waiting >= wanted;
    if (!this.#flowing) return;
    for (let at = 0; at < SAMPLES_PER_FRAME; at += 1) {
      sum[at]! += this.#ring[(this.#next + at) % RING_SAMPLES]!;
    }
    this.#next += SAMPLES_PER_FRAME;
    this.#trim(leads ? 0 : this.#packetSamples);
  }

  #trim(spare: number): void {
    this.#unused = Math.min(this.#unused, this.waiting);
    this.#taken += 1;
    if (this.#taken < TRIM_EVERY_FRAMES) return;
    if (this.#unused >= spare + SAMPLES_PER_FRAME) this.#next += SAMPLES_PER_FRAME;
    this.#unused = Infinity;
    this.#taken = 0;
  }
}
