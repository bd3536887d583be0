import { parseAddress } from '../grammar/address.ts';
import { parseUri } from '../grammar/uri.ts';
import { parseVia } from '../grammar/via.ts';
import type { Malformation } from './parse.ts';
import { header, listValues, sequenceOf, type Header, type SipMessage, type SipRequest } from './message.ts';

const SINGLE = new Set(['from', 'to', 'call-id', 'cseq', 'max-forwards', 'content-type', 'expires']);
const NEEDED = ['via', 'from', 'to', 'call-id', 'cseq'];

function repeats({ headers }: SipMessage): boolean {
  const seen: string[] = [];
  for (const { name } of headers) {
    if (!SINGLE.has(name)) continue;
    if (seen.includes(name)) return true;
    seen.push(name);
  }
  return false;
}

/** Breaks of RFC 3261's grammar that cannot be passed over; null: sound. What has no bearing on us is not looked at. */
export function faultIn(message: SipMessage): Malformation | null {
  if (repeats(message)) return 'repeated-header';
  for (const name of NEEDED) if (header(message, name) === null) return 'missing-header';
  if (!soundIdentity(message) || !soundLists(message) || !soundNumbers(message)) return 'bad-header';
  return message.kind === 'request' ? faultInRequest(message) : null;
}

function soundIdentity(message: SipMessage): boolean {
  const callId = header(message, 'call-id')!;
  return (
    parseAddress(header(message, 'from')!) !== null &&
    parseAddress(header(message, 'to')!) !== null &&
    callId !== '' &&
    !/\s/.test(callId) &&
    sequenceOf(message) !== null
  );
}

function soundLists(message: SipMessage): boolean {
  const vias = listValues(message, 'via');
  if (vias === null || vias.length === 0 || vias.some((via) => parseVia(via) === null)) return false;
  for (const name of ['route', 'record-route', 'contact']) {
    const values = listValues(message, name);
    if (values === null || !values.every((value) => value === '*' || parseAddress(value) !== null))
      return false;
  }
  return true;
}

function soundNumbers(message: SipMessage): boolean {
  const hops = header(message, 'max-forwards');
  const expires = header(message, 'expires');
  // §20.22: 0 to 255. §20.19: up to 2^32 - 1.
  if (hops !== null && !(/^\d{1,3}$/.test(hops) && Number(hops) <= 255)) return false;
  return expires === null || (/^\d{1,10}$/.test(expires) && Number(expires) < 2 ** 32);
}

function faultInRequest(request: SipRequest): Malformation | null {
  if (sequenceOf(request)!.method !== request.method) return 'method-mismatch';
  const uri = parseUri(request.uri);
  // §19.1.5: no headers in a Request-URI.
  if (uri === null || (uri.kind === 'sip' && uri.headers !== null)) return 'request-uri';
  if (request.method !== 'INVITE') return null;
  // §8.1.1.8: exactly one Contact, with a URI that requests can be sent to.
  const contacts = listValues(request, 'contact') ?? [];
  if (contacts.length === 0) return 'missing-header';
  return contacts.length > 1 || contacts[0] === '*' ? 'bad-header' : null;
}

/** Bytes of the body (§18.3): what Content-Length says, all that came where it says nothing. null: a lie. */
export function contentLength(headers: readonly Header[], available: number): number | null {
  const values = headers.filter(({ name }) => name === 'content-length').map(({ value }) => value);
  if (values.length === 0) return available;
  const [first] = values;
  if (values.length > 1 || !/^\d{1,10}$/.test(first!) || Number(first) > available) return null;
  return Number(first);
}
