import { holdsCardNumber, holdsCardNumberAcross, LIMITS, readPhone } from '@pledgeline/contract';
import { failed, ok, type Result } from '@pledgeline/core';
import type { Column } from './directory-columns.ts';

/** What the look-up finds later: fit for the form as it is. */
export interface DirectoryRow {
  readonly phone: string;
  readonly title: '' | 'mrs' | 'mr';
  readonly firstName: string;
  readonly lastName: string;
  readonly street: string;
  readonly postcode: string;
  readonly town: string;
  readonly country: string;
}

/** Why a line is not taken. It never quotes the line. */
export type LineFault =
  | 'BROKEN_QUOTES'
  | 'WRONG_NUMBER_OF_CELLS'
  | 'NOT_TEXT'
  | 'CARD_NUMBER'
  | 'NO_PHONE'
  | 'PHONE_WRONG'
  | 'NO_NAME'
  | 'TOO_LONG'
  | 'COUNTRY_UNKNOWN';

export type Cells = Readonly<Partial<Record<Column, string>>>;

const LONGEST: Readonly<Partial<Record<Column, number>>> = {
  firstName: LIMITS.nameCharsMax,
  lastName: LIMITS.nameCharsMax,
  street: LIMITS.streetCharsMax,
  postcode: LIMITS.postcodeCharsMax,
  town: LIMITS.townCharsMax,
};

/** One line's cells, judged as the pledge form would judge them. What looks like a formula is text like any other. */
export function readRow(cells: Cells): Result<DirectoryRow, LineFault> {
  const {
    phone = '',
    title = '',
    firstName = '',
    lastName = '',
    street = '',
    postcode = '',
    town = '',
  } = trimmed(cells);
  const texts = [firstName, lastName, street, postcode, town];
  if ([phone, title, ...texts].some((text) => /[\p{Cc}\ufffd]/u.test(text))) return failed('NOT_TEXT');
  if (texts.some(holdsCardNumber) || holdsCardNumber(phone) || holdsCardNumberAcross(texts))
    return failed('CARD_NUMBER');
  if (phone === '') return failed('NO_PHONE');
  const read = readPhone(phone);
  if (!read.ok) return failed('PHONE_WRONG');
  if (firstName === '' && lastName === '') return failed('NO_NAME');
  if (tooLong({ firstName, lastName, street, postcode, town })) return failed('TOO_LONG');
  const country = countryOf(cells.country?.trim() ?? '');
  if (country === null) return failed('COUNTRY_UNKNOWN');
  return ok({
    phone: read.value,
    title: titleOf(title),
    firstName,
    lastName,
    street,
    postcode,
    town,
    country,
  });
}

const trimmed = (cells: Cells): Cells =>
  Object.fromEntries(Object.entries(cells).map(([column, text]) => [column, text.trim()]));

const tooLong = (cells: Cells): boolean =>
  Object.entries(cells).some(([column, text]) => text.length > (LONGEST[column as Column] ?? Infinity));

function titleOf(text: string): DirectoryRow['title'] {
  const plain = text.toLowerCase().replaceAll('.', '');
  if (['mme', 'madame', 'mlle', 'mademoiselle', 'mrs', 'ms', 'miss', 'f'].includes(plain)) return 'mrs';
  return ['m', 'mr', 'monsieur', 'h'].includes(plain) ? 'mr' : '';
}

const COUNTRIES: Readonly<Record<string, string>> = {
  france: 'FR',
  belgique: 'BE',
  belgium: 'BE',
  suisse: 'CH',
  switzerland: 'CH',
  luxembourg: 'LU',
  monaco: 'MC',
};

/** ISO 3166-1 alpha-2, or the name of a neighbour; nothing is France. */
function countryOf(text: string): string | null {
  if (text === '') return 'FR';
  return /^[A-Za-z]{2}$/.test(text) ? text.toUpperCase() : (COUNTRIES[text.toLowerCase()] ?? null);
}
