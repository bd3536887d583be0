import {
  acceptedBy,
  answerTo,
  headerOf,
  inviteText,
  requestIn,
  Wire,
  type Endpoint,
} from '@pledgeline/interop';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * A carrier and all the desk phones in one process, so that one clock sees what goes into the line and what comes out of
 * it. Nothing in it is the product's own.
 */
export class Pair {
  /** From an INVITE of the carrier's to the INVITE at a phone, in ms. */
  readonly inviteToInvite: number[] = [];
  /** From a phone's BYE to its next INVITE, in ms. */
  readonly freedToInvite: number[] = [];
  readonly #carrier: Wire;
  readonly #phones: Wire;
  readonly #line: Endpoint;
  /** Moments of INVITEs that no phone has seen yet: the line takes callers in their order. */
  readonly #invited: number[] = [];
  readonly #freedAt = new Map<string, number>();
  #talkMs = 0;
  #hangsUp: 'carrier' | 'phone' = 'carrier';
  #over = 0;

  static async open(line: Endpoint): Promise<Pair> {
    return new Pair(await Wire.open(), await Wire.open(), line);
  }

  private constructor(carrier: Wire, phones: Wire, line: Endpoint) {
    this.#carrier = carrier;
    this.#phones = phones;
    this.#line = line;
    carrier.onMessage((text) => this.#atCarrier(text));
    phones.onMessage((text) => this.#atPhone(text));
  }

  /** Where the phones are rung, all of them at one port. */
  get phonesPort(): number {
    return this.#phones.port;
  }

  /** So many calls, one each `everyMs`; ends when all of them have ended. */
  async call(how: {
    readonly calls: number;
    readonly everyMs: number;
    readonly talkMs: number;
    readonly hangsUp: 'carrier' | 'phone';
    readonly limitMs: number;
  }): Promise<void> {
    this.#talkMs = how.talkMs;
    this.#hangsUp = how.hangsUp;
    this.#over = 0;
    this.#freedAt.clear();
    const end = performance.now() + how.limitMs;
    for (let call = 0; call < how.calls; call += 1) {
      const from = `<sip:+3363998${String(call).padStart(4, '0')}@127.0.0.1>`;
      this.#invited.push(performance.now());
      this.#carrier.send(inviteText({ number: '110', from }, this.#carrier), this.#line);
      await pause(how.everyMs);
    }
    while (this.#over < how.calls && performance.now() < end) await pause(20);
    if (this.#over < how.calls)
      throw new Error(`${how.calls - this.#over} of ${how.calls} calls did not end in time`);
  }

  close(): void {
    this.#carrier.close();
    this.#phones.close();
  }

  #atCarrier(text: string): void {
    if (text.startsWith('BYE ')) {
      this.#over += 1;
      this.#carrier.send(answerTo(text), this.#line);
    } else if (text.startsWith('SIP/2.0 200') && headerOf(text, 'CSeq').endsWith('INVITE')) {
      this.#carrier.send(requestIn(text, { method: 'ACK', number: 1 }, this.#carrier), this.#line);
      if (this.#hangsUp === 'carrier') void this.#hangUpLater(text);
    } else if (text.startsWith('SIP/2.0 200') && headerOf(text, 'CSeq').endsWith('BYE')) this.#over += 1;
  }

  async #hangUpLater(accepted: string): Promise<void> {
    await pause(this.#talkMs);
    this.#carrier.send(requestIn(accepted, { method: 'BYE', number: 2 }, this.#carrier), this.#line);
  }

  #atPhone(text: string): void {
    const now = performance.now();
    if (text.startsWith('INVITE ')) this.#rung(text, now);
    else if (text.startsWith('BYE ')) this.#phones.send(answerTo(text), this.#line);
  }

  #rung(invite: string, now: number): void {
    const invitedAt = this.#invited.shift();
    if (invitedAt !== undefined) this.inviteToInvite.push(now - invitedAt);
    const user = /^INVITE sip:([^@]+)@/.exec(invite)?.[1] ?? '';
    const freedAt = this.#freedAt.get(user);
    if (freedAt !== undefined) this.freedToInvite.push(now - freedAt);
    this.#freedAt.delete(user);
    this.#phones.send(acceptedBy(invite, this.#phones), this.#line);
    if (this.#hangsUp === 'phone') void this.#phoneHangsUpLater(invite, user);
  }

  async #phoneHangsUpLater(invite: string, user: string): Promise<void> {
    await pause(this.#talkMs);
    this.#freedAt.set(user, performance.now());
    this.#phones.send(byeOfPhone(invite, this.#phones), this.#line);
  }
}

/** Within its dialog the phone is From and the line is To. */
function byeOfPhone(invite: string, phones: Endpoint): string {
  const target = /<([^>]+)>/.exec(headerOf(invite, 'Contact'))?.[1] ?? '';
  return [
    `BYE ${target} SIP/2.0`,
    `Via: SIP/2.0/UDP 127.0.0.1:${phones.port};branch=z9hG4bKBYE${headerOf(invite, 'Call-ID')}`,
    'Max-Forwards: 70',
    `From: ${headerOf(invite, 'To')};tag=phone`,
    `To: ${headerOf(invite, 'From')}`,
    `Call-ID: ${headerOf(invite, 'Call-ID')}`,
    'CSeq: 1 BYE',
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
}
