import { octetsOf, trimBlanks } from '../grammar/octets.ts';
import { LIMITS } from '../limits.ts';
import { headerName } from '../message/header-names.ts';
import { headEnd } from '../message/lines.ts';

/** What of a stream has come and is not yet a whole message. */
export interface Framing {
  readonly rest: Uint8Array<ArrayBuffer>;
}
export type Frame =
  | { readonly kind: 'message'; readonly bytes: Uint8Array<ArrayBuffer> }
  /** RFC 5626 §3.5.1: CRLF CRLF, to be answered with one CRLF. */
  | { readonly kind: 'ping' }
  /** The single CRLF that answers a ping. */
  | { readonly kind: 'pong' };

export type Framed =
  | { readonly kind: 'open'; readonly framing: Framing; readonly frames: readonly Frame[] }
  /** The stream can no longer be cut into messages: close it. What came whole before is in `frames`. */
  | {
      readonly kind: 'garbage';
      readonly because: 'no-start-line' | 'no-length' | 'too-large';
      readonly frames: readonly Frame[];
    };

export const newFraming: Framing = { rest: new Uint8Array() };
export const PONG: Uint8Array<ArrayBuffer> = new Uint8Array([13, 10]);

/** Cuts a stream by Content-Length (RFC 3261 §18.3), which a stream cannot do without. */
export function frame(framing: Framing, bytes: Uint8Array): Framed {
  let rest = joined(framing.rest, bytes);
  const frames: Frame[] = [];
  for (;;) {
    const next = cutOne(rest);
    if (next.kind === 'wait') return { kind: 'open', framing: { rest: rest.slice() }, frames };
    if (next.kind === 'garbage') return { ...next, frames };
    frames.push(next.frame);
    rest = rest.subarray(next.length);
  }
}

type Cut =
  | { readonly kind: 'wait' }
  | { readonly kind: 'garbage'; readonly because: 'no-start-line' | 'no-length' | 'too-large' }
  | { readonly kind: 'frame'; readonly frame: Frame; readonly length: number };

const WAIT: Cut = { kind: 'wait' };

function cutOne(rest: Uint8Array<ArrayBuffer>): Cut {
  if (rest.length === 0) return WAIT;
  if (rest[0] === 13 || rest[0] === 10) return cutKeepAlive(rest);
  if (!couldStart(rest)) return { kind: 'garbage', because: 'no-start-line' };
  const head = headEnd(rest, 0);
  if (!head.ended)
    return rest.length > LIMITS.messageBytesMax ? { kind: 'garbage', because: 'too-large' } : WAIT;
  const length = declaredLength(octetsOf(rest.subarray(0, head.at)));
  if (length === null) return { kind: 'garbage', because: 'no-length' };
  const total = head.next + length;
  if (total > LIMITS.messageBytesMax) return { kind: 'garbage', because: 'too-large' };
  if (rest.length < total) return WAIT;
  return { kind: 'frame', frame: { kind: 'message', bytes: rest.slice(0, total) }, length: total };
}

function cutKeepAlive(rest: Uint8Array): Cut {
  if (rest[0] !== 13) return { kind: 'garbage', because: 'no-start-line' };
  if (rest.length > 1 && rest[1] !== 10) return { kind: 'garbage', because: 'no-start-line' };
  // One CRLF may be the first half of a ping: nothing hangs on a pong, so it can wait for what follows.
  if (rest.length < 3 || (rest[2] === 13 && rest.length < 4)) return WAIT;
  const ping = rest[2] === 13 && rest[3] === 10;
  return { kind: 'frame', frame: { kind: ping ? 'ping' : 'pong' }, length: ping ? 4 : 2 };
}

/** A start line begins with a token, and what is no SIP (a TLS hello, a browser) is known by its first bytes. */
function couldStart(rest: Uint8Array): boolean {
  const lineEnd = rest.indexOf(10);
  const line = octetsOf(rest.subarray(0, Math.min(lineEnd < 0 ? rest.length : lineEnd, 8_192)));
  if (lineEnd >= 0 && lineEnd <= 8_192) return /(^SIP\/\d| SIP\/\d+\.\d+\s*$)/i.test(line);
  return /^[A-Za-z0-9\-.!%*_+`'~]+( |\/|$)/.test(line);
}

/** null: not said, said twice differently, or no number. */
function declaredLength(head: string): number | null {
  let length: number | null = null;
  for (const line of head.split('\n').slice(1)) {
    const colon = line.indexOf(':');
    if (colon < 0 || headerName(trimBlanks(line.slice(0, colon))) !== 'content-length') continue;
    const value = trimBlanks(line.slice(colon + 1).replace('\r', ''));
    if (!/^\d{1,10}$/.test(value) || (length !== null && length !== Number(value))) return null;
    length = Number(value);
  }
  return length;
}

function joined(first: Uint8Array<ArrayBuffer>, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
