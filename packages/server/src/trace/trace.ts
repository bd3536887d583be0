import { TRACE_LIMITS, type TraceCall, type TraceLadder, type TraceRefusal } from '@pledgeline/contract';
import type { CallId, Instant } from '@pledgeline/core';
import type { DialogSnapshot, Flow, LegId, UserAgentEffect, UserAgentInput } from '@pledgeline/sip';
import { callOf, phoneLegOf } from '../telephony/leg-names.ts';
import { readMessage, type Summary } from './message.ts';
import { Refusals } from './refusals.ts';
import { TracedCall, type DeskSignalKind, type LiveState, type Passed } from './traced-call.ts';

/** A message outside of every call that we know, or of one that may become known in this same step. */
interface Unplaced {
  readonly key: string;
  readonly passed: Passed[];
}

/** What the exchange says of a call now; null: nothing. */
export type StateOf = (call: CallId) => LiveState | null;

/** Answers to a caller who gave up, and the question for a password: nobody was refused. */
const NO_REFUSALS = new Set([401, 407, 487]);

/**
 * What went in and out of the SIP port, call by call, in memory alone. It is shown each input of the user agent before
 * the step and each effect after it, and changes neither. `keyOf` makes a key of a Call-ID that it cannot be read from.
 */
export class Trace {
  readonly #calls = new Map<CallId, TracedCall>();
  /** Which call a dialog belongs to. */
  readonly #byKey = new Map<string, TracedCall>();
  readonly #refusals = new Refusals();
  readonly #keyOf: (callId: string) => string;
  /** Of the step that is on: its moment, whom it came from, and what it may turn out to be about. */
  #now = 0 as Instant;
  #from: Flow | null = null;
  #unplaced: Unplaced | null = null;
  #placing: LegId | null = null;

  constructor(keyOf: (callId: string) => string) {
    this.#keyOf = keyOf;
  }

  /** What the user agent is about to take. */
  before(input: UserAgentInput, now: Instant): void {
    this.#now = now;
    this.#from = input.kind === 'received' ? input.flow : null;
    this.#placing = input.kind === 'call' ? input.leg : null;
    this.#unplaced = null;
    if (input.kind === 'received') this.#came(input.flow, input.bytes);
  }

  /** What it then did. */
  after(effect: UserAgentEffect): void {
    if (effect.kind === 'send') this.#sent(effect.flow, effect.bytes);
    else if (effect.kind === 'invited') this.#invited(effect);
    else if (effect.kind === 'dropped' && this.#from !== null)
      this.dropped(effect.because, this.#from, this.#now);
  }

  /** Something was not even given to the user agent. */
  dropped(because: string, from: Pick<Flow, 'transport' | 'remote'> | null, at: Instant): void {
    this.#refusals.add({ by: 'line', status: null, because, method: null, from }, at);
  }

  /** Which line was rung, and over whose trunk. */
  place(
    call: CallId,
    { line, trunk }: { readonly line: string | null; readonly trunk: string | null },
  ): void {
    const traced = this.#calls.get(call);
    if (traced === undefined) return;
    traced.line = line;
    traced.trunk = trunk;
  }

  /** Calls that an earlier life of the server has left: what is said from now on is seen. */
  adopt(dialogs: readonly Pick<DialogSnapshot, 'leg' | 'callId'>[], now: Instant): void {
    const isCallers = ({ leg }: Pick<DialogSnapshot, 'leg'>): boolean => phoneLegOf(leg) === null;
    for (const { leg } of dialogs.filter(isCallers)) this.#open(new TracedCall(callOf(leg), null, now));
    // A call's first dialog is the caller's.
    for (const { leg, callId } of dialogs.toSorted((one, other) => +isCallers(other) - +isCallers(one)))
      this.#bind(this.#calls.get(callOf(leg)), this.#keyOf(callId));
  }

  /** What the desk did. */
  tell(call: CallId, signal: DeskSignalKind, at: Instant): void {
    this.#calls.get(call)?.tell(signal, at);
  }

  end(call: CallId, at: Instant): void {
    this.#calls.get(call)?.end(at);
  }

  /** The call was handed over: nothing of it stays, and what still comes of it is not seen. */
  forget(call: CallId): void {
    const traced = this.#calls.get(call);
    for (const key of traced?.keys ?? []) if (this.#byKey.get(key) === traced) this.#byKey.delete(key);
    this.#calls.delete(call);
    this.#unplaced = null;
  }

  /** The newest first. */
  calls(stateOf: StateOf): TraceCall[] {
    return [...this.#calls.values()].toReversed().map((traced) => traced.view(stateOf(traced.call)));
  }

  ladder(call: CallId, stateOf: StateOf): TraceLadder | null {
    return this.#calls.get(call)?.ladder(stateOf(call)) ?? null;
  }

  refusals(): TraceRefusal[] {
    return this.#refusals.all();
  }

  #came(flow: Flow, bytes: Uint8Array): void {
    const summary = readMessage(bytes, this.#keyOf);
    if (summary === null) return;
    const { key } = summary;
    const passed: Passed = { summary, direction: 'in', flow };
    // Also where a call with that Call-ID is known: a carrier that was refused may try again under the same one.
    if (isInvite(summary)) this.#unplaced = { key, passed: [passed] };
    const traced = this.#byKey.get(key);
    const isNew = traced?.take(passed, key, this.#now) ?? false;
    const byPhone = summary.method === 'INVITE' && traced?.keys[0] !== key;
    if (isNew && byPhone && isRefusal(summary)) this.#refused('phone', summary, flow);
  }

  #sent(flow: Flow, bytes: Uint8Array): void {
    const summary = readMessage(bytes, this.#keyOf);
    if (summary === null) return;
    const { key } = summary;
    const passed: Passed = { summary, direction: 'out', flow };
    if (this.#placing !== null && isInvite(summary)) this.#bind(this.#calls.get(callOf(this.#placing)), key);
    const traced = this.#byKey.get(key);
    if (this.#unplaced?.key === key) this.#unplaced.passed.push(passed);
    const isNew = traced?.take(passed, key, this.#now) ?? true;
    if (isNew && isRefusal(summary)) this.#refused('line', summary, flow);
  }

  #invited({ leg, caller }: Extract<UserAgentEffect, { kind: 'invited' }>): void {
    const { key, passed } = this.#unplaced ?? { key: null, passed: [] };
    this.#unplaced = null;
    if (key === null) return;
    const traced = new TracedCall(callOf(leg), caller, this.#now);
    this.#open(traced);
    this.#bind(traced, key);
    for (const one of passed) traced.take(one, key, this.#now);
  }

  /** Where there are too many, one that has ended goes first. */
  #open(traced: TracedCall): void {
    this.#calls.set(traced.call, traced);
    if (this.#calls.size <= TRACE_LIMITS.callsMax) return;
    for (const { call, hasEnded } of this.#calls.values()) if (hasEnded) return this.forget(call);
    for (const oldest of this.#calls.keys()) return this.forget(oldest);
  }

  #bind(traced: TracedCall | undefined, key: string): void {
    if (traced === undefined) return;
    this.#byKey.set(key, traced);
    if (!traced.keys.includes(key)) traced.keys.push(key);
  }

  #refused(by: 'line' | 'phone', { status, method }: Summary, from: Flow): void {
    this.#refusals.add({ by, status, because: null, method, from }, this.#now);
  }
}

const isInvite = ({ method, status }: Summary): boolean => method === 'INVITE' && status === null;
const isRefusal = ({ status }: Summary): boolean =>
  status !== null && status >= 300 && !NO_REFUSALS.has(status);
