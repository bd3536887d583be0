import { after, assert, earliest, stay, unreachable, type Instant, type Step } from '@pledgeline/core';
import { lifetimeMs, type Resend, type Transport, type Wire } from './transaction.ts';

/** RFC 3261 §17.1.1 as corrected by RFC 6026 §7.2. `ack` is what was sent for a refusal. */
export type InviteClientState =
  | {
      readonly kind: 'calling';
      readonly wire: Wire;
      readonly timerA: Resend | null;
      readonly timerB: Instant;
    }
  | { readonly kind: 'proceeding' }
  | { readonly kind: 'accepted'; readonly timerM: Instant }
  | { readonly kind: 'completed'; readonly ack: Wire; readonly timerD: Instant }
  | { readonly kind: 'terminated'; readonly why: 'done' | 'timeout' | 'transport-failed' };

export type InviteClientInput =
  /** `ack` is the ACK for this response where it is a refusal (§17.1.1.3), else null. */
  | { readonly kind: 'response'; readonly status: number; readonly ack: Wire | null }
  | { readonly kind: 'transport-failed' }
  | { readonly kind: 'clock' };

type InviteClientEffect =
  | { readonly kind: 'send'; readonly wire: Wire }
  /** `pass-up`: the response that is being fed is for the user. */
  | { readonly kind: 'tell-user'; readonly event: 'pass-up' | 'timeout' | 'transport-failed' };

type Next = Step<InviteClientState, InviteClientEffect>;
type In<Kind extends InviteClientState['kind']> = InviteClientState & { kind: Kind };

/** [ICT-1] §17.1.1.2: the INVITE goes out; A at T1 where it may be lost, B at 64*T1. */
export function inviteClient(wire: Wire, now: Instant, on: Transport): Next {
  const timerA = on.reliable ? null : { at: after(now, on.timers.t1Ms), intervalMs: on.timers.t1Ms };
  const state = { kind: 'calling', wire, timerA, timerB: after(now, lifetimeMs(on.timers)) } as const;
  return { state, effects: [send(wire)] };
}

export function stepInviteClient(
  state: InviteClientState,
  input: InviteClientInput,
  now: Instant,
  on: Transport,
): Next {
  if (input.kind === 'transport-failed') return transportFailed(state);
  switch (state.kind) {
    case 'calling':
      return input.kind === 'clock' ? waiting(state, now) : answered(input.status, input.ack, now, on);
    case 'proceeding':
      // No timer runs here: how long it may ring is the user's to say.
      return input.kind === 'clock' ? stay(state) : answered(input.status, input.ack, now, on);
    case 'accepted':
      return accepted(state, input, now);
    case 'completed':
      return completed(state, input, now);
    case 'terminated':
      return stay(state);
    default:
      return unreachable(state);
  }
}

export function inviteClientWakesAt(state: InviteClientState): Instant | null {
  switch (state.kind) {
    case 'calling':
      return earliest(state.timerA?.at ?? null, state.timerB);
    case 'accepted':
      return state.timerM;
    case 'completed':
      return state.timerD;
    case 'proceeding':
    case 'terminated':
      return null;
    default:
      return unreachable(state);
  }
}

function waiting(state: In<'calling'>, now: Instant): Next {
  if (now >= state.timerB)
    return {
      state: { kind: 'terminated', why: 'timeout' },
      effects: [{ kind: 'tell-user', event: 'timeout' }],
    };
  if (state.timerA === null || now < state.timerA.at) return stay(state);
  // [ICT-2] §17.1.1.2: A doubles each time, without a bound but B.
  const intervalMs = 2 * state.timerA.intervalMs;
  return {
    state: { ...state, timerA: { at: after(now, intervalMs), intervalMs } },
    effects: [send(state.wire)],
  };
}

function answered(status: number, ack: Wire | null, now: Instant, on: Transport): Next {
  if (status < 200) return { state: { kind: 'proceeding' }, effects: [passUp] };
  // [ICT-4] RFC 6026 §7.2: after a 2xx further ones, from forks too, still find the user until timer M.
  if (status < 300)
    return { state: { kind: 'accepted', timerM: after(now, lifetimeMs(on.timers)) }, effects: [passUp] };
  // [ICT-3] §17.1.1.2: a refusal is acknowledged here; D is at least 32 s where it may repeat, zero where not.
  assert(ack !== null, 'a refusal is acknowledged');
  const timerD = after(now, on.reliable ? 0 : lifetimeMs(on.timers));
  return { state: { kind: 'completed', ack, timerD }, effects: [send(ack), passUp] };
}

function accepted(state: In<'accepted'>, input: InviteClientInput, now: Instant): Next {
  if (input.kind === 'clock')
    return now >= state.timerM ? stay({ kind: 'terminated', why: 'done' }) : stay(state);
  const is2xx = input.kind === 'response' && input.status >= 200 && input.status < 300;
  return is2xx ? { state, effects: [passUp] } : stay(state);
}

function completed(state: In<'completed'>, input: InviteClientInput, now: Instant): Next {
  if (input.kind === 'clock')
    return now >= state.timerD ? stay({ kind: 'terminated', why: 'done' }) : stay(state);
  const repeated = input.kind === 'response' && input.status >= 300;
  return repeated ? { state, effects: [send(state.ack)] } : stay(state);
}

function transportFailed(state: InviteClientState): Next {
  const over = state.kind === 'terminated' || state.kind === 'completed' || state.kind === 'accepted';
  return {
    state: { kind: 'terminated', why: 'transport-failed' },
    effects: over ? [] : [{ kind: 'tell-user', event: 'transport-failed' }],
  };
}

const send = (wire: Wire): InviteClientEffect => ({ kind: 'send', wire });
const passUp: InviteClientEffect = { kind: 'tell-user', event: 'pass-up' };
