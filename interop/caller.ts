import { answerTo } from './answers.ts';
import { RtpEnd } from './rtp.ts';
import { TONE_A_HZ, type Sound } from './tone.ts';
import { until } from './wait.ts';
import { headerOf, inviteText, Wire, type Invite } from './wire.ts';

/** Moments by this process's clock (epoch milliseconds); null: not yet. */
export interface Moments {
  invitedAt: number;
  ringingAt: number | null;
  answeredAt: number | null;
  endedAt: number | null;
  /** Our own BYE was answered 200. */
  byeAnsweredAt: number | null;
}

const INVITE_AGAIN_MS = 500;

/**
 * A carrier that places one call over UDP with any headers it is told to send, plays tone A into it, keeps what it
 * hears, and answers the BYE. It notes when each answer came; nothing in it is the product's own.
 */
export class Caller {
  readonly moments: Moments = {
    invitedAt: 0,
    ringingAt: null,
    answeredAt: null,
    endedAt: null,
    byeAnsweredAt: null,
  };
  /** The last final answer's first line. */
  finalAnswer: string | null = null;
  readonly #wire: Wire;
  readonly #sound: RtpEnd;
  readonly #target: { readonly address: string; readonly port: number };
  #invite = '';
  #dialog = '';
  #again: NodeJS.Timeout | undefined;

  static async open(
    target: { readonly address: string; readonly port: number },
    address = '127.0.0.1',
  ): Promise<Caller> {
    return new Caller(await Wire.open(address), await RtpEnd.open(address), target);
  }

  private constructor(
    wire: Wire,
    sound: RtpEnd,
    target: { readonly address: string; readonly port: number },
  ) {
    this.#wire = wire;
    this.#sound = sound;
    this.#target = target;
    wire.onMessage((text) => this.#take(text));
  }

  call(invite: Omit<Invite, 'soundPort'>): void {
    this.#invite = inviteText({ ...invite, soundPort: this.#sound.port }, this.#wire);
    this.moments.invitedAt = clock();
    this.#say(this.#invite);
    this.#again = setInterval(() => this.#say(this.#invite), INVITE_AGAIN_MS);
  }

  async untilAnswered(limitMs: number): Promise<void> {
    await until('the call is answered', limitMs, () => this.moments.answeredAt).catch((error: unknown) => {
      throw new Error(`not answered; last heard:\n${this.#wire.received.at(-1) ?? 'nothing'}`, {
        cause: error,
      });
    });
  }

  async untilEnded(limitMs: number): Promise<void> {
    await until('BYE arrives at the caller', limitMs, () => this.moments.endedAt);
  }

  heard(): Sound {
    return this.#sound.heard();
  }

  /** When the first packet of sound came, by this process's clock. */
  get firstSoundAt(): number | null {
    return this.#sound.firstPacketAt;
  }

  /** See RtpEnd: the longest time without sound from now on. */
  watchGaps(): () => number {
    return this.#sound.watchGaps();
  }

  /** BYE once it was answered, CANCEL before (RFC 3261 §9.1: the same transaction). */
  hangUp(): void {
    if (this.moments.answeredAt === null) return this.#say(cancelText(this.#invite));
    const bye = this.#dialog.replaceAll('ACK', 'BYE').replace('CSeq: 1', 'CSeq: 2');
    this.#say(bye.replace('z9hG4bKack', 'z9hG4bKbye'));
  }

  close(): void {
    clearInterval(this.#again);
    this.#sound.close();
    this.#wire.close();
  }

  #take(text: string): void {
    if (text.startsWith('BYE ')) {
      this.moments.endedAt ??= clock();
      this.#say(answerTo(text));
      return;
    }
    const status = Number(/^SIP\/2\.0 (\d{3})/.exec(text)?.[1] ?? 0);
    if (headerOf(text, 'CSeq').endsWith('BYE') && status === 200) this.moments.byeAnsweredAt ??= clock();
    if (!headerOf(text, 'CSeq').endsWith('INVITE') || status === 0) return;
    clearInterval(this.#again);
    if (status > 100 && status < 200) this.moments.ringingAt ??= clock();
    if (status >= 200) this.#finally(text, status);
  }

  #finally(text: string, status: number): void {
    this.finalAnswer ??= text.split('\r\n')[0] ?? '';
    this.#dialog = ackText(this.#invite, text, this.#wire.port);
    this.#say(this.#dialog);
    if (status >= 300 || this.moments.answeredAt !== null) return;
    this.moments.answeredAt = clock();
    this.#sound.send(TONE_A_HZ, soundAddress(text));
  }

  #say(text: string): void {
    this.#wire.send(text, this.#target);
  }
}

const clock = (): number => performance.timeOrigin + performance.now();

function ackText(invite: string, answer: string, port: number): string {
  const accepted = answer.startsWith('SIP/2.0 2');
  const target = accepted
    ? (/<([^>]+)>/.exec(headerOf(answer, 'Contact'))?.[1] ?? '')
    : (invite.split(' ')[1] ?? '');
  const via = headerOf(invite, 'Via');
  return [
    `ACK ${target} SIP/2.0`,
    // RFC 3261 §17.1.1.3: the ACK of a refusal is part of the INVITE's transaction, that of a 2xx is not.
    `Via: ${accepted ? via.replace(/branch=[^;]+/, `branch=z9hG4bKack${port}`) : via}`,
    'Max-Forwards: 70',
    `From: ${headerOf(invite, 'From')}`,
    `To: ${headerOf(answer, 'To')}`,
    `Call-ID: ${headerOf(invite, 'Call-ID')}`,
    'CSeq: 1 ACK',
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
}

function cancelText(invite: string): string {
  const kept = ['Via', 'Max-Forwards', 'From', 'To', 'Call-ID'].map(
    (name) => `${name}: ${headerOf(invite, name)}`,
  );
  const target = invite.split(' ')[1] ?? '';
  return [`CANCEL ${target} SIP/2.0`, ...kept, 'CSeq: 1 CANCEL', 'Content-Length: 0', '', ''].join('\r\n');
}

function soundAddress(answer: string): { readonly address: string; readonly port: number } {
  const address = /^c=IN IP4 (\S+)/m.exec(answer)?.[1] ?? '127.0.0.1';
  return { address, port: Number(/^m=audio (\d+)/m.exec(answer)?.[1] ?? 0) };
}
