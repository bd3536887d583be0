import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** A line takes a caller of whom nothing is heard for half a minute to be gone. */
const SPEAKS_EVERY_MS = 5_000;
const HEADER_BYTES = 12;
const SAMPLES = 160;
/** RFC 3551: PCMA, of which 0xd5 is silence. */
const [PCMA, SILENCE] = [8, 0xd5];

/** A caller who says just enough to be known to be there: one packet of RTP now and then. */
export class QuietVoice {
  readonly port: number;
  readonly #socket: Socket;
  #speaking: NodeJS.Timeout | undefined;
  #sequence = 0;
  #isClosed = false;

  static async open(): Promise<QuietVoice> {
    const socket = createSocket('udp4').bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new QuietVoice(socket);
  }

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.port = socket.address().port;
  }

  speakTo(port: number): void {
    if (this.#speaking !== undefined || this.#isClosed) return;
    const speak = (): void => this.#socket.send(this.#packet(), port, '127.0.0.1');
    speak();
    this.#speaking = setInterval(speak, SPEAKS_EVERY_MS);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearInterval(this.#speaking);
    this.#socket.close();
  }

  #packet(): Buffer {
    const packet = Buffer.alloc(HEADER_BYTES + SAMPLES, SILENCE);
    packet.writeUInt8(0x80, 0);
    packet.writeUInt8(PCMA, 1);
    packet.writeUInt16BE((this.#sequence += 1) % 65_536, 2);
    packet.writeUInt32BE((this.#sequence * SPEAKS_EVERY_MS * 8) % 2 ** 32, 4);
    packet.writeUInt32BE(this.port, 8);
    return packet;
  }
}
