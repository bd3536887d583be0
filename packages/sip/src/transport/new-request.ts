import { octetsOf } from '../grammar/octets.ts';

const LF = 10;
const CR = 13;
const BLANKS = new Set([9, 32]);
const T = new Set([84, 116]);
/** Longer than `SIP/2.0` and every method that is looked for. */
const METHOD_BYTES = 8;

/**
 * Whether bytes from the wire ask for something new: a request outside of any dialog. A response, an ACK, a CANCEL and
 * whatever bears a To tag belong to what is on, and are nothing that a flood could be made of. Goes from line to line
 * and reads two of them, because it is done for everything that comes; never throws.
 */
export function isNewRequest(bytes: Uint8Array): boolean {
  let start = 0;
  while (bytes[start] === CR || bytes[start] === LF) start++;
  if (/^(?:SIP\/2\.0|ACK|CANCEL)[ \t]/.test(octetsOf(bytes.subarray(start, start + METHOD_BYTES))))
    return false;
  for (let at = bytes.indexOf(LF, start); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    const first = bytes[at + 1] ?? LF;
    if (first === LF || (first === CR && bytes[at + 2] === LF)) return true;
    const to = T.has(first) ? TO.exec(octetsOf(bytes.subarray(at + 1, lineEnd(bytes, at + 1)))) : null;
    if (to !== null) return !/;\s*tag\s*=/i.test(to[1] ?? '');
  }
  return true;
}

const TO = /^(?:to|t)[ \t]*:(.*)$/is;

/** Where a header ends, with the lines on which it goes on (RFC 3261 §7.3.1). */
function lineEnd(bytes: Uint8Array, start: number): number {
  let end = bytes.indexOf(LF, start);
  while (end >= 0 && BLANKS.has(bytes[end + 1] ?? LF)) end = bytes.indexOf(LF, end + 1);
  return end < 0 ? bytes.length : end;
}
