import { readPhone } from '@pledgeline/contract';

/**
 * The number of a caller as carriers write it: `+33…`, `0033…`, `33…`, `06…`, also as a tel: or sip: address with
 * parameters (RFC 3966 §3, RFC 3261 §19.1.6). E.164, or null where it is nobody's number.
 */
export function carrierNumber(text: string): string | null {
  const [user = ''] = text
    .trim()
    .replaceAll(/^<|>$/g, '')
    .replace(/^(?:tel|sips?):/i, '')
    .split(/[;@?]/);
  const read = readPhone(decoded(user));
  return read.ok ? read.value : null;
}

function decoded(user: string): string {
  try {
    return decodeURIComponent(user);
  } catch {
    return '';
  }
}
