import { answerTo, requestIn } from '../answers.ts';
import { headerOf, inviteText, Wire, type Endpoint } from '../wire.ts';

/** One who rings, with what is to be promised. */
export interface Donor {
  readonly number: string;
  readonly cents: number;
}

export interface Ringing extends Donor {
  readonly invitedAt: number;
  answeredAt: number | null;
  endedAt: number | null;
  /** What was not answered 200. */
  refused: string | null;
}

const INVITE_AGAIN_MS = 500;

/** A carrier that brings many calls at once over one port, without sound. Nothing in it is the product's own. */
export class Donors {
  readonly #wire: Wire;
  readonly #line: Endpoint;
  readonly #dialed: string;
  readonly #byCall = new Map<string, { readonly donor: Ringing; accepted: string; again: NodeJS.Timeout }>();

  static async open(line: Endpoint, dialed: string): Promise<Donors> {
    return new Donors(await Wire.open(), line, dialed);
  }

  private constructor(wire: Wire, line: Endpoint, dialed: string) {
    this.#wire = wire;
    this.#line = line;
    this.#dialed = dialed;
    wire.onMessage((text) => this.#take(text));
  }

  get all(): readonly Ringing[] {
    return [...this.#byCall.values()].map(({ donor }) => donor);
  }

  ring(donor: Donor): Ringing {
    const from = `<sip:${donor.number}@127.0.0.1>`;
    const invite = inviteText({ number: this.#dialed, from }, this.#wire);
    const ringing: Ringing = {
      ...donor,
      invitedAt: Date.now(),
      answeredAt: null,
      endedAt: null,
      refused: null,
    };
    const say = (): void => this.#wire.send(invite, this.#line);
    say();
    this.#byCall.set(headerOf(invite, 'Call-ID'), {
      donor: ringing,
      accepted: '',
      again: setInterval(say, INVITE_AGAIN_MS),
    });
    return ringing;
  }

  close(): void {
    for (const { again } of this.#byCall.values()) clearInterval(again);
    this.#wire.close();
  }

  #take(text: string): void {
    const call = this.#byCall.get(headerOf(text, 'Call-ID'));
    if (call === undefined) return;
    if (text.startsWith('BYE ')) {
      call.donor.endedAt ??= Date.now();
      return this.#wire.send(answerTo(text), this.#line);
    }
    if (!headerOf(text, 'CSeq').endsWith('INVITE')) return;
    clearInterval(call.again);
    if (text.startsWith('SIP/2.0 1')) return;
    if (!text.startsWith('SIP/2.0 200')) {
      call.donor.refused ??= text.split('\r\n')[0] ?? '';
      return;
    }
    call.accepted = text;
    call.donor.answeredAt ??= Date.now();
    this.#wire.send(requestIn(text, { method: 'ACK', number: 1 }, this.#wire), this.#line);
  }
}
