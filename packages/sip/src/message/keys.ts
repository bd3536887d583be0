import { octetsOf, trimBlanks } from '../grammar/octets.ts';
import { contentType, type SipMessage } from './message.ts';

/** Bodies of INFO that say which key was pressed, as carriers and telephones have them from before RFC 4733. */
const KEY_TYPES: readonly string[] = ['application/dtmf-relay', 'application/dtmf'];
const KEYS = '0123456789*#ABCD';

export const saysKey = (message: SipMessage): boolean => KEY_TYPES.includes(contentType(message) ?? '');

/** One of `0`–`9`, `*`, `#`, `A`–`D`; null: none that can be read. */
export const keyIn = (message: SipMessage): string | null =>
  readKey(contentType(message) ?? '', octetsOf(message.body));

/** `Signal=5` among other lines, or the key alone. Two keys in one body are none. */
export function readKey(type: string, octets: string): string | null {
  if (!KEY_TYPES.includes(type)) return null;
  if (type === 'application/dtmf') return known(trimBlanks(octets.replaceAll(/[\r\n]/g, ' ')));
  const signal = /^[ \t]*signal[ \t]*=[ \t]*([0-9*#A-D]|1[0-5])[ \t]*\r?$/im.exec(octets)?.[1];
  // Events by number (RFC 4733 §3.2): 10 is the star, 11 the square, 12 to 15 the letters.
  return known(signal?.length === 2 ? KEYS[Number(signal)]! : (signal ?? ''));
}

const known = (key: string): string | null =>
  key.length === 1 && KEYS.includes(key.toUpperCase()) ? key.toUpperCase() : null;
