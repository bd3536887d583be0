import type { CallerIdentity } from '../telephony/caller-book.ts';
import type { Trunk } from './trunk.ts';

/** How a carrier writes numbers. */
export type NumberForm = Pick<Trunk, 'countryCode' | 'shortNumbers'>;

/** Shorter than this, what begins with the digits of a country is a number within it all the same. */
const INTERNATIONAL_DIGITS_MIN = 9;

/**
 * A number as a carrier sends it (`+33231…`, `0033231…`, `33231…`, `0231…`), in the one form that is the same
 * everywhere: `+33231…`. A short number stays as it is, and so does what is no number.
 */
export function international(number: string, { countryCode, shortNumbers }: NumberForm): string {
  const plain = number.replaceAll(/[\s().-]/g, '');
  if (!/^\+?\d+$/.test(plain) || shortNumbers.includes(plain)) return number;
  // `+33 (0)6…` means something by its brackets: whoever reads the number sees to that.
  if (plain.startsWith('+')) return number;
  if (plain.startsWith('00')) return `+${plain.slice(2)}`;
  if (plain.startsWith('0')) return `+${countryCode}${plain.slice(1)}`;
  return plain.startsWith(countryCode) && plain.length >= INTERNATIONAL_DIGITS_MIN ? `+${plain}` : number;
}

/** What may stand for a line: the number as dialed, in full, and within the country. */
export function readingsOf(dialed: string, form: NumberForm): readonly string[] {
  const full = international(dialed, form);
  return [dialed, full, full.replace(new RegExp(String.raw`^\+?${form.countryCode}`), '')];
}

export const callerIn = (form: NumberForm, caller: CallerIdentity): CallerIdentity =>
  caller.kind === 'withheld' ? caller : { kind: 'number', number: international(caller.number, form) };
