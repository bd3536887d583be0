import { after, stay, unreachable, type Instant, type Step } from '@pledgeline/core';
import { lifetimeMs, type Transport, type Wire } from './transaction.ts';

/** RFC 3261 §17.2.2: any request but INVITE and ACK, from its receiver's side. */
export type ServerState =
  | { readonly kind: 'trying' }
  | { readonly kind: 'proceeding'; readonly provisional: Wire }
  | { readonly kind: 'completed'; readonly final: Wire; readonly timerJ: Instant }
  | { readonly kind: 'terminated'; readonly why: 'done' | 'transport-failed' };

export type ServerInput =
  | { readonly kind: 'request-again' }
  | { readonly kind: 'respond'; readonly status: number; readonly wire: Wire }
  | { readonly kind: 'transport-failed' }
  | { readonly kind: 'clock' };

type ServerEffect = { readonly kind: 'send'; readonly wire: Wire };

type Next = Step<ServerState, ServerEffect>;

export const server: ServerState = { kind: 'trying' };

export function stepServer(state: ServerState, input: ServerInput, now: Instant, on: Transport): Next {
  if (input.kind === 'transport-failed') return stay({ kind: 'terminated', why: 'transport-failed' });
  switch (state.kind) {
    case 'trying':
      // [NST-1] §17.2.2: a repeated request is swallowed until there is something to say.
      return input.kind === 'respond' ? respond(input.status, input.wire, now, on) : stay(state);
    case 'proceeding':
      if (input.kind === 'respond') return respond(input.status, input.wire, now, on);
      return input.kind === 'request-again'
        ? { state, effects: [{ kind: 'send', wire: state.provisional }] }
        : stay(state);
    case 'completed':
      // [NST-2] §17.2.2: a repeated request gets the same final response; a second final one is not sent.
      if (input.kind === 'request-again') return { state, effects: [{ kind: 'send', wire: state.final }] };
      return input.kind === 'clock' && now >= state.timerJ
        ? stay({ kind: 'terminated', why: 'done' })
        : stay(state);
    case 'terminated':
      return stay(state);
    default:
      return unreachable(state);
  }
}

export const serverWakesAt = (state: ServerState): Instant | null =>
  state.kind === 'completed' ? state.timerJ : null;

function respond(status: number, wire: Wire, now: Instant, on: Transport): Next {
  const effects = [{ kind: 'send', wire } as const];
  if (status < 200) return { state: { kind: 'proceeding', provisional: wire }, effects };
  // [NST-3] §17.2.2: timer J is 64*T1 where requests may repeat, zero where they cannot.
  const timerJ = after(now, on.reliable ? 0 : lifetimeMs(on.timers));
  return { state: { kind: 'completed', final: wire, timerJ }, effects };
}
