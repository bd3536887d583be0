import { after, stay, unreachable, type Instant, type Step } from '@pledgeline/core';
import type { RequestId } from '../user-agent/types.ts';
import type {
  RegistrationEffect,
  RegistrationInput,
  RegistrationSettings,
  RegistrationView,
} from './types.ts';
import { refreshMs, retryMs } from './waits.ts';

/** One registration of ours with one registrar. Never changed in place. */
export interface RegistrationState {
  readonly settings: RegistrationSettings;
  /** CSeq of the last request. */
  readonly sequence: number;
  /** Requests so far: their ids. */
  readonly asked: number;
  /** What we ask for: the settings', or the least that a 423 named. */
  readonly wantedSeconds: number;
  /** How long the registrar keeps our Contact, as far as we know; null: it does not. */
  readonly until: Instant | null;
  /** Failures in a row. */
  readonly failures: number;
  readonly phase: Phase;
}
type Phase =
  | { readonly kind: 'off' }
  /** `lostAt`: whoever sends has forgotten us; it counts as silence. */
  | {
      readonly kind: 'asking';
      readonly id: RequestId;
      readonly askedSeconds: number;
      /** A 423 has made us ask for more. */
      readonly raised: boolean;
      readonly lostAt: Instant;
    }
  | { readonly kind: 'registered'; readonly until: Instant; readonly refreshAt: Instant }
  | { readonly kind: 'waiting'; readonly status: number; readonly retryAt: Instant }
  | {
      readonly kind: 'leaving';
      readonly id: RequestId;
      readonly lostAt: Instant;
      readonly thenStart: boolean;
    };

type Responded = RegistrationInput & { readonly kind: 'responded' };
type Next = Step<RegistrationState, RegistrationEffect>;

/** Four transactions of 32 s, challenged and stale, and a little. */
const LOST_MS = 150_000;
/** A challenge raises the number by itself while the request is under way: what overtakes it stays above. */
const NUMBERS_APART = 10;
/** More than a day is not believed. */
const EXPIRES_MAX_SECONDS = 86_400;

export const createRegistration = (settings: RegistrationSettings): RegistrationState => ({
  settings,
  sequence: 0,
  asked: 0,
  wantedSeconds: settings.expiresSeconds,
  until: null,
  failures: 0,
  phase: { kind: 'off' },
});

export function stepRegistration(state: RegistrationState, input: RegistrationInput, now: Instant): Next {
  const next = take(state, input, now);
  const view = registrationView(next.state, now);
  return JSON.stringify(view) === JSON.stringify(registrationView(state, now))
    ? next
    : { state: next.state, effects: [...next.effects, { kind: 'registration-changed', view }] };
}

function take(state: RegistrationState, input: RegistrationInput, now: Instant): Next {
  switch (input.kind) {
    case 'start':
      return start(state, now);
    case 'stop':
      return stop(state, now);
    case 'again':
      return state.phase.kind === 'registered' || state.phase.kind === 'waiting'
        ? ask(state, now)
        : stay(state);
    case 'responded':
      return responded(state, input, now);
    case 'clock':
      return tick(state, now);
    default:
      return unreachable(input);
  }
}

export function registrationWakesAt({ phase }: RegistrationState): Instant | null {
  switch (phase.kind) {
    case 'off':
      return null;
    case 'asking':
    case 'leaving':
      return phase.lostAt;
    case 'registered':
      return phase.refreshAt;
    case 'waiting':
      return phase.retryAt;
    default:
      return unreachable(phase);
  }
}

export function registrationView(state: RegistrationState, now: Instant): RegistrationView {
  const { phase } = state;
  const until = state.until !== null && state.until > now ? state.until : null;
  switch (phase.kind) {
    case 'off':
    case 'leaving':
      return { kind: 'off' };
    case 'asking':
      return { kind: 'trying', until };
    case 'registered':
      return { kind: 'registered', until: phase.until };
    case 'waiting':
      return { kind: 'refused', status: phase.status, retryAt: phase.retryAt, until };
    default:
      return unreachable(phase);
  }
}

function start(state: RegistrationState, now: Instant): Next {
  if (state.phase.kind === 'off') return ask(state, now);
  return state.phase.kind === 'leaving'
    ? stay({ ...state, phase: { ...state.phase, thenStart: true } })
    : stay(state);
}

/** [REG-5] Taken back where the registrar has, or may yet have, our Contact. */
function stop(state: RegistrationState, now: Instant): Next {
  const { phase } = state;
  if (phase.kind === 'off') return stay(state);
  if (phase.kind === 'leaving') return stay({ ...state, phase: { ...phase, thenStart: false } });
  const mayBeKept = phase.kind === 'asking' || (state.until !== null && state.until > now);
  if (!mayBeKept) return stay({ ...state, until: null, phase: { kind: 'off' } });
  const { state: asked, effects, id } = send({ ...state, sequence: state.sequence + NUMBERS_APART }, 0);
  const lostAt = after(now, LOST_MS);
  return {
    state: { ...asked, until: null, phase: { kind: 'leaving', id, lostAt, thenStart: false } },
    effects,
  };
}

function ask(state: RegistrationState, now: Instant, raised = false): Next {
  const { state: asked, effects, id } = send(state, state.wantedSeconds);
  const phase: Phase = {
    kind: 'asking',
    id,
    askedSeconds: state.wantedSeconds,
    raised,
    lostAt: after(now, LOST_MS),
  };
  return { state: { ...asked, phase }, effects };
}

/** [REG-1] §10.2: one Call-ID for all, and the next number for each. */
function send(state: RegistrationState, expiresSeconds: number): Next & { readonly id: RequestId } {
  const { name, registrar, address, contactUser, callId } = state.settings;
  const sequence = state.sequence + 1;
  const asked = state.asked + 1;
  const id = `${name} ${asked}` as RequestId;
  const effect = { kind: 'send-register', id, target: registrar, address, contactUser, callId } as const;
  return {
    id,
    state: { ...state, sequence, asked },
    effects: [{ ...effect, sequence, expiresSeconds }],
  };
}

function responded(before: RegistrationState, answer: Responded, now: Instant): Next {
  const state = { ...before, sequence: Math.max(before.sequence, answer.sequence) };
  const { phase } = state;
  if (phase.kind === 'leaving' && phase.id === answer.id) return left(state, phase.thenStart, now);
  if (phase.kind !== 'asking' || phase.id !== answer.id || answer.status < 200) return stay(state);
  if (answer.status < 300) return granted(state, answer.expiresSeconds ?? phase.askedSeconds, now);
  const least = answer.status === 423 ? (answer.minExpiresSeconds ?? 0) : 0;
  // [REG-3] §10.2.8: the least that it takes, at once; asking for more a second time is only a refusal.
  if (!phase.raised && least > phase.askedSeconds && least <= EXPIRES_MAX_SECONDS)
    return ask({ ...state, wantedSeconds: least }, now, true);
  return failed(state, answer, now);
}

function granted(state: RegistrationState, seconds: number, now: Instant): Next {
  if (seconds === 0) return failed({ ...state, until: null }, { status: 200, retryAfterSeconds: null }, now);
  const kept = Math.min(seconds, EXPIRES_MAX_SECONDS);
  const until = after(now, 1_000 * kept);
  const phase: Phase = { kind: 'registered', until, refreshAt: after(now, refreshMs(kept)) };
  return stay({ ...state, until, failures: 0, phase });
}

function failed(
  state: RegistrationState,
  answer: Pick<Responded, 'status' | 'retryAfterSeconds'>,
  now: Instant,
): Next {
  const failures = state.failures + 1;
  const { seed, expiresSeconds } = state.settings;
  const retryAt = after(now, retryMs({ ...answer, failures, seed }));
  const phase: Phase = { kind: 'waiting', status: answer.status, retryAt };
  return stay({ ...state, failures, wantedSeconds: expiresSeconds, phase });
}

function left(state: RegistrationState, thenStart: boolean, now: Instant): Next {
  const off: RegistrationState = { ...state, until: null, failures: 0, phase: { kind: 'off' } };
  return thenStart ? ask(off, now) : stay(off);
}

function tick(state: RegistrationState, now: Instant): Next {
  const wake = registrationWakesAt(state);
  if (wake === null || wake > now) return stay(state);
  const { phase } = state;
  switch (phase.kind) {
    case 'off':
      return stay(state);
    case 'asking':
      return failed(state, { status: 408, retryAfterSeconds: null }, now);
    case 'leaving':
      return left(state, phase.thenStart, now);
    case 'registered':
    case 'waiting':
      return ask(state, now);
    default:
      return unreachable(phase);
  }
}
