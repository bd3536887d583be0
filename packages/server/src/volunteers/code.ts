import { assert } from '@pledgeline/core';
import { randomInt } from 'node:crypto';

/** No 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V: a code is read off a card in a loud room, or over somebody's shoulder. */
export const CODE_LETTERS = '34679ACDEFGHJKMNPQRTWXY';
/** 23^6 is 148 million: see docs/decisions on access for how that meets the pace of guessing. */
export const CODE_CHARS = 6;

export const newCode = (): string =>
  Array.from({ length: CODE_CHARS }, () => {
    const letter = CODE_LETTERS[randomInt(CODE_LETTERS.length)];
    assert(letter !== undefined, 'a letter of the alphabet');
    return letter;
  }).join('');

/** As typed, with small letters, spaces or a dash in the middle. */
export const readCode = (typed: string): string => typed.toUpperCase().replaceAll(/[\s-]/g, '');
