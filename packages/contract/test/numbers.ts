import type { Random } from '@pledgeline/core';

/** Puts Luhn's check digit behind the digits. */
export function withCheckDigit(digits: string): string {
  let sum = 0;
  Array.from(digits)
    .toReversed()
    .forEach((digit, fromEnd) => {
      const counted = Number(digit) * (fromEnd % 2 === 0 ? 2 : 1);
      sum += counted > 9 ? counted - 9 : counted;
    });
  return digits + String((10 - (sum % 10)) % 10);
}

/** Puts the country and its two check digits before the account. */
export function withIbanCheck(country: string, account: string): string {
  const asDigits = Array.from(account + country, (character) => Number.parseInt(character, 36)).join('');
  const check = 98n - (BigInt(asDigits + '00') % 97n);
  return country + String(check).padStart(2, '0') + account;
}

export const digits = (random: Random, count: number): string =>
  Array.from({ length: count }, () => Math.floor(random() * 10)).join('');

export function oneOf<T>(random: Random, choices: readonly T[]): T {
  const choice = choices[Math.floor(random() * choices.length)];
  if (choice === undefined) throw new Error('nothing to choose from');
  return choice;
}

/** A French number in one of the spacings that people use. */
export function frenchPhone(random: Random): string {
  const [first = '', ...pairs] = (digits(random, 9)
    .replace(/^0/, '6')
    .match(/^\d|\d\d/g) ?? []) as string[];
  const separator = oneOf(random, ['', ' ', '.', '-', '\u00a0', '/']);
  const head = oneOf(random, [
    `0${first}`,
    `+33${separator}${first}`,
    `0033${separator}${first}`,
    `+33 (0)${first}`,
  ]);
  return [head, ...pairs].join(separator);
}

/** INSEE: nine digits and five more, each with Luhn's check digit at its end. */
export function siret(random: Random): string {
  const siren = withCheckDigit(digits(random, 8));
  return withCheckDigit(`${siren}00${digits(random, 2)}`);
}
