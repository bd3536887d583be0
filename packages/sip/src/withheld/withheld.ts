import { bytesOf, trimBlanks } from '../grammar/octets.ts';
import { LIMITS } from '../limits.ts';
import { headerName, spelledName } from '../message/header-names.ts';
import { cutHeader, cutLines } from '../message/lines.ts';
import { asksForPrivacy, isAnonymousFrom } from './detect.ts';
import { reduceBody } from './reduce-body.ts';
import { reduceHeader, reduceStartLine } from './reduce-header.ts';

export interface Withheld {
  readonly bytes: Uint8Array;
  /** Whether the caller's number is withheld; then `bytes` is a new message, else what came in. */
  readonly withheld: boolean;
}
interface Line {
  readonly name: string;
  readonly value: string;
}

/**
 * Takes a withheld number out of raw bytes, before anything else parses, traces or logs them. Never throws, whatever
 * the bytes. What is left is an allow-list of headers written anew. Three things go on that a peer may have put a
 * number into, because they must be echoed on the wire: Call-ID, To and the From tag; so do Via and Record-Route,
 * which routing needs. They are kept in memory or sealed, never logged.
 *
 * `always` is for messages inside a call that is known to be withheld, though they do not say so themselves. `raw` are
 * the lines of `bytes`, for who needs them too.
 */
export function withhold(bytes: Uint8Array, always = false, raw = cutLines(bytes)): Withheld {
  if (!always && !asksToBe(raw.headers)) return { bytes, withheld: false };
  const lines = linesOf(raw.headers);
  const body = reduceBody(lines.find(({ name }) => name === 'content-type')?.value ?? '', raw.body);
  const head = [clean(reduceStartLine(raw.startLine))];
  for (const { name, value } of lines) {
    // One more than the parser takes is enough for it to refuse the message.
    if (head.length > LIMITS.headersMax + 1) break;
    // RSeq counts responses; a request has none, whatever it holds there.
    if (name === 'rseq' && !/^SIP\/2\.0 /i.test(raw.startLine)) continue;
    const kept = name === 'content-type' ? body.contentType : reduceHeader(name, value);
    if (kept !== null && kept !== '') head.push(`${spelledName(name)}: ${clean(kept)}`);
  }
  head.push(`Content-Length: ${body.octets.length}`);
  return { bytes: bytesOf(`${head.join('\r\n')}\r\n\r\n${body.octets}`), withheld: true };
}

/** What may ask for it, after a bare CR too (see `linesOf`). Most messages have a From alone, and no other line is read. */
const MAY_ASK = /(?:^|\r)[ \t]*(?:privacy|remote-party-id|from|f)[ \t]*:/i;
const asksToBe = (headers: readonly string[]): boolean =>
  linesOf(headers.filter((line) => MAY_ASK.test(line))).some(saysWithheld);

const saysWithheld = ({ name, value }: Line): boolean =>
  name === 'privacy'
    ? asksForPrivacy(value)
    : name === 'remote-party-id'
      ? /privacy\s*=\s*"?(full|name|uri)/i.test(value)
      : name === 'from' && isAnonymousFrom(value);

/** A bare CR inside a line ends it for some readers: so it does here, and what follows is looked at as a line too. */
function linesOf(headers: readonly string[]): readonly Line[] {
  return headers
    .flatMap((line) => line.split('\r'))
    .map(cutHeader)
    .filter((cut) => cut !== null)
    .map(({ name, value }) => ({ name: headerName(trimBlanks(name)), value }));
}

const clean = (octets: string): string => octets.replaceAll(/[\u0000-\u0008\u000a-\u001f\u007f]/g, '');
