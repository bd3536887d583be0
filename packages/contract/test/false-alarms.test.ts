import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seeded, type Random } from '@pledgeline/core';
import { holdsCardNumber, holdsCardNumberAcross } from '../src/index.ts';
import { digits, frenchPhone, oneOf, siret } from './numbers.ts';

const SAMPLES = 5_000;

/** The share of made-up texts that are wrongly taken for a card or account number. */
function alarmShare(make: (random: Random) => string): number {
  const random = seeded(20_261_123);
  let alarms = 0;
  for (let sample = 0; sample < SAMPLES; sample += 1) if (holdsCardNumber(make(random))) alarms += 1;
  return alarms / SAMPLES;
}

const two = (random: Random, from: number, to: number): string =>
  String(from + Math.floor(random() * (to - from + 1))).padStart(2, '0');
const date = (random: Random): string => {
  const separator = oneOf(random, ['/', '.', '-']);
  return [two(random, 1, 31), two(random, 1, 12), `19${two(random, 20, 99)}`].join(separator);
};
const postcode = (random: Random): string => two(random, 1, 98) + digits(random, 3);
const spaced = (text: string, pattern: RegExp): string => text.replace(pattern, '$1 $2 $3 $4').trim();

/** What a donor's form holds every day: none of it may be refused. */
const EVERYDAY: Readonly<Record<string, (random: Random) => string>> = {
  'a French number': frenchPhone,
  'two French numbers': (random) =>
    frenchPhone(random) + oneOf(random, [' ', ' / ', ', ', '\n']) + frenchPhone(random),
  'a number and a date': (random) => `${frenchPhone(random)} ${date(random)}`,
  'a foreign number': (random) =>
    `+${oneOf(random, ['44', '49', '32', '41', '1', '352', '351'])} ${digits(random, 10)}`,
  'a SIREN': (random) => spaced(siret(random).slice(0, 9), /^(\d{3})(\d{3})(\d{3})()$/),
  'a SIRET': siret,
  'a spaced SIRET': (random) => spaced(siret(random), /^(\d{3})(\d{3})(\d{3})(\d{5})$/),
  'a BAN id': (random) => `${postcode(random)}_${digits(random, 4)}_${digits(random, 5)}`,
  'a reference': (random) => `DON-2026-${digits(random, 8)}`,
  'a number of twelve': (random) => digits(random, 12),
  'a date': date,
  'an address': (random) =>
    `${two(random, 1, 99)} rue des Lilas ${postcode(random)} Paris ${two(random, 1, 20)}`,
  'a postcode and a number': (random) => `${postcode(random)} ${frenchPhone(random)}`,
};

test('[CARD-5] what a donor’s form holds every day is never refused', () => {
  for (const [what, make] of Object.entries(EVERYDAY)) assert.equal(alarmShare(make), 0, what);
});

test('[CARD-5] a usual form’s fields together are never refused', () => {
  const random = seeded(5);
  for (let form = 0; form < SAMPLES; form += 1) {
    const note = oneOf(random, [
      '',
      digits(random, 4),
      frenchPhone(random),
      `${date(random)} ${frenchPhone(random)}`,
    ]);
    const fields = [
      'Anne',
      'Petit',
      `${two(random, 1, 99)} rue X`,
      postcode(random),
      oneOf(random, ['Lyon 03', '']),
      note,
    ];
    assert.equal(holdsCardNumberAcross(fields), false, fields.join('|'));
  }
});

test('[CARD-5] of digits that mean nothing, as long as a card, few are refused', () => {
  const bounds = { 13: 0.03, 14: 0.03, 15: 0.03, 16: 0.05, 17: 0.03, 18: 0.12, 19: 0.12 };
  for (const [length, bound] of Object.entries(bounds)) {
    const share = alarmShare((random) => digits(random, Number(length)));
    assert.ok(share <= bound, `${length} digits: ${share}`);
  }
});
