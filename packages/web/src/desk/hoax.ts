import type { DeskCall } from '@pledgeline/contract';
import type { Instant } from '@pledgeline/core';
import type { Desk, DeskEffect } from './desk.ts';

interface Next {
  readonly state: Desk;
  readonly effects: readonly DeskEffect[];
}

/** What the key means now: of a call that one has come to help with, it turns between lines and form. */
export function hoaxKey(call: DeskCall | null): 'ask' | 'withdraw' | 'turn' | null {
  if (call?.state !== 'talking') return null;
  if (call.hoax?.state === 'given') return 'turn';
  return call.hoax?.state === 'asked' ? 'withdraw' : 'ask';
}

/** [HXW-2] The lines come up by themselves: at once for whoever came to help, later for a volunteer to whom nobody came. */
export function linesDueAt({ call, linesOf }: Desk): Instant | null {
  const hoax = call?.state === 'talking' ? call.hoax : null;
  if (!hoax || call === null || linesOf === call.id) return null;
  return (hoax.linesAt ?? 0) as Instant;
}

/** Whoever had the call has it no more: it is a hoax, and of one nothing is kept. */
export const isTaken = (call: DeskCall | null): boolean =>
  call?.state === 'ended' && call.hoax?.state === 'given' && call.hoax.by !== null;

/** What of help with a hoax follows from whatever has just happened. */
export function afterHoax({ state, effects }: Next, now: Instant): Next {
  const due = linesDueAt(state);
  if (due !== null && due <= now)
    return { state: { ...state, script: 'hoax', linesOf: state.call?.id ?? null }, effects };
  if (isTaken(state.call)) return thrownAway({ state, effects });
  // Help was withdrawn: the lines go as they came.
  if (state.linesOf !== null && state.linesOf === state.call?.id && !state.call.hoax)
    return { state: { ...state, script: 'follows', linesOf: null }, effects };
  return { state, effects };
}

/** [HXW-3] A pledge that is saved, or on its way, is not undone by this. */
function thrownAway({ state, effects }: Next): Next {
  const { form, call } = state;
  if (form === null || form.call !== call?.id) return { state, effects };
  if (form.saving.kind !== 'open' && form.saving.kind !== 'faulty') return { state, effects };
  return {
    state: { ...state, form: null, dismissing: false },
    effects: [...effects, { kind: 'drop-draft', id: form.id }],
  };
}
