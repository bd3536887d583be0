import { octetsOf, textOf, trimBlanks } from '../grammar/octets.ts';
import { contentType, header, type SipMessage } from './message.ts';
import { sdpPart } from './multipart.ts';

export type SessionBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'sdp'; readonly sdp: string }
  /** To be refused with 415 (RFC 3261 §8.2.3). */
  | { readonly kind: 'unsupported' };

/** What a message says about the session. A body that may be passed over (`handling=optional`) is. */
export function sessionBody(message: SipMessage): SessionBody {
  const type = contentType(message);
  if (type === null && message.body.length === 0) return { kind: 'none' };
  const encoding = trimBlanks(header(message, 'content-encoding') ?? '').toLowerCase();
  if (encoding === '' || encoding === 'identity') {
    if (type === 'application/sdp')
      return message.body.length === 0 ? { kind: 'none' } : { kind: 'sdp', sdp: textOf(message.body) };
    const part =
      type === 'multipart/mixed'
        ? sdpPart(header(message, 'content-type') ?? '', octetsOf(message.body))
        : null;
    if (part !== null) return { kind: 'sdp', sdp: part };
  }
  const disposition = header(message, 'content-disposition') ?? '';
  return /;[ \t]*handling[ \t]*=[ \t]*optional\b/i.test(disposition)
    ? { kind: 'none' }
    : { kind: 'unsupported' };
}
