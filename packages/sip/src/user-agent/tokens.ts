import { sha256 } from '@noble/hashes/sha2.js';
import { hex } from '../digest/algorithm.ts';
import { encodeText } from '../grammar/octets.ts';

/** Where tags, branches and Call-IDs come from: plain data, so that a run can be replayed. Changed in place. */
export interface Tokens {
  /** At least 128 random bits that nobody else knows, new at each start of the process. */
  readonly secret: string;
  count: number;
  /** What is left of the last hash. */
  rest: string;
}

/** 80 bits, as hexadecimal digits. */
const TOKEN_DIGITS = 20;

/** 80 bits that are not guessed (RFC 3261 §19.3 wants 32): letters and digits. A hash has room for three of them. */
export function token(tokens: Tokens): string {
  if (tokens.rest.length < TOKEN_DIGITS) {
    tokens.count += 1;
    tokens.rest = digestOf(tokens, `${tokens.count}`);
  }
  const next = tokens.rest.slice(0, TOKEN_DIGITS);
  tokens.rest = tokens.rest.slice(TOKEN_DIGITS);
  return next;
}

/** The same token for the same name: what is answered without keeping anything is answered alike (§8.2.7). */
export const named = (tokens: Tokens, name: string): string => digestOf(tokens, name).slice(0, TOKEN_DIGITS);

const digestOf = ({ secret }: Tokens, name: string): string => hex(sha256(encodeText(`${secret}|${name}`)));
