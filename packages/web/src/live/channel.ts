import { liveMessage } from '@pledgeline/contract';
import type { z } from 'zod';
import { waitMs } from '../app/backoff.ts';
import { heardAt, liveAddress, type Place } from './place.ts';

export type Link = 'connecting' | 'live' | 'lost';

interface Listener<Event> {
  readonly heard: (event: Event) => void;
  readonly link: (link: Link) => void;
}

const RETRY = { firstMs: 400, mostMs: 8_000 };
/** A socket that is neither open nor refused by then is tried anew. */
const OPEN_WITHIN_MS = 5_000;

/** One live channel: it comes back by itself and takes up where it was. */
export class LiveChannel<Shape extends z.ZodType> {
  readonly #path: string;
  readonly #shape: z.ZodType<Place & { readonly event: z.output<Shape> }>;
  readonly #listener: Listener<z.output<Shape>>;
  #socket: WebSocket | null = null;
  #place: Place | null = null;
  #tries = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(path: string, event: Shape, listener: Listener<z.output<Shape>>) {
    this.#path = path;
    this.#shape = liveMessage(event) as unknown as z.ZodType<Place & { readonly event: z.output<Shape> }>;
    this.#listener = listener;
  }

  open(): void {
    this.#closed = false;
    globalThis.addEventListener('online', this.#now);
    globalThis.addEventListener('offline', this.#cut);
    this.#connect();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    globalThis.removeEventListener('online', this.#now);
    globalThis.removeEventListener('offline', this.#cut);
    this.#socket?.close();
    this.#socket = null;
  }

  /** False: nobody heard it. What must arrive is said again by the snapshot after reconnecting. */
  say(signal: object): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(signal));
    return true;
  }

  #connect(): void {
    clearTimeout(this.#timer);
    const socket = new WebSocket(liveAddress(this.#path, location.origin, this.#place));
    this.#socket = socket;
    this.#timer = setTimeout(() => socket.close(), OPEN_WITHIN_MS);
    socket.addEventListener('open', () => {
      clearTimeout(this.#timer);
      this.#listener.link('live');
    });
    socket.addEventListener('message', ({ data }) => this.#read(data));
    socket.addEventListener('close', () => {
      if (this.#socket === socket) this.#lost();
    });
  }

  #read(data: unknown): void {
    const message = this.#shape.safeParse(parsed(data));
    // A kind that this page does not know yet comes from a newer server: the next reload brings the words for it.
    if (!message.success) return;
    const place = heardAt(this.#place, message.data);
    if (place === null) return;
    this.#place = place;
    this.#tries = 0;
    this.#listener.heard(message.data.event);
  }

  #lost(): void {
    this.#socket = null;
    if (this.#closed) return;
    this.#listener.link('lost');
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#connect(), waitMs(RETRY, this.#tries, Math.random()));
    this.#tries += 1;
  }

  /** A socket without a network says nothing for minutes; the browser knows at once. */
  readonly #cut = (): void => {
    const socket = this.#socket;
    if (socket === null) return;
    this.#lost();
    socket.close();
  };

  readonly #now = (): void => {
    if (this.#closed || this.#socket !== null) return;
    this.#tries = 0;
    this.#connect();
  };
}

function parsed(data: unknown): unknown {
  if (typeof data !== 'string') return null;
  try {
    return JSON.parse(data) as unknown;
  } catch {
    return null;
  }
}
