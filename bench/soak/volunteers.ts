import { DeskEvent, LIVE_DESK, liveMessage, type Position } from '@pledgeline/contract';
import type { Line, Office } from '@pledgeline/interop';
import { setTimeout as pause } from 'node:timers/promises';

const SITE = 'Soak';
const Message = liveMessage(DeskEvent);
/** Whoever missed an offer, or whose line was away, is ready again after this. */
const READY_EVERY_MS = 2_000;

/** Whoever may make positions. */
export type Asks = Pick<Office, 'ask' | 'get'>;

/** Volunteers at desk phones who are always ready again, and whose screens come back by themselves. */
export class Volunteers {
  readonly #line: Line;
  readonly #cookies: string[] = [];
  readonly #ended = new AbortController();
  readonly #working: Promise<void>[] = [];

  constructor(line: Line) {
    this.#line = line;
  }

  /** One at each of these phones. */
  async seat(office: Asks, phones: readonly string[]): Promise<void> {
    await office.ask('POST', '/api/positions', { site: SITE, count: phones.length });
    const { positions } = await office.get<{ positions: Position[] }>('/api/positions');
    const free = positions.filter(({ site, takenBy }) => site === SITE && takenBy === null);
    for (const [index, phone] of phones.entries()) {
      const position = free[index];
      if (position === undefined) throw new Error('a position is missing');
      await office.ask('PUT', `/api/positions/${position.id}/phone`, { phone });
      const reply = await this.#post('/api/seat', { code: position.code, name: `Seat ${index}` }, '');
      const cookie = reply.headers
        .getSetCookie()
        .map((one) => one.split(';')[0])
        .join('; ');
      this.#cookies.push(cookie);
      this.#working.push(this.#sit(cookie));
    }
  }

  /** Of their sessions, in the order of the phones. */
  get cookies(): readonly string[] {
    return this.#cookies;
  }

  /** Everybody goes home. */
  async leave(): Promise<void> {
    this.#ended.abort();
    await Promise.all(this.#working);
    for (const cookie of this.#cookies) await this.#post('/api/seat/leave', {}, cookie);
  }

  async #sit(cookie: string): Promise<void> {
    const { signal } = this.#ended;
    let socket: WebSocket | null = null;
    while (!signal.aborted) {
      if (socket === null || socket.readyState === WebSocket.CLOSED) socket = this.#open(cookie);
      // The server may be away, or there is nothing to be ready for.
      await this.#post('/api/desk/ready', {}, cookie).catch(() => null);
      await pause(READY_EVERY_MS, undefined, { signal }).catch(() => null);
    }
    socket?.close();
  }

  #open(cookie: string): WebSocket {
    const url = `${this.#line.url.replace('http', 'ws')}${LIVE_DESK}`;
    const socket = new WebSocket(url, { headers: { cookie } });
    socket.addEventListener('error', () => null);
    socket.addEventListener('message', ({ data }) => {
      const { event } = Message.parse(JSON.parse(String(data)));
      if (event.kind === 'offered') socket.send(JSON.stringify({ kind: 'form-shown', call: event.call.id }));
    });
    return socket;
  }

  #post(path: string, body: object, cookie: string): Promise<Response> {
    return fetch(`${this.#line.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify(body),
    });
  }
}
