import { unescape } from '../grammar/uri.ts';

/** How a country writes its numbers. Lengths are in digits. */
export interface NumberingPlan {
  /** Without `+`. */
  readonly countryCode: string;
  /** What is dialed before another country's code. */
  readonly internationalPrefix: string;
  /** What is dialed before a number within the country, and falls away behind its code; empty: nothing. */
  readonly nationalPrefix: string;
  /** Of numbers within the country, without that prefix. */
  readonly nationalLengths: readonly number[];
  /** Of numbers that are dialed as they are: 110, 3637, 118 712. */
  readonly shortLengths: readonly number[];
}
/** Arcep's plan: nine digits behind 0; 1x and 1xx, 3xxx, 118 xxx and 116 xxx. */
export const FRANCE: NumberingPlan = {
  countryCode: '33',
  internationalPrefix: '00',
  nationalPrefix: '0',
  nationalLengths: [9],
  shortLengths: [2, 3, 4, 6],
};

/** E.164 has 15 digits; before them may stand a prefix of either kind. */
const DIGITS_MAX = 20;

/**
 * [ID-3] One form for all in which a carrier may write what was dialed: `+` and country code, or a short number as it
 * is dialed. `+33110`, `0033110`, `33110` and `110` are `110`; `0123456789` and `tel:+33-1-23-45-67-89` are
 * `+33123456789`. Takes a user part (with `;npdi`, `;rn=` and escapes as written) or a whole sip or tel URI. A number
 * of no known length stays as it is. null: no number.
 */
export function dialedNumber(written: string, plan: NumberingPlan): string | null {
  const [number, ...parameters] = unescape(userPart(written)).split(';');
  const digits = number!.replaceAll(/[\s\-.()]/g, '');
  if (!/^\+?\d+$/.test(digits) || digits.length > DIGITS_MAX) return null;
  if (digits.startsWith('+')) return international(digits.slice(1), plan);
  const context = contextIn(parameters);
  // RFC 3966 §5.1.5: a local number of another country.
  if (context !== null && context !== plan.countryCode) return `+${context}${digits}`;
  return local(digits, plan);
}

function userPart(written: string): string {
  const match = /^(?:sips?|tel):(.*)$/is.exec(written.trim());
  const rest = match?.[1] ?? written;
  const at = rest.lastIndexOf('@');
  return at < 0 ? rest : rest.slice(0, at);
}

/** `phone-context=+33` → `33`; a domain says nothing about the number. */
function contextIn(parameters: readonly string[]): string | null {
  for (const each of parameters) {
    const match = /^phone-context=\+([\d\-.()]{1,20})$/i.exec(each);
    if (match !== null) return match[1]!.replaceAll(/\D/g, '');
  }
  return null;
}

function international(digits: string, plan: NumberingPlan): string {
  if (!digits.startsWith(plan.countryCode)) return `+${digits}`;
  const rest = digits.slice(plan.countryCode.length);
  const national = withoutPrefix(rest, plan);
  if (national !== null) return `+${plan.countryCode}${national}`;
  return plan.shortLengths.includes(rest.length) ? rest : `+${digits}`;
}

function local(digits: string, plan: NumberingPlan): string {
  const { internationalPrefix, nationalLengths, shortLengths, countryCode } = plan;
  if (shortLengths.includes(digits.length)) return digits;
  if (digits.startsWith(internationalPrefix))
    return international(digits.slice(internationalPrefix.length), plan);
  const national = withoutPrefix(digits, plan);
  if (national !== null) return `+${countryCode}${national}`;
  const rest = digits.slice(countryCode.length);
  const fits = nationalLengths.includes(rest.length) || shortLengths.includes(rest.length);
  return digits.startsWith(countryCode) && fits ? international(digits, plan) : digits;
}

/** The number within the country, where it has the length of one, with its prefix or without: `+33 (0)1 …`. */
function withoutPrefix(digits: string, { nationalPrefix, nationalLengths }: NumberingPlan): string | null {
  const rest = digits.startsWith(nationalPrefix) ? digits.slice(nationalPrefix.length) : digits;
  return nationalLengths.includes(rest.length) ? rest : null;
}
