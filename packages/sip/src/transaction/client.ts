import { after, earliest, stay, unreachable, type Instant, type Step } from '@pledgeline/core';
import { lifetimeMs, type Resend, type Transport, type Wire } from './transaction.ts';

interface Sent {
  readonly wire: Wire;
  readonly timerE: Resend | null;
  readonly timerF: Instant;
}

/** RFC 3261 §17.1.2: any request but INVITE and ACK, from its sender's side. */
export type ClientState =
  | ({ readonly kind: 'trying' } & Sent)
  | ({ readonly kind: 'proceeding' } & Sent)
  | { readonly kind: 'completed'; readonly timerK: Instant }
  | { readonly kind: 'terminated'; readonly why: 'done' | 'timeout' | 'transport-failed' };

export type ClientInput =
  | { readonly kind: 'response'; readonly status: number }
  | { readonly kind: 'transport-failed' }
  | { readonly kind: 'clock' };

type ClientEffect =
  | { readonly kind: 'send'; readonly wire: Wire }
  | { readonly kind: 'tell-user'; readonly event: 'pass-up' | 'timeout' | 'transport-failed' };

type Open = Extract<ClientState, Sent>;
type Next = Step<ClientState, ClientEffect>;

/** [NCT-1] §17.1.2.2: E at T1 where the request may be lost, F at 64*T1. */
export function client(wire: Wire, now: Instant, on: Transport): Next {
  const timerE = on.reliable ? null : { at: after(now, on.timers.t1Ms), intervalMs: on.timers.t1Ms };
  const state = { kind: 'trying', wire, timerE, timerF: after(now, lifetimeMs(on.timers)) } as const;
  return { state, effects: [{ kind: 'send', wire }] };
}

export function stepClient(state: ClientState, input: ClientInput, now: Instant, on: Transport): Next {
  if (input.kind === 'transport-failed') return transportFailed(state);
  switch (state.kind) {
    case 'trying':
    case 'proceeding':
      return input.kind === 'clock' ? waiting(state, now, on) : answered(state, input.status, now, on);
    case 'completed':
      return input.kind === 'clock' && now >= state.timerK
        ? stay({ kind: 'terminated', why: 'done' })
        : stay(state);
    case 'terminated':
      return stay(state);
    default:
      return unreachable(state);
  }
}

export function clientWakesAt(state: ClientState): Instant | null {
  switch (state.kind) {
    case 'trying':
    case 'proceeding':
      return earliest(state.timerE?.at ?? null, state.timerF);
    case 'completed':
      return state.timerK;
    case 'terminated':
      return null;
    default:
      return unreachable(state);
  }
}

function waiting(state: Open, now: Instant, on: Transport): Next {
  if (now >= state.timerF)
    return {
      state: { kind: 'terminated', why: 'timeout' },
      effects: [{ kind: 'tell-user', event: 'timeout' }],
    };
  if (state.timerE === null || now < state.timerE.at) return stay(state);
  // [NCT-2] §17.1.2.2: E doubles up to T2; once something provisional came it is T2.
  const { t2Ms } = on.timers;
  const intervalMs = state.kind === 'proceeding' ? t2Ms : Math.min(2 * state.timerE.intervalMs, t2Ms);
  return {
    state: { ...state, timerE: { at: after(now, intervalMs), intervalMs } },
    effects: [{ kind: 'send', wire: state.wire }],
  };
}

function answered(state: Open, status: number, now: Instant, on: Transport): Next {
  if (status < 200) return { state: { ...state, kind: 'proceeding' }, effects: [passUp] };
  // [NCT-3] §17.1.2.2: K is T4 where responses may repeat, zero where they cannot.
  return {
    state: { kind: 'completed', timerK: after(now, on.reliable ? 0 : on.timers.t4Ms) },
    effects: [passUp],
  };
}

function transportFailed(state: ClientState): Next {
  const over = state.kind === 'terminated' || state.kind === 'completed';
  return {
    state: { kind: 'terminated', why: 'transport-failed' },
    effects: over ? [] : [{ kind: 'tell-user', event: 'transport-failed' }],
  };
}

const passUp: ClientEffect = { kind: 'tell-user', event: 'pass-up' };
