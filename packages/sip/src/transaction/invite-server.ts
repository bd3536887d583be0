import { after, earliest, stay, unreachable, type Instant, type Step } from '@pledgeline/core';
import { lifetimeMs, type Resend, type Transport, type Wire } from './transaction.ts';

/** RFC 3261 §17.2.1 as corrected by RFC 6026 §7.1. */
export type InviteServerState =
  | { readonly kind: 'proceeding'; readonly provisional: Wire | null }
  | { readonly kind: 'accepted'; readonly timerL: Instant }
  | {
      readonly kind: 'completed';
      readonly final: Wire;
      readonly timerG: Resend | null;
      readonly timerH: Instant;
    }
  | { readonly kind: 'confirmed'; readonly timerI: Instant }
  | { readonly kind: 'terminated'; readonly why: 'done' | 'no-ack' | 'transport-failed' };

export type InviteServerInput =
  | { readonly kind: 'invite-again' }
  | { readonly kind: 'ack' }
  | { readonly kind: 'respond'; readonly status: number; readonly wire: Wire }
  | { readonly kind: 'transport-failed' }
  | { readonly kind: 'clock' };

type InviteServerEffect =
  | { readonly kind: 'send'; readonly wire: Wire }
  | { readonly kind: 'tell-user'; readonly event: 'ack-for-2xx' | 'no-ack' | 'transport-failed' };

type Next = Step<InviteServerState, InviteServerEffect>;
type In<Kind extends InviteServerState['kind']> = InviteServerState & { kind: Kind };

export const inviteServer: InviteServerState = { kind: 'proceeding', provisional: null };

export function stepInviteServer(
  state: InviteServerState,
  input: InviteServerInput,
  now: Instant,
  on: Transport,
): Next {
  if (input.kind === 'transport-failed') return transportFailed(state);
  switch (state.kind) {
    case 'proceeding':
      return proceeding(state, input, now, on);
    case 'accepted':
      return accepted(state, input, now);
    case 'completed':
      return completed(state, input, now, on);
    case 'confirmed':
      return input.kind === 'clock' && now >= state.timerI
        ? stay({ kind: 'terminated', why: 'done' })
        : stay(state);
    case 'terminated':
      return stay(state);
    default:
      return unreachable(state);
  }
}

/** The moment at which the machine must next be told the time; null: never. */
export function inviteServerWakesAt(state: InviteServerState): Instant | null {
  switch (state.kind) {
    case 'proceeding':
    case 'terminated':
      return null;
    case 'accepted':
      return state.timerL;
    case 'completed':
      return earliest(state.timerG?.at ?? null, state.timerH);
    case 'confirmed':
      return state.timerI;
    default:
      return unreachable(state);
  }
}

function proceeding(state: In<'proceeding'>, input: InviteServerInput, now: Instant, on: Transport): Next {
  // [IST-1] §17.2.1: a repeated INVITE gets the latest provisional response again.
  if (input.kind === 'invite-again')
    return state.provisional === null ? stay(state) : { state, effects: [send(state.provisional)] };
  if (input.kind !== 'respond') return stay(state);
  const { status, wire } = input;
  if (status < 200) return { state: { kind: 'proceeding', provisional: wire }, effects: [send(wire)] };
  // [IST-2] RFC 6026 §7.1: 2xx → Accepted; from here the user sends it again, not this machine.
  if (status < 300)
    return { state: { kind: 'accepted', timerL: after(now, lifetimeMs(on.timers)) }, effects: [send(wire)] };
  // [IST-3] §17.2.1: 3xx–6xx → Completed; timer G only where the transport may lose the response.
  const timerG = on.reliable ? null : { at: after(now, on.timers.t1Ms), intervalMs: on.timers.t1Ms };
  return {
    state: { kind: 'completed', final: wire, timerG, timerH: after(now, lifetimeMs(on.timers)) },
    effects: [send(wire)],
  };
}

function accepted(state: In<'accepted'>, input: InviteServerInput, now: Instant): Next {
  if (input.kind === 'respond' && input.status >= 200 && input.status < 300)
    return { state, effects: [send(input.wire)] };
  if (input.kind === 'ack') return { state, effects: [{ kind: 'tell-user', event: 'ack-for-2xx' }] };
  // [IST-6] RFC 6026 §7.1: until timer L repeated INVITEs are swallowed here.
  if (input.kind === 'clock' && now >= state.timerL) return stay({ kind: 'terminated', why: 'done' });
  return stay(state);
}

function completed(state: In<'completed'>, input: InviteServerInput, now: Instant, on: Transport): Next {
  if (input.kind === 'invite-again') return { state, effects: [send(state.final)] };
  // [IST-5] §17.2.1: timer I is T4 where ACKs may repeat, zero where they cannot.
  if (input.kind === 'ack')
    return stay({ kind: 'confirmed', timerI: after(now, on.reliable ? 0 : on.timers.t4Ms) });
  if (input.kind !== 'clock') return stay(state);
  if (now >= state.timerH)
    return {
      state: { kind: 'terminated', why: 'no-ack' },
      effects: [{ kind: 'tell-user', event: 'no-ack' }],
    };
  if (state.timerG === null || now < state.timerG.at) return stay(state);
  // [IST-4] §17.2.1: G doubles up to T2.
  const intervalMs = Math.min(2 * state.timerG.intervalMs, on.timers.t2Ms);
  return {
    state: { ...state, timerG: { at: after(now, intervalMs), intervalMs } },
    effects: [send(state.final)],
  };
}

function transportFailed(state: InviteServerState): Next {
  if (state.kind === 'terminated') return stay(state);
  return {
    state: { kind: 'terminated', why: 'transport-failed' },
    effects: [{ kind: 'tell-user', event: 'transport-failed' }],
  };
}

const send = (wire: Wire): InviteServerEffect => ({ kind: 'send', wire });
