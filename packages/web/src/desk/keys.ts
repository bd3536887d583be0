import type { Field, Way } from './form.ts';

export interface KeyPress {
  readonly key: string;
  readonly ctrl: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
}
export type DeskKey =
  | { readonly kind: 'ready' }
  | { readonly kind: 'away' }
  | { readonly kind: 'hang-up' }
  /** Opens the panel; in a consultation, leaves the caller to the other one. */
  | { readonly kind: 'hand-over' }
  /** Asks for help with a hoax, or needs none any more. */
  | { readonly kind: 'hoax' }
  | { readonly kind: 'together' }
  /** Gives the call to the charity's listeners; where none was free, pressed again, forgets and ends it. */
  | { readonly kind: 'charity' }
  /** Closes the panel; in a consultation, takes the caller back. */
  | { readonly kind: 'back' }
  | { readonly kind: 'save' }
  | { readonly kind: 'person'; readonly index: number };
export type FieldKey =
  | { readonly kind: 'forward' }
  | { readonly kind: 'back' }
  | { readonly kind: 'save' }
  | { readonly kind: 'choose'; readonly index: number };

/** Far from the figures and letters, so that none is pressed by accident; written on each button. */
export const KEYS = {
  hoax: 'F6',
  away: 'F7',
  ready: 'F8',
  handOver: 'F9',
  hangUp: 'F10',
  charity: 'F11',
  back: 'Escape',
  people: ['F1', 'F2', 'F3', 'F4'],
} as const;

/** What a key means anywhere on the desk. Null: it is not ours. */
export function deskKey(press: KeyPress): DeskKey | null {
  if (press.ctrl && press.key === 'Enter') return { kind: 'save' };
  if (press.shift && !press.ctrl && !press.alt && press.key === KEYS.handOver) return { kind: 'together' };
  if (press.ctrl || press.shift || press.alt) return null;
  if (press.key === KEYS.handOver) return { kind: 'hand-over' };
  if (press.key === KEYS.hoax) return { kind: 'hoax' };
  if (press.key === KEYS.back) return { kind: 'back' };
  if (press.key === KEYS.away) return { kind: 'away' };
  if (press.key === KEYS.ready) return { kind: 'ready' };
  if (press.key === KEYS.hangUp) return { kind: 'hang-up' };
  if (press.key === KEYS.charity) return { kind: 'charity' };
  const person = KEYS.people.findIndex((key) => key === press.key);
  return person === -1 ? null : { kind: 'person', index: person };
}

/** What a key means within a field of the form. Null: the field's own business. */
export function fieldKey(press: KeyPress, field: Field): FieldKey | null {
  if (press.ctrl || press.alt) return null;
  if (press.key === 'Enter') {
    if (press.shift) return { kind: 'back' };
    return field === 'read-back' ? { kind: 'save' } : { kind: 'forward' };
  }
  const choices = choicesOf(field);
  const index = Number(press.key) - 1;
  if (!/^[1-9]$/.test(press.key) || index >= choices) return null;
  return { kind: 'choose', index };
}

export const FREQUENCIES = ['once', 'monthly'] as const;
export const WAYS_BY_KEY: readonly Way[] = ['sms', 'email', 'post'];
export const TITLES = ['mrs', 'mr'] as const;

function choicesOf(field: Field): number {
  if (field === 'frequency') return FREQUENCIES.length;
  if (field === 'way') return WAYS_BY_KEY.length;
  return field === 'title' ? TITLES.length : 0;
}
