import { parseAddress, type Address } from '../grammar/address.ts';
import { parameter, unquote } from '../grammar/token.ts';
import { unescape, userOf } from '../grammar/uri.ts';
import { headerValues, listValues, type SipRequest } from '../message/message.ts';

/** A call that came over a forwarded number. */
export interface Diverted {
  /** What was dialed first, as sent; it may be what we were called by in another form. */
  readonly from: string;
}

/**
 * [ID-2] What was dialed first, where it is not what we were called by: the first entry of History-Info (RFC 7044),
 * else the last Diversion (RFC 5806 §4.1: each forwarder puts its own on top). null: nothing is said, or whoever
 * forwarded hides it. Only for callers who are not withheld: of others nothing of it is left.
 */
export function divertedOf(request: SipRequest, dialed: string): Diverted | null {
  // RFC 7044 §10.1: `history` hides the history of a call though not its caller.
  const hidden = headerValues(request, 'privacy').some((value) => /(^|[;,\s])history([;,\s]|$)/i.test(value));
  const first = hidden ? null : (firstOfHistory(request) ?? lastOfDiversions(request));
  return first === null || first === dialed ? null : { from: first };
}

function firstOfHistory(request: SipRequest): string | null {
  const entries = (listValues(request, 'history-info') ?? [])
    .map(parseAddress)
    .filter((address) => address !== null)
    .map((address) => ({ address, index: indexOf(address) }))
    .filter(({ index }) => index !== null);
  // §10.3: `1` is what was asked for at the start, whatever stands first.
  const first = entries.find(({ index }) => index === '1')?.address;
  return first === undefined || hidesItself(first) ? null : userOf(first.uri);
}

const indexOf = ({ parameters }: Address): string | null => parameter(parameters, 'index') ?? null;

/** RFC 7044 §5.1: `<sip:…?Privacy=history>`. */
function hidesItself({ uri }: Address): boolean {
  const headers = uri.kind === 'sip' ? (uri.headers ?? '') : '';
  return headers.split('&').some((pair) => {
    const [name = '', value = ''] = pair.split('=');
    return name.toLowerCase() === 'privacy' && unescape(value).toLowerCase() !== 'none';
  });
}

function lastOfDiversions(request: SipRequest): string | null {
  const last = parseAddress(listValues(request, 'diversion')?.at(-1) ?? '');
  if (last === null) return null;
  const privacy = unquote(parameter(last.parameters, 'privacy') ?? 'off').toLowerCase();
  return privacy === 'off' ? userOf(last.uri) : null;
}
