import { after, type Instant } from '@pledgeline/core';
import type { Desk, DeskEffect } from './desk.ts';

/** A word of typing is good for five seconds on the line: told this often, one may be lost. */
const TELL_AGAIN_MS = 2_000;

/** [AGW-1] Tells the line that somebody works on the form after the call, so that the wrap-up is not closed upon it. */
export function typed(
  { state, effects }: { readonly state: Desk; readonly effects: readonly DeskEffect[] },
  now: Instant,
): { readonly state: Desk; readonly effects: readonly DeskEffect[] } {
  const told = state.typedAt !== null && now < after(state.typedAt, TELL_AGAIN_MS);
  if (state.status.kind !== 'wrapping-up' || state.form === null || told) return { state, effects };
  return {
    state: { ...state, typedAt: now },
    effects: [...effects, { kind: 'signal', signal: { kind: 'still-typing' } }],
  };
}

/** [AGW-2] The next call waits because somebody types, and not because the wrap-up is still young. */
export function isPuttingOff({ status, typedAt }: Desk, now: number): boolean {
  return status.kind === 'wrapping-up' && typedAt !== null && now < typedAt + TELL_AGAIN_MS + 1_000;
}
