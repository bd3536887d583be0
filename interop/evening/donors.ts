import { answerTo, requestIn } from '../answers.ts';
import { headerOf, inviteText, Wire, type Endpoint } from '../wire.ts';
import { QuietVoice } from './quiet-voice.ts';

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

interface Call {
  readonly donor: Ringing;
  readonly voice: QuietVoice;
  readonly again: NodeJS.Timeout;
}

/** A carrier that brings many calls at once over one port, each with hardly any sound. Nothing in it is the product's own. */
export class Donors {
  readonly #wire: Wire;
  readonly #line: Endpoint;
  readonly #dialed: string;
  readonly #byCall = new Map<string, Call>();

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

  async ring(donor: Donor): Promise<Ringing> {
    const from = `<sip:${donor.number}@127.0.0.1>`;
    const voice = await QuietVoice.open();
    const invite = inviteText({ number: this.#dialed, from, soundPort: voice.port }, this.#wire);
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
      voice,
      again: setInterval(say, INVITE_AGAIN_MS),
    });
    return ringing;
  }

  close(): void {
    for (const { again, voice } of this.#byCall.values()) {
      clearInterval(again);
      voice.close();
    }
    this.#wire.close();
  }

  #take(text: string): void {
    const call = this.#byCall.get(headerOf(text, 'Call-ID'));
    if (call === undefined) return;
    if (text.startsWith('BYE ')) {
      call.donor.endedAt ??= Date.now();
      call.voice.close();
      return this.#wire.send(answerTo(text), this.#line);
    }
    if (!headerOf(text, 'CSeq').endsWith('INVITE')) return;
    clearInterval(call.again);
    if (text.startsWith('SIP/2.0 1')) return;
    if (!text.startsWith('SIP/2.0 200')) {
      call.donor.refused ??= text.split('\r\n')[0] ?? '';
      return;
    }
    call.voice.speakTo(Number(/^m=audio (\d+)/m.exec(text)?.[1] ?? 0));
    call.donor.answeredAt ??= Date.now();
    this.#wire.send(requestIn(text, { method: 'ACK', number: 1 }, this.#wire), this.#line);
  }
}
