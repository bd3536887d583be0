import { createSocket, type Socket } from 'node:dgram';
import { failed, ok, type Result } from '@pledgeline/core';

export interface PortRange {
  /** Both included; RTP takes the even ones (RFC 3550 §11). */
  readonly min: number;
  readonly max: number;
}

/**
 * Takes ports in turn, round and round, so that the port of a call that is over rests for as long as it can: a
 * carrier may go on sending to it for a while.
 */
export class RtpPorts {
  readonly #address: string;
  readonly #first: number;
  readonly #count: number;
  #next = 0;

  constructor(address: string, range: PortRange) {
    this.#address = address;
    this.#first = range.min + (range.min % 2);
    this.#count = Math.max(0, Math.floor((range.max - this.#first) / 2) + 1);
  }

  /** `wish`: the port that a session had before; where it is not one of ours or is taken, another is given. */
  async open(wish?: number): Promise<Result<Socket, 'NO_PORT_LEFT'>> {
    const wished = wish !== undefined && this.#isOurs(wish) ? await bind(this.#address, wish) : null;
    if (wished !== null) return ok(wished);
    for (let tried = 0; tried < this.#count; tried += 1) {
      const port = this.#first + 2 * this.#next;
      this.#next = (this.#next + 1) % this.#count;
      const socket = await bind(this.#address, port);
      if (socket !== null) return ok(socket);
    }
    return failed('NO_PORT_LEFT');
  }

  #isOurs(port: number): boolean {
    const number = (port - this.#first) / 2;
    return Number.isInteger(number) && number >= 0 && number < this.#count;
  }
}

/** A socket that looks no name up: an address is all that is ever sent to. Null: the port is taken. */
export function bind(address: string, port: number): Promise<Socket | null> {
  const family = address.includes(':') ? 6 : 4;
  const socket = createSocket({
    type: family === 6 ? 'udp6' : 'udp4',
    lookup: (name, _options, found) => found(null, name, family),
  });
  return new Promise((resolve) => {
    socket.once('error', () => {
      socket.close();
      resolve(null);
    });
    socket.bind({ address, port, exclusive: true }, () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
  });
}

/** Whether this machine has the address, and the port is free (0: any). */
export async function canBind(address: string, port: number): Promise<boolean> {
  const socket = await bind(address, port);
  socket?.close();
  return socket !== null;
}
