import { failed, ok, type Result } from '@pledgeline/core';
import { parsePhoneNumberWithError, ParseError, type CountryCode } from 'libphonenumber-js/min';
import { readable } from './readable.ts';

/** Why a text is no telephone number that could be rung back from anywhere. */
export type PhoneFault =
  | 'EMPTY'
  /** 15, 112, 3637: a service of one country, nobody's own number. */
  | 'SHORT_NUMBER'
  | 'TOO_SHORT'
  | 'TOO_LONG'
  | 'NOT_A_NUMBER';

/** The numbers of French overseas departments are dialled from the mainland like any other, but bear their own country code. */
const OVERSEAS: readonly { readonly national: RegExp; readonly code: string }[] = [
  // 06 39 98 is kept by Arcep for films and tests: it is nobody's in Mayotte.
  { national: /^(?:26[239]\d{6}|69[23]\d{6}|639(?!98)\d{6})$/, code: '+262' },
  { national: /^(?:590\d{6}|69[01]\d{6})$/, code: '+590' },
  { national: /^(?:594\d{6}|694\d{6})$/, code: '+594' },
  { national: /^(?:596\d{6}|69[67]\d{6})$/, code: '+596' },
];
const SAINT_PIERRE = /^508(\d{6})$/;

/**
 * Reads a number as people write it (06 12…, +33 6…, 0033…, 33…) into E.164, so that one line is one number.
 * `defaultCountry` is where a number without a country code is dialled.
 */
export function readPhone(text: string, defaultCountry: CountryCode = 'FR'): Result<string, PhoneFault> {
  // An invisible mark of direction comes along when a number is copied from a page: it reads as a space here.
  const written = readable(text).plain.trim();
  if (written === '') return failed('EMPTY');
  if (!/^\+?[\d\s().\-/]+$/.test(written)) return failed('NOT_A_NUMBER');
  const digits = written.replaceAll(/\D/g, '');
  if (/^[1-9]\d{1,3}$/.test(written.replaceAll(/\s/g, ''))) return failed('SHORT_NUMBER');
  try {
    const number = parsePhoneNumberWithError(written.startsWith('+') ? `+${digits}` : digits, {
      defaultCountry,
      extract: false,
    });
    if (!number.isPossible()) return failed(lengthFault(digits));
    return ok(number.countryCallingCode === '33' ? french(number.nationalNumber) : number.number);
  } catch (error) {
    if (error instanceof ParseError) return failed(PARSE_FAULTS[error.message] ?? 'NOT_A_NUMBER');
    throw error;
  }
}

const PARSE_FAULTS: Readonly<Record<string, PhoneFault>> = { TOO_SHORT: 'TOO_SHORT', TOO_LONG: 'TOO_LONG' };

/** Nine digits and a zero before them is what France dials; E.164 has at most fifteen. */
const lengthFault = (digits: string): PhoneFault => (digits.length < 10 ? 'TOO_SHORT' : 'TOO_LONG');

function french(national: string): string {
  const saintPierre = SAINT_PIERRE.exec(national);
  if (saintPierre !== null) return `+508${saintPierre[1]}`;
  const overseas = OVERSEAS.find((place) => place.national.test(national));
  return `${overseas?.code ?? '+33'}${national}`;
}

/** Dialled from the mainland as a national number. */
const FRENCH_CODES = new Set(['33', '262', '590', '594', '596']);

/** As the country writes it: 06 12 34 56 78; a foreign number with its code. What is no E.164 number is shown as it is. */
export function showPhone(e164: string): string {
  try {
    const number = parsePhoneNumberWithError(e164, { extract: false });
    return FRENCH_CODES.has(number.countryCallingCode)
      ? number.formatNational()
      : number.formatInternational();
  } catch {
    return e164;
  }
}
