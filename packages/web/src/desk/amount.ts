/**
 * The amount field. One digit from 1 to 6 is a key: it stands for an amount of the campaign. Whoever types on has typed
 * the amount itself: « 150 » is 150, never key 1. A leading 0 or a comma says from the start that figures follow.
 */
export type Amount =
  | { readonly kind: 'empty' }
  | { readonly kind: 'key'; readonly digit: number; readonly amountCents: number }
  | { readonly kind: 'typed'; readonly text: string };

export const NO_AMOUNT: Amount = { kind: 'empty' };
/** Nobody promises more digits than this; the contract's bound is lower still. */
const CHARS_MAX = 9;

/** One character typed into the field. `replaces`: the whole of it was selected, so what stood there is gone. */
export function typeAmount(
  amount: Amount,
  character: string,
  replaces: boolean,
  keys: readonly number[],
): Amount {
  const before = replaces ? '' : digitsOf(amount);
  const keyCents = before === '' ? keys[Number(character) - 1] : undefined;
  if (/^[1-6]$/.test(character) && keyCents !== undefined) return chosenKey(Number(character), keyCents);
  return typedAmount(before + character);
}

export const chosenKey = (digit: number, amountCents: number): Amount => ({
  kind: 'key',
  digit,
  amountCents,
});

export function typedAmount(text: string): Amount {
  const clean = text
    .replaceAll(/[^\d,.]/g, '')
    .replaceAll('.', ',')
    .slice(0, CHARS_MAX);
  return clean === '' ? NO_AMOUNT : { kind: 'typed', text: clean };
}

/** Backspace takes a key back whole: there is nothing of it to keep. */
export const isKey = (amount: Amount): boolean => amount.kind === 'key';

function digitsOf(amount: Amount): string {
  if (amount.kind === 'empty') return '';
  return amount.kind === 'key' ? String(amount.digit) : amount.text;
}

/** Null: nothing that is an amount. */
export function centsOf(amount: Amount): number | null {
  if (amount.kind === 'empty') return null;
  if (amount.kind === 'key') return amount.amountCents;
  const parts = /^(\d*)(?:,(\d{0,2}))?$/.exec(amount.text);
  if (parts === null || amount.text === ',') return null;
  return Number(parts[1] ?? '') * 100 + Number((parts[2] ?? '').padEnd(2, '0'));
}

/** What stands in the field. */
export function shownAmount(amount: Amount): string {
  if (amount.kind === 'empty') return '';
  if (amount.kind === 'typed') return amount.text;
  const { amountCents } = amount;
  return amountCents % 100 === 0
    ? String(amountCents / 100)
    : (amountCents / 100).toFixed(2).replace('.', ',');
}

/** As typed text: which key it once was is not known any more. */
export const amountFromCents = (amountCents: number): Amount =>
  typedAmount(amountCents % 100 === 0 ? String(amountCents / 100) : (amountCents / 100).toFixed(2));
