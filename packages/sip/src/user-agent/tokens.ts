import { sha256 } from '@noble/hashes/sha2.js';
import { hex } from '../digest/algorithm.ts';
import { encodeText } from '../grammar/octets.ts';

/** Where tags, branches and Call-IDs come from: plain data, so that a run can be replayed. Changed in place. */
export interface Tokens {
  /** At least 128 random bits that nobody else knows, new at each start of the process. */
  readonly secret: string;
  count: number;
}

/** 80 bits that are not guessed (RFC 3261 §19.3 wants 32): letters and digits. */
export function token(tokens: Tokens): string {
  tokens.count += 1;
  return named(tokens, `${tokens.count}`);
}

/** The same token for the same name: what is answered without keeping anything is answered alike (§8.2.7). */
export const named = (tokens: Tokens, name: string): string =>
  hex(sha256(encodeText(`${tokens.secret}|${name}`)).subarray(0, 10));
