import { getCountries, getCountryCallingCode, parsePhoneNumberWithError } from 'libphonenumber-js/max';

/** Why a number may not be rung from here. */
export type OutsideFault =
  /** Premium-rate, shared-cost and personal numbers, satellites: what fraudsters have a share of. */
  | 'OUTSIDE_COSTLY'
  /** Another country than France, and none that the campaign has opened. */
  | 'OUTSIDE_COUNTRY';

/**
 * France, its overseas departments, Mayotte, and Saint-Pierre-et-Miquelon: carriers bill them as national calls. Those of
 * the Pacific cost as much as any foreign country, and are opened by their prefix.
 */
const HOME = ['+33', '+262', '+590', '+594', '+596', '+508'] as const;

/** No country's: universal and shared-cost (+800, +808), satellites and networks (+87x, +881 to +883, +888), +979. */
const NOWHERE = /^\+(?:800|808|87\d|88[1238]|979)/;

/** Each of these may cost far more than a call, and pay whoever is called. */
const COSTLY = new Set(['PREMIUM_RATE', 'SHARED_COST', 'PERSONAL_NUMBER', 'PAGER', 'UAN', 'VOICEMAIL']);

/** What an outside call may ring: an E.164 number, with the prefixes that its campaign has opened beside France. */
export function outsideFault(number: string, prefixes: readonly string[]): OutsideFault | null {
  if (NOWHERE.test(number)) return 'OUTSIDE_COSTLY';
  const home = HOME.find((code) => number.startsWith(code));
  // 08 in France and overseas: 080x is free or as any other number, the rest is surcharged.
  if (home !== undefined) return /^8[^0]/.test(number.slice(home.length)) ? 'OUTSIDE_COSTLY' : null;
  if (!prefixes.some((prefix) => number.startsWith(prefix))) return 'OUTSIDE_COUNTRY';
  return isCostlyAbroad(number) ? 'OUTSIDE_COSTLY' : null;
}

/** What the numbering plan of its country does not know is costly as well: nobody can say what it would cost. */
function isCostlyAbroad(number: string): boolean {
  try {
    const type = parsePhoneNumberWithError(number, { extract: false }).getType();
    return type === undefined || COSTLY.has(type);
  } catch {
    return true;
  }
}

/** A prefix that opens another country, or a part of it: `+32`, `+4420`. Never all of them, nor what is no country. */
export const isOutsidePrefix = (text: string): boolean =>
  /^\+[1-9]\d{0,7}$/.test(text) &&
  !NOWHERE.test(text) &&
  !HOME.some((code) => text.startsWith(code)) &&
  COUNTRY_CODES.some((code) => text.startsWith(`+${code}`));

const COUNTRY_CODES = [...new Set(getCountries().map((country) => getCountryCallingCode(country)))];
