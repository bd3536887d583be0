import type { WebSocket } from '@fastify/websocket';
import { inOneWrite } from '@pledgeline/media';
import type { Writable } from 'node:stream';

/** A ping each time; whoever has not answered the one before is gone: noticed within ten seconds. */
export const PING_EVERY_MS = 4_500;
/** A socket that lets this much pile up is closed; its screen comes back and gets what it missed. */
const PILED_BYTES_MAX = 512 * 1_024;

/** Close codes of ours (RFC 6455 §7.4.2: 4000 and up are for applications). */
export const CLOSE = {
  /** The position was taken or freed elsewhere: do not come back. */
  unseated: 4001,
  /** Whoever connected sits nowhere. */
  noSeat: 4004,
  /** The session is over: coming back needs another. */
  signedOut: 4003,
  /** Try again later (RFC 6455's registry). */
  tooSlow: 1013,
  goingAway: 1001,
} as const;

export interface ConnectionEvents {
  onText(text: string): void;
  onGone(): void;
}

/** One screen's socket: written to without ever waiting, and given up when nobody answers at the other end. */
export class Connection {
  readonly #socket: WebSocket;
  readonly #wire: Writable;
  readonly #pings: NodeJS.Timeout;
  #isAnswered = true;

  /** `wire`: what carries the socket. */
  constructor(socket: WebSocket, wire: Writable, events: ConnectionEvents, pingEveryMs = PING_EVERY_MS) {
    this.#socket = socket;
    this.#wire = wire;
    this.#pings = setInterval(() => this.#ping(), pingEveryMs);
    socket.on('pong', () => {
      this.#isAnswered = true;
    });
    socket.on('message', (data, isBinary) => {
      if (!isBinary) events.onText((data as Buffer).toString('utf8'));
    });
    // An error is always followed by a close.
    socket.on('error', () => {});
    socket.on('close', () => {
      clearInterval(this.#pings);
      events.onGone();
    });
  }

  send(message: object): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > PILED_BYTES_MAX) this.close(CLOSE.tooSlow);
    else {
      inOneWrite(this.#wire);
      this.#socket.send(JSON.stringify(message));
    }
  }

  /** Says goodbye, and does not wait long for the answer. */
  close(code: number): void {
    this.#socket.close(code);
    if (code === CLOSE.tooSlow) this.#socket.terminate();
  }

  #ping(): void {
    if (!this.#isAnswered) return this.#socket.terminate();
    this.#isAnswered = false;
    this.#socket.ping();
  }
}
