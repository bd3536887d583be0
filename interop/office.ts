import { randomUUID } from 'node:crypto';
import type { PledgeForm, Totals } from '@pledgeline/contract';
import type { Line } from './line.ts';

export interface Answer {
  readonly status: number;
  readonly fault: string;
}

/** Somebody of the campaign office, signed in by the printed link, who speaks HTTP without a browser. */
export class Office {
  readonly #line: Line;
  readonly #cookie: string;

  static async signIn(line: Line): Promise<Office> {
    const token = new URL(line.signInLink).searchParams.get('token');
    const reply = await fetch(`${line.url}/api/sign-in/link`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    if (!reply.ok) throw new Error(`the link was refused: ${await reply.text()}`);
    const cookie = reply.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    return new Office(line, cookie);
  }

  private constructor(line: Line, cookie: string) {
    this.#line = line;
    this.#cookie = cookie;
  }

  async get<T>(path: string): Promise<T> {
    const reply = await fetch(`${this.#line.url}${path}`, { headers: { cookie: this.#cookie } });
    return (await reply.json()) as T;
  }

  /** What is answered where all goes well; anything else is a failed test. */
  async ask<T>(method: string, path: string, body: unknown = ''): Promise<T> {
    const reply = await this.#fetch(method, path, body);
    if (!reply.ok) throw new Error(`${method} ${path}: ${await reply.text()}`);
    return (await reply.json()) as T;
  }

  async totals(): Promise<Totals> {
    return this.get<Totals>('/api/totals');
  }

  /** Keys a pledge in afterwards; what is given replaces what a good form holds. */
  async save(change: Partial<PledgeForm>): Promise<Answer> {
    return this.send('PUT', `/api/pledges/${randomUUID()}`, { ...GOOD_FORM, ...change });
  }

  async send(
    method: string,
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const reply = await this.#fetch(method, path, body, headers);
    const said = (await reply.json().catch(() => ({}))) as { readonly fault?: string };
    return { status: reply.status, fault: said.fault ?? '' };
  }

  #fetch(
    method: string,
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    return fetch(`${this.#line.url}${path}`, {
      method,
      headers: {
        ...(body === '' ? {} : { 'content-type': 'application/json' }),
        cookie: this.#cookie,
        ...headers,
      },
      ...(body === '' ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  }
}

export const GOOD_FORM: PledgeForm = {
  call: null,
  revision: 1,
  amountCents: 3_000,
  frequency: 'once',
  way: 'post',
  donor: {
    title: 'mrs',
    firstName: 'Maëlle',
    lastName: 'Quillebœuf',
    phone: '',
    email: '',
    street: '12 rue des Halles',
    postcode: '14000',
    town: 'Caen',
    country: 'FR',
  },
  language: 'fr',
  note: '',
  informationVersion: '1',
  refusesSolicitation: false,
  takenAt: '2026-11-23T20:15:00.000Z',
};
