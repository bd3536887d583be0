const FRAME_MS = 20;
const PACKET_BYTES = 172;
const PCMA = 8;

/** What was sent and what arrived within one round. */
export class Samples {
  sent = 0;
  received = 0;
  #round = 0;
  #counting = false;
  #latenciesMs: number[] = [];

  startCounting(): void {
    this.#round += 1;
    this.#counting = true;
    this.sent = 0;
    this.received = 0;
    this.#latenciesMs = [];
  }

  stopCounting(): void {
    this.#counting = false;
  }

  /** The round to be written into a packet that is sent now; 0 outside of one. */
  send(): number {
    if (!this.#counting) return 0;
    this.sent += 1;
    return this.#round;
  }

  receive(round: number, sentAtMs: number): void {
    if (round !== this.#round || round === 0) return;
    this.received += 1;
    this.#latenciesMs.push(performance.now() - sentAtMs);
  }

  percentile(share: number): number {
    const sorted = Float64Array.from(this.#latenciesMs).toSorted();
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  }
}

/** One direction of one call: it speaks fifty packets a second, and what arrives at its other end is heard. */
export class Way {
  readonly #ssrc: number;
  readonly #samples: Samples;
  readonly #send: (packet: Buffer) => void;
  #sequence = 0;
  #nextMs: number;
  #heard = 0;

  constructor(ssrc: number, samples: Samples, send: (packet: Buffer) => void) {
    this.#ssrc = ssrc;
    this.#samples = samples;
    this.#send = send;
    this.#nextMs = performance.now() + Math.random() * FRAME_MS;
  }

  /** Sound has come through for half a second. */
  get sounding(): boolean {
    return this.#heard > 25;
  }

  speakUntil(now: number): void {
    for (; this.#nextMs <= now; this.#nextMs += FRAME_MS) this.#speak();
  }

  #speak(): void {
    const packet = Buffer.alloc(PACKET_BYTES, 0xd5);
    packet[0] = 0x80;
    packet[1] = PCMA;
    packet.writeUInt16BE(this.#sequence & 0xffff, 2);
    packet.writeUInt32BE((this.#sequence * 160) >>> 0, 4);
    packet.writeUInt32BE(this.#ssrc, 8);
    packet.writeUInt32BE(this.#samples.send(), 12);
    packet.writeDoubleBE(performance.now(), 16);
    this.#sequence += 1;
    this.#send(packet);
  }

  hear(packet: Buffer): void {
    if (packet.length !== PACKET_BYTES) return;
    this.#heard += 1;
    this.#samples.receive(packet.readUInt32BE(12), packet.readDoubleBE(16));
  }
}
