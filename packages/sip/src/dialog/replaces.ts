import { trimBlanks } from '../grammar/octets.ts';
import { unescape, type SipUri } from '../grammar/uri.ts';

/** RFC 3891 §6.1: which dialog, as its receiver names it. */
export interface Replaces {
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string;
  /** Only if nobody has answered it. */
  readonly earlyOnly: boolean;
}

/** `call-id;to-tag=…;from-tag=…;early-only`; null: malformed. To is whom it is sent to. */
export function parseReplaces(value: string): Replaces | null {
  const [callId = '', ...parameters] = value.split(';').map(trimBlanks);
  const tag = (name: string): string | null => {
    const found = parameters.filter((each) => each.toLowerCase().startsWith(`${name}=`));
    const text = found.length === 1 ? found[0]!.slice(name.length + 1) : '';
    return /^[A-Za-z0-9\-.!%*_+`'~]+$/.test(text) ? text : null;
  };
  const [localTag, remoteTag] = [tag('to-tag'), tag('from-tag')];
  if (callId === '' || /[\s,]/.test(callId) || localTag === null || remoteTag === null) return null;
  const earlyOnly = parameters.some((each) => each.toLowerCase() === 'early-only');
  return { callId, localTag, remoteTag, earlyOnly };
}

/** What a Refer-To says is to be replaced (RFC 3515 §2.1, RFC 5589 §7); undefined: nothing; null: malformed. */
export function replacesIn(uri: SipUri): Replaces | null | undefined {
  const pairs = (uri.headers ?? '').split('&').filter((pair) => /^replaces=/i.test(pair));
  if (pairs.length === 0) return undefined;
  return pairs.length > 1 ? null : parseReplaces(unescape(pairs[0]!.slice('replaces='.length)));
}
