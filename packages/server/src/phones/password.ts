import { assert } from '@pledgeline/core';
import { passwordHash, type PasswordHashes } from '@pledgeline/sip';
import { randomInt } from 'node:crypto';

/** Part of every hash: another word here makes every phone's password wrong. */
export const PHONE_REALM = 'pledgeline';

/** It is typed once, on the keys of a phone or into its web page: no capitals, and nothing that looks like another. */
const LETTERS = '34679acdefghjkmnpqrtwxy';
/** 23^18 is 81 bits: whoever has the hashes does not find it either. */
const CHARS = 18;

export const newPhonePassword = (): string =>
  Array.from({ length: CHARS }, () => {
    const letter = LETTERS[randomInt(LETTERS.length)];
    assert(letter !== undefined, 'a letter of the alphabet');
    return letter;
  }).join('');

/** All that is kept of a password. */
export const phoneHashes = (username: string, password: string): PasswordHashes => ({
  md5: passwordHash('MD5', { username, password }, PHONE_REALM),
  sha256: passwordHash('SHA-256', { username, password }, PHONE_REALM),
});
