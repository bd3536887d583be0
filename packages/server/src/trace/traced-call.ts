import {
  TRACE_LIMITS,
  type TraceBody,
  type TraceCall,
  type TraceLadder,
  type TraceStep,
} from '@pledgeline/contract';
import type { CallId, Instant } from '@pledgeline/core';
import { reasonOf, type Caller, type Flow } from '@pledgeline/sip';
import type { Summary } from './message.ts';

type Party = 'carrier' | 'phone';
export type DeskSignalKind = Extract<TraceStep, { kind: 'desk' }>['signal'];
export type LiveState = Extract<TraceCall['state'], 'waiting' | 'offered' | 'talking' | 'announced'>;

/** One thing that went in or out. */
export interface Passed {
  readonly summary: Summary;
  readonly direction: 'in' | 'out';
  readonly flow: Flow;
}

/** Fewer digits are a short number, of which two would say much. */
const DIGITS_MIN = 7;
const DIGITS_SHOWN = 2;

/** What a caller's number ends in; null: withheld, or too short to show any of it. */
export function endOf(caller: Caller | null): string | null {
  const digits = caller?.kind === 'number' ? caller.number.replaceAll(/\D/g, '') : '';
  return digits.length < DIGITS_MIN ? null : digits.slice(-DIGITS_SHOWN);
}

/** One call as operators see it. */
export class TracedCall {
  readonly call: CallId;
  /** The dialogs that belong to it, by the trace's own keys. */
  readonly keys: string[] = [];
  line: string | null = null;
  trunk: string | null = null;
  #hasPhone = false;
  #answeredAt: Instant | null = null;
  #endedAt: Instant | null = null;
  #refusedWith: number | null = null;
  #more = 0;
  readonly #arrivedAt: Instant;
  readonly #callerEnds: string | null;
  readonly #withheld: boolean;
  readonly #steps: TraceStep[] = [];
  /** What was said already, for telling what is said again. */
  readonly #said = new Set<string>();

  constructor(call: CallId, caller: Caller | null, arrivedAt: Instant) {
    this.call = call;
    this.#callerEnds = endOf(caller);
    this.#withheld = caller?.kind === 'withheld';
    this.#arrivedAt = arrivedAt;
  }

  get hasEnded(): boolean {
    return this.#endedAt !== null;
  }

  end(at: Instant): void {
    this.#endedAt ??= at;
  }

  /** Answers whether it was said for the first time. */
  take({ summary, direction, flow }: Passed, key: string, at: Instant): boolean {
    const { method, status, sequence, body } = summary;
    const party: Party = key === this.keys[0] ? 'carrier' : 'phone';
    const said = `${this.keys.indexOf(key)} ${direction} ${method} ${status} ${sequence} ${wordFor(body)}`;
    const again = this.#said.has(said);
    if (party === 'phone') this.#hasPhone = true;
    if (this.#steps.length >= TRACE_LIMITS.stepsMax) this.#more += 1;
    else {
      this.#said.add(said);
      const peer = placeOf(flow.remote);
      const { transport } = flow;
      const atMs = at - this.#arrivedAt;
      const reason = status === null ? null : reasonOf(status);
      const of = { atMs, with: party, direction, sequence, transport, peer, body, again };
      this.#steps.push({ kind: 'message', method, status, reason, ...of });
    }
    if (party === 'carrier' && direction === 'out' && method === 'INVITE') this.#answered(status ?? 0, at);
    return !again;
  }

  tell(signal: DeskSignalKind, at: Instant): void {
    if (this.#steps.length >= TRACE_LIMITS.stepsMax) this.#more += 1;
    else this.#steps.push({ kind: 'desk', atMs: at - this.#arrivedAt, signal });
  }

  /** `live`: what the exchange says of it; null: it does not know it. */
  view(live: LiveState | null): TraceCall {
    const ended = this.#refusedWith === null ? 'ended' : 'refused';
    return {
      id: this.call,
      state: this.hasEnded ? ended : (live ?? 'ended'),
      line: this.line,
      trunk: this.trunk,
      callerEnds: this.#callerEnds,
      withheld: this.#withheld,
      hasPhone: this.#hasPhone,
      arrivedAt: isoOf(this.#arrivedAt),
      answeredAt: this.#answeredAt === null ? null : isoOf(this.#answeredAt),
      endedAt: this.#endedAt === null ? null : isoOf(this.#endedAt),
      refusedWith: this.#refusedWith,
    };
  }

  ladder(live: LiveState | null): TraceLadder {
    return { call: this.view(live), steps: [...this.#steps], more: this.#more };
  }

  /** A re-INVITE that is refused ends nothing; 487 says that the caller gave up. */
  #answered(status: number, at: Instant): void {
    if (this.#answeredAt !== null || status < 200) return;
    if (status < 300) this.#answeredAt = at;
    else if (this.#endedAt === null) {
      this.#endedAt = at;
      this.#refusedWith = status === 487 ? null : status;
    }
  }
}

/** What tells one description of the sound from another. */
const wordFor = (body: TraceBody): string =>
  body.kind === 'sound' ? `${body.codec} ${body.direction} ${body.port}` : body.kind;

export const isoOf = (at: Instant): string => new Date(at).toISOString();

export const placeOf = ({ address, port }: Flow['remote']): string =>
  `${address.includes(':') ? `[${address}]` : address}:${port}`;
