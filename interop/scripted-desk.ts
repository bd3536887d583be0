import { DeskEvent, LIVE_DESK, liveMessage, type PledgeForm, type Position } from '@pledgeline/contract';
import { ok } from 'node:assert/strict';
import type { Line } from './line.ts';

const Message = liveMessage(DeskEvent);

/** A volunteer without a browser: takes a seat, is told what a desk is told, and asks what a desk asks. */
export class ScriptedDesk {
  readonly #url: string;
  readonly #cookie: string;
  readonly #socket: WebSocket;

  /** Ends once the line has said what it knows of this desk. */
  static async sitDown(
    line: Line,
    { code, number }: Pick<Position, 'code' | 'number'>,
    told: (event: DeskEvent, desk: ScriptedDesk) => void,
  ): Promise<ScriptedDesk> {
    const reply = await post(`${line.url}/api/seat`, { code, name: `Seat ${number}` }, '');
    ok(reply.ok, `position ${number} was not given: ${reply.status}`);
    const cookie = reply.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    const socket = new WebSocket(`${line.url.replace('http', 'ws')}${LIVE_DESK}`, { headers: { cookie } });
    const desk = new ScriptedDesk(line.url, cookie, socket);
    await new Promise<void>((known, failed) => {
      socket.addEventListener('error', failed, { once: true });
      socket.addEventListener('message', ({ data }) => {
        const { event } = Message.parse(JSON.parse(String(data)));
        if (event.kind === 'desk') known();
        told(event, desk);
      });
    });
    return desk;
  }

  private constructor(url: string, cookie: string, socket: WebSocket) {
    this.#url = url;
    this.#cookie = cookie;
    this.#socket = socket;
  }

  /** As a screen does once it has painted the form. */
  formShown(call: string): void {
    this.#socket.send(JSON.stringify({ kind: 'form-shown', call }));
  }

  async ready(): Promise<void> {
    await this.#must('POST', '/api/desk/ready', {});
  }

  async hangUp(call: string): Promise<void> {
    await this.#must('POST', `/api/desk/calls/${call}/hang-up`, {});
  }

  async save(id: string, form: PledgeForm): Promise<void> {
    await this.#must('PUT', `/api/pledges/${id}`, form);
  }

  end(): void {
    this.#socket.close();
  }

  async #must(method: 'POST' | 'PUT', path: string, body: object): Promise<void> {
    const reply = await post(`${this.#url}${path}`, body, this.#cookie, method);
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`);
  }
}

const post = (
  url: string,
  body: object,
  cookie: string,
  method: 'POST' | 'PUT' = 'POST',
): Promise<Response> =>
  fetch(url, {
    method,
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify(body),
  });
