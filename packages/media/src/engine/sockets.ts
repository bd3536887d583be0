import type { Socket } from 'node:dgram';
import { isIP } from 'node:net';
import { failed, type Result } from '@pledgeline/core';
import { addressFor } from './addresses.ts';
import { RtpPorts, type PortRange } from './ports.ts';

export interface SocketPlace {
  /** This machine's, the preferred one first. */
  readonly addresses: readonly string[];
  readonly rtpPorts: PortRange;
}

/** The sockets for plain RTP, each where the other side can reach it. */
export class Sockets {
  readonly #place: SocketPlace;
  readonly #ports = new Map<string, RtpPorts>();

  constructor(place: SocketPlace) {
    this.#place = place;
  }

  /** The address that is nearest to `near`; null: none of ours can be reached from there, or it is no address. */
  addressNear(near: string | null): string | null {
    const { addresses } = this.#place;
    if (near === null) return addresses[0] ?? null;
    return isIP(near) === 0 ? null : addressFor(near, addresses);
  }

  async open(near: string | null, wish?: number): Promise<Result<Socket, 'BAD_OFFER' | 'NO_PORT_LEFT'>> {
    const address = this.addressNear(near);
    if (address === null) return failed('BAD_OFFER');
    const ports = this.#ports.get(address) ?? new RtpPorts(address, this.#place.rtpPorts);
    this.#ports.set(address, ports);
    return ports.open(wish);
  }
}
