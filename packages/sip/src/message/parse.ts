import { isToken } from '../grammar/token.ts';
import { LIMITS } from '../limits.ts';
import { headerName } from './header-names.ts';
import { cutHeader, cutLines, type RawMessage } from './lines.ts';
import { contentLength, faultIn } from './validate.ts';
import { header, NO_BODY, topVia, type Header, type SipMessage, type SipRequest } from './message.ts';

export type Malformation =
  | 'start-line'
  | 'version'
  | 'header-line'
  | 'too-many-headers'
  | 'too-large'
  | 'no-end-of-headers'
  | 'missing-header'
  | 'repeated-header'
  | 'bad-header'
  | 'content-length'
  | 'method-mismatch'
  | 'request-uri';

/**
 * What bytes turn out to be. A malformed request that still says who to answer carries the status (400, 505, 513)
 * and its five echoed headers; all else that is malformed is dropped: responses, ACK, and what lacks Via, From, To,
 * Call-ID or CSeq.
 */
export type Parsed =
  | { readonly kind: 'message'; readonly message: SipMessage }
  | {
      readonly kind: 'malformed';
      readonly because: Malformation;
      readonly answer: { readonly status: number; readonly request: SipRequest } | null;
    };

/** `framed` bytes came from a stream that was cut by Content-Length; a datagram may hold more than its message. */
export function parseMessage(bytes: Uint8Array): Parsed {
  const isTooLarge = bytes.length > LIMITS.messageBytesMax;
  return parseLines(cutLines(isTooLarge ? bytes.subarray(0, LIMITS.messageBytesMax) : bytes), isTooLarge);
}

/** The same, of a message that was cut into its lines already; `isTooLarge`: there was more of it. */
export function parseLines(raw: RawMessage, isTooLarge: boolean): Parsed {
  const start = parseStart(raw.startLine);
  const headers = parseHeaders(raw);
  const fault = isTooLarge
    ? 'too-large'
    : start.kind === 'bad'
      ? start.because
      : raw.ended
        ? headers.fault
        : 'no-end-of-headers';
  if (fault !== null || start.kind === 'bad') return malformed(fault ?? 'start-line', start, headers.list);
  const length = contentLength(headers.list, raw.body.length);
  if (length === null) return malformed('content-length', start, headers.list);
  const kept = headers.list.filter(({ name }) => name !== 'content-length');
  const message: SipMessage = {
    ...start,
    headers: kept,
    body: length === 0 ? NO_BODY : raw.body.slice(0, length),
  };
  const wrong = faultIn(message);
  return wrong === null ? { kind: 'message', message } : malformed(wrong, start, headers.list);
}

type Start =
  | { readonly kind: 'request'; readonly method: string; readonly uri: string }
  | { readonly kind: 'response'; readonly status: number; readonly reason: string }
  | { readonly kind: 'bad'; readonly because: 'start-line' | 'version'; readonly method: string };

/** §7.1, §7.2: one space between the parts, none after them. */
function parseStart(line: string): Start {
  const status = /^SIP\/2\.0 (\d{3})(?: ([^\u0000-\u0008\u000a-\u001f\u007f]*))?$/i.exec(line);
  if (status !== null) {
    const code = Number(status[1]);
    if (code >= 100 && code <= 699) return { kind: 'response', status: code, reason: status[2] ?? '' };
  }
  const [method = '', uri = '', version = '', ...more] = line.split(' ');
  if (!isToken(method)) return { kind: 'bad', because: 'start-line', method: '' };
  if (more.length > 0 || uri === '' || !/^SIP\/\d+\.\d+$/i.test(version))
    return { kind: 'bad', because: 'start-line', method };
  if (version.toUpperCase() !== 'SIP/2.0') return { kind: 'bad', because: 'version', method };
  return { kind: 'request', method, uri };
}

function parseHeaders(raw: RawMessage): {
  readonly list: readonly Header[];
  readonly fault: Malformation | null;
} {
  const list: Header[] = [];
  let fault: Malformation | null = null;
  for (const line of raw.headers) {
    if (list.length >= LIMITS.headersMax) return { list, fault: 'too-many-headers' };
    const cut = cutHeader(line);
    if (cut === null || !isToken(cut.name) || hasControls(cut.value)) fault ??= 'header-line';
    else list.push({ name: headerName(cut.name), value: cut.value });
  }
  return { list, fault };
}

const hasControls = (text: string): boolean => /[\u0000-\u0008\u000a-\u001f\u007f]/.test(text);

const ECHOED = ['via', 'from', 'to', 'call-id', 'cseq'];

function malformed(because: Malformation, start: Start, headers: readonly Header[]): Parsed {
  const dropped: Parsed = { kind: 'malformed', because, answer: null };
  if (start.kind === 'response' || start.method === '' || start.method === 'ACK') return dropped;
  const uri = start.kind === 'request' ? start.uri : '';
  const echoed = headers.filter(({ name }, at) =>
    name === 'via' ? true : ECHOED.includes(name) && headers.findIndex((each) => each.name === name) === at,
  );
  const request: SipRequest = {
    kind: 'request',
    method: start.method,
    uri,
    headers: echoed,
    body: NO_BODY,
  };
  if (topVia(request) === null || ECHOED.some((name) => header(request, name) === null)) return dropped;
  const status = because === 'version' ? 505 : because === 'too-large' ? 513 : 400;
  return { kind: 'malformed', because, answer: { status, request } };
}
