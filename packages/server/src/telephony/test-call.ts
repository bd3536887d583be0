import { randomUUID } from 'node:crypto';
import { failed, ok, type Result } from '@pledgeline/core';
import { recordingPath, startVoice, type RtpPhone } from '@pledgeline/media';
import { offer, negotiate, type LegId } from '@pledgeline/sip';
import { steadyClock } from '../adapters/clock/clock.ts';
import type { TrunkNews } from './switchboard.ts';
import { UserAgentShell } from './user-agent-shell.ts';

export interface TestCall {
  /** The SIP port of the line, on loopback. */
  readonly sipPort: number;
  /** What is dialed, and from which number. */
  readonly dialed: string;
  readonly from: string;
  readonly language: 'fr' | 'en';
  /** Told as it goes; for the terminal. */
  readonly told?: (news: TestCallNews) => void;
  /** Gives the call up: hangs up if it was answered. */
  readonly signal?: AbortSignal;
}

export type TestCallNews =
  | { readonly kind: 'ringing' }
  | { readonly kind: 'answered' }
  | { readonly kind: 'ended'; readonly by: 'line' | 'donor'; readonly heardPackets: number }
  | { readonly kind: 'refused'; readonly status: number };

export type TestCallEnd = Extract<TestCallNews, { readonly kind: 'ended' | 'refused' }>;

const HERE = '127.0.0.1';
/** A donor who is still there after this long hangs up. */
const TALK_MS_MAX = 180_000;

/** Rings the line through its real SIP port with a recorded donor's voice, and stays until somebody hangs up. */
export async function placeTestCall(call: TestCall): Promise<Result<TestCallEnd, 'NO_PORT_LEFT'>> {
  const voice = await startVoice({ bind: HERE, wav: recordingPath(`donor-${call.language}`), codec: 'PCMA' });
  if (!voice.ok) return failed(voice.failure);
  try {
    return ok(await new DonorsPhone(call, voice.value).ring());
  } finally {
    voice.value.stop();
  }
}

class DonorsPhone {
  readonly #call: TestCall;
  readonly #voice: RtpPhone;
  readonly #leg = `donor-${randomUUID()}` as LegId;
  readonly #userAgent: UserAgentShell;
  readonly #over = Promise.withResolvers<TestCallEnd>();

  constructor(call: TestCall, voice: RtpPhone) {
    this.#call = call;
    this.#voice = voice;
    this.#userAgent = new UserAgentShell({
      clock: steadyClock(),
      admits: (address) => address === HERE,
      perform: (news) => this.#hear(news),
      dropped: () => undefined,
      fault: (error) => this.#over.reject(error),
    });
  }

  async ring(): Promise<TestCallEnd> {
    const { port } = await this.#userAgent.open({ addresses: [HERE], port: 0, tls: null });
    const giveUp = (): void => this.#hangUp();
    const patience = setTimeout(giveUp, TALK_MS_MAX);
    this.#call.signal?.addEventListener('abort', giveUp);
    try {
      this.#userAgent.feed(this.#invite(port));
      return await this.#over.promise;
    } finally {
      clearTimeout(patience);
      this.#call.signal?.removeEventListener('abort', giveUp);
      await this.#userAgent.close();
    }
  }

  #invite(port: number) {
    const { sipPort, dialed, from } = this.#call;
    const local = { address: HERE, port };
    const remote = { address: HERE, port: sipPort };
    return {
      kind: 'call' as const,
      leg: this.#leg,
      flow: { transport: 'udp' as const, local, remote, id: 'udp' },
      target: `sip:${dialed}@${HERE}:${sipPort}`,
      from: `sip:${from}@${HERE}`,
      sdp: offer({ local: this.#voice.local, sessionId: '1' }),
    };
  }

  #hear(news: TrunkNews): void {
    const told = this.#call.told ?? (() => undefined);
    if (news.kind === 'progress') told({ kind: 'ringing' });
    else if (news.kind === 'answered') this.#answered(news.sdp);
    else if (news.kind === 'hung-up' || news.kind === 'lost') this.#end('line');
    else if (news.kind === 'call-failed') this.#over.resolve({ kind: 'refused', status: news.status });
  }

  #answered(sdp: string): void {
    const sound = negotiate(sdp);
    if (!sound.ok) return this.#hangUp();
    this.#voice.sendTo(sound.value.remote);
    this.#call.told?.({ kind: 'answered' });
  }

  #hangUp(): void {
    this.#userAgent.feed({ kind: 'hang-up', leg: this.#leg });
    this.#end('donor');
  }

  #end(by: 'line' | 'donor'): void {
    this.#over.resolve({ kind: 'ended', by, heardPackets: this.#voice.received() });
  }
}
