import { octetsOf, trimBlanks } from '../grammar/octets.ts';
import { readKey } from '../message/keys.ts';
import { sdpPart } from '../message/multipart.ts';
import { isAttributeOfSound } from './sound-attributes.ts';

export interface ReducedBody {
  /** null: no body is left. */
  readonly contentType: string | null;
  readonly octets: string;
}

const NOTHING: ReducedBody = { contentType: null, octets: '' };

/**
 * Of a withheld caller's body only the description of the sound stays, by an allow-list of lines: o= and s= are
 * written anew, i=, u=, e=, p= and unknown attributes go. Other bodies (ISUP, locations, pictures) keep their type,
 * so that they are refused by it, and lose their bytes; INFO keeps the one key that it tells.
 */
export function reduceBody(contentType: string, body: Uint8Array): ReducedBody {
  const type = trimBlanks(contentType.split(';')[0]!).toLowerCase();
  if (type === '') return NOTHING;
  if (type === 'application/sdp') return { contentType: type, octets: reduceSdp(octetsOf(body)) };
  const key = readKey(type, octetsOf(body));
  if (key !== null) return { contentType: type, octets: type.endsWith('relay') ? `Signal=${key}\r\n` : key };
  const part = type === 'multipart/mixed' ? sdpPart(contentType, octetsOf(body)) : null;
  if (part !== null) return { contentType: 'application/sdp', octets: reduceSdp(part) };
  return {
    contentType: /^[a-z]{1,20}\/[a-z\-+.]{1,40}$/.test(type) ? type : 'application/octet-stream',
    octets: '',
  };
}

function reduceSdp(octets: string): string {
  return octets
    .split(/\r\n|\n|\r/)
    .map(reduceLine)
    .filter((line) => line !== null)
    .map((line) => `${line}\r\n`)
    .join('');
}

/** Each line either says something about sound and nothing else, or goes. */
function reduceLine(line: string): string | null {
  const value = line.slice(2);
  switch (line.slice(0, 2)) {
    case 'v=':
      return 'v=0';
    case 'o=':
      return 'o=- 0 0 IN IP4 0.0.0.0';
    case 's=':
      return 's=-';
    case 't=':
      return 't=0 0';
    case 'c=':
      return /^IN +IP[46] +[0-9A-Fa-f:.]{2,45}$/.test(value.trim()) ? line : null;
    case 'm=':
      return /^[a-z]{1,20} +\d{1,5}(\/\d)? +[A-Za-z/]{3,30}( +\d{1,3})+ *$/.test(value)
        ? line
        : 'm=text 0 RTP/AVP 0';
    case 'a=':
      return isAttributeOfSound(value) ? line : null;
    default:
      return null;
  }
}
