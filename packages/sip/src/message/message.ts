import { trimBlanks } from '../grammar/octets.ts';
import { parseAddress, tagOf, type Address } from '../grammar/address.ts';
import { splitOutside } from '../grammar/token.ts';
import { parseVia, type Via } from '../grammar/via.ts';

/** `name` is lower case and long (`via`, never `v`); `value` is unfolded and trimmed, as octets. */
export interface Header {
  readonly name: string;
  readonly value: string;
}
interface Part {
  readonly headers: readonly Header[];
  readonly body: Uint8Array;
}
export interface SipRequest extends Part {
  readonly kind: 'request';
  readonly method: string;
  readonly uri: string;
}
export interface SipResponse extends Part {
  readonly kind: 'response';
  readonly status: number;
  readonly reason: string;
}
export type SipMessage = SipRequest | SipResponse;

/** One for all: an array of nothing of one's own costs 200 bytes, and thousands of requests are kept. */
export const NO_BODY = new Uint8Array();

export const header = (message: Part, name: string): string | null =>
  message.headers.find((each) => each.name === name)?.value ?? null;
export const headerValues = (message: Part, name: string): readonly string[] =>
  message.headers.filter((each) => each.name === name).map((each) => each.value);

/** All values of a header that is a list, whether on one line or on several. null: beyond the limit. */
export function listValues(message: Part, name: string): readonly string[] | null {
  const values: string[] = [];
  for (const line of headerValues(message, name)) {
    const pieces = splitOutside(line, ',');
    if (pieces === null) return null;
    for (const piece of pieces) if (piece !== '') values.push(piece);
  }
  return values;
}

/** Whether a header lists a word: an extension in Supported, a method in Allow. */
export const names = (message: Part, list: 'supported' | 'require' | 'allow', word: string): boolean =>
  (listValues(message, list) ?? []).some((each) => each.toLowerCase() === word.toLowerCase());

export function topVia(message: Part): Via | null {
  const first = header(message, 'via');
  const text = first === null ? null : splitOutside(first, ',')?.[0];
  return text === null || text === undefined ? null : parseVia(text);
}

export interface Sequence {
  readonly number: number;
  readonly method: string;
}
/** RFC 3261 §20.16; the number is below 2^31 (§8.1.1.5). */
export function sequenceOf(message: Part): Sequence | null {
  const match = /^(\d{1,10})\s+(\S+)$/.exec(header(message, 'cseq') ?? '');
  if (match === null || Number(match[1]) >= 2 ** 31) return null;
  return { number: Number(match[1]), method: match[2]! };
}

export const addressOf = (message: Part, name: 'from' | 'to' | 'contact'): Address | null => {
  const value = header(message, name);
  return value === null ? null : parseAddress(value);
};

export const tagIn = (message: Part, name: 'from' | 'to'): string | null => {
  const address = addressOf(message, name);
  return address === null ? null : tagOf(address);
};

export const callIdOf = (message: Part): string => header(message, 'call-id') ?? '';

/** A media type in lower case without parameters; null: no body is described. */
export const contentType = (message: Part): string | null =>
  trimBlanks(header(message, 'content-type')?.split(';')[0] ?? '').toLowerCase() || null;
