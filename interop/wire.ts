import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { until } from './wait.ts';

/** What an INVITE on the wire says; everything else is filled in as a carrier would. */
export interface Invite {
  /** The number that was dialled. */
  readonly number: string;
  /** From, as the carrier shows it: `<sip:+33…@…>`, or an anonymous one. */
  readonly from: string;
  /** More lines, such as `P-Asserted-Identity: …`. */
  readonly headers?: readonly string[];
  readonly callId?: string;
  /** Where the caller's sound is wanted; without it, a port that nobody reads. */
  readonly soundPort?: number;
}

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** A carrier's UDP socket that sends what it is told, right or wrong. */
export class Wire {
  readonly address: string;
  readonly port: number;
  readonly received: string[] = [];
  readonly #socket: Socket;
  #leaving = 0;
  #closing = false;
  #listener: (text: string) => void = () => {};

  static async open(address = '127.0.0.1'): Promise<Wire> {
    const socket = createSocket('udp4');
    socket.bind(0, address);
    await once(socket, 'listening');
    return new Wire(socket, address);
  }

  private constructor(socket: Socket, address: string) {
    this.#socket = socket;
    this.address = address;
    this.port = socket.address().port;
    socket.on('message', (bytes) => {
      const text = bytes.toString('utf8');
      this.received.push(text);
      this.#listener(text);
    });
  }

  onMessage(listener: (text: string) => void): void {
    this.#listener = listener;
  }

  send(text: string, to: { readonly address: string; readonly port: number }): void {
    this.#leaving += 1;
    this.#socket.send(text, to.port, to.address, () => {
      this.#leaving -= 1;
      if (this.#closing && this.#leaving === 0) this.#socket.close();
    });
  }

  /** The first answer that begins so, or null where none comes in time. */
  async answer(beginning: string, limitMs: number): Promise<string | null> {
    return until(beginning, limitMs, () => this.received.find((text) => text.startsWith(beginning))).catch(
      () => null,
    );
  }

  /** What was said before still leaves: a socket that is closed at once takes its last words with it. */
  close(): void {
    this.#closing = true;
    if (this.#leaving === 0) this.#socket.close();
  }
}

export function inviteText(
  invite: Invite,
  from: { readonly address: string; readonly port: number },
): string {
  const sdp = sdpText(from.address, invite.soundPort ?? 40_000);
  return [
    `INVITE sip:${invite.number}@127.0.0.1 SIP/2.0`,
    `Via: SIP/2.0/UDP ${from.address}:${from.port};branch=z9hG4bK${randomBytes(8).toString('hex')};rport`,
    'Max-Forwards: 70',
    `From: ${invite.from};tag=${randomBytes(6).toString('hex')}`,
    `To: <sip:${invite.number}@127.0.0.1>`,
    `Call-ID: ${invite.callId ?? randomBytes(12).toString('hex')}`,
    'CSeq: 1 INVITE',
    `Contact: <sip:carrier@${from.address}:${from.port}>`,
    'Allow: INVITE, ACK, CANCEL, BYE, OPTIONS',
    ...(invite.headers ?? []),
    'Content-Type: application/sdp',
    `Content-Length: ${Buffer.byteLength(sdp)}`,
    '',
    sdp,
  ].join('\r\n');
}

const sdpText = (address: string, port: number): string =>
  [
    'v=0',
    `o=carrier 1 1 IN IP4 ${address}`,
    's=-',
    `c=IN IP4 ${address}`,
    't=0 0',
    `m=audio ${port} RTP/AVP 8 0 101`,
    'a=rtpmap:8 PCMA/8000',
    'a=rtpmap:0 PCMU/8000',
    'a=rtpmap:101 telephone-event/8000',
    'a=fmtp:101 0-15',
    'a=ptime:20',
    'a=sendrecv',
    '',
  ].join('\r\n');

/** The value of a header, as it stands on the wire. */
export function headerOf(text: string, name: string): string {
  const line = text.split('\r\n').find((one) => one.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  return line?.slice(name.length + 1).trim() ?? '';
}
