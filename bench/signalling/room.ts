import { LIVE_DESK, liveMessage, DeskEvent, type Position } from '@pledgeline/contract';
import type { Line, Office } from '@pledgeline/interop';

const SITE = 'Bench';
const Message = liveMessage(DeskEvent);

/** Volunteers at desk phones, whose screens say at once that they show the form: signalling alone, no browser. */
export class PhoneRoom {
  readonly #line: Line;
  readonly #office: Office;
  readonly #sockets: WebSocket[] = [];

  constructor(line: Line, office: Office) {
    this.#line = line;
    this.#office = office;
  }

  /** Seats so many at phones whose addresses are `sip:aN@…`; all of them free afterwards. */
  async seat(count: number, phones: { readonly address: string; readonly port: number }): Promise<void> {
    for (let made = 0; made < count; made += 500)
      await this.#must('POST', '/api/positions', { site: SITE, count: Math.min(500, count - made) });
    const { positions } = await this.#office.get<{ positions: Position[] }>('/api/positions');
    for (const position of positions.filter(({ site, takenBy }) => site === SITE && takenBy === null)) {
      const phone = `sip:a${position.number}@${phones.address}:${phones.port}`;
      await this.#must('PUT', `/api/positions/${position.id}/phone`, { phone });
      await this.#sitDown(position);
    }
  }

  end(): void {
    for (const socket of this.#sockets) socket.close();
  }

  async #sitDown({ code, number }: Position): Promise<void> {
    const reply = await fetch(`${this.#line.url}/api/seat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code, name: `Seat ${number}` }),
    });
    if (!reply.ok) throw new Error(`position ${number} was not given: ${await reply.text()}`);
    const cookie = reply.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    await this.#watch(cookie);
    const ready = await fetch(`${this.#line.url}/api/desk/ready`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: '{}',
    });
    if (!ready.ok) throw new Error(`position ${number} is not ready: ${await ready.text()}`);
  }

  async #watch(cookie: string): Promise<void> {
    const url = `${this.#line.url.replace('http', 'ws')}${LIVE_DESK}`;
    const socket = new WebSocket(url, { headers: { cookie } });
    this.#sockets.push(socket);
    socket.addEventListener('message', ({ data }) => {
      const { event } = Message.parse(JSON.parse(String(data)));
      if (event.kind === 'offered') socket.send(JSON.stringify({ kind: 'form-shown', call: event.call.id }));
    });
    await new Promise<void>((canBeRung, reject) => {
      socket.addEventListener('error', reject, { once: true });
      socket.addEventListener('message', ({ data }) => {
        const { event } = Message.parse(JSON.parse(String(data)));
        const connected =
          (event.kind === 'desk' && event.lineConnected) || (event.kind === 'line' && event.connected);
        if (connected) canBeRung();
      });
    });
  }

  async #must(method: string, path: string, body: unknown): Promise<void> {
    const { status, fault } = await this.#office.send(method, path, body);
    if (status !== 200) throw new Error(`${method} ${path}: ${status} ${fault}`);
  }
}
