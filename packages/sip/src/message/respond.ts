import { parseAddress, tagOf } from '../grammar/address.ts';
import { octetsOfText } from '../grammar/octets.ts';
import { NO_BODY, type Header, type SipRequest, type SipResponse } from './message.ts';

/** RFC 3261 §21 and the RFCs that follow it. */
const REASONS: Readonly<Record<number, string>> = {
  100: 'Trying',
  180: 'Ringing',
  183: 'Session Progress',
  181: 'Call Is Being Forwarded',
  200: 'OK',
  202: 'Accepted',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  407: 'Proxy Authentication Required',
  408: 'Request Timeout',
  415: 'Unsupported Media Type',
  416: 'Unsupported URI Scheme',
  420: 'Bad Extension',
  422: 'Session Interval Too Small',
  423: 'Interval Too Brief',
  480: 'Temporarily Unavailable',
  481: 'Call/Transaction Does Not Exist',
  482: 'Loop Detected',
  483: 'Too Many Hops',
  486: 'Busy Here',
  487: 'Request Terminated',
  488: 'Not Acceptable Here',
  491: 'Request Pending',
  500: 'Server Internal Error',
  503: 'Service Unavailable',
  504: 'Server Time-out',
  505: 'Version Not Supported',
  513: 'Message Too Large',
  600: 'Busy Everywhere',
  603: 'Decline',
};
const CLASSES = ['', 'Progress', 'OK', 'Redirection', 'Request Failure', 'Server Failure', 'Global Failure'];

/** What the standards call a status; one that they do not know is called by its class. */
export const reasonOf = (status: number): string =>
  REASONS[status] ?? CLASSES[Math.trunc(status / 100)] ?? '';

export interface Answer {
  readonly status: number;
  readonly reason?: string | undefined;
  /** Put on To where it has none (§8.2.6.2); null only for 100. */
  readonly toTag: string | null;
  readonly headers?: readonly Header[];
  readonly body?: Uint8Array;
}

/** §8.2.6: Via, From, Call-ID and CSeq as they came, To with our tag. */
export function respond(request: SipRequest, answer: Answer): SipResponse {
  const echoed: Header[] = [];
  for (const each of request.headers) {
    if (each.name === 'to') echoed.push({ name: 'to', value: tagged(each.value, answer.toTag) });
    else if (ECHOED.has(each.name) || (each.name === 'timestamp' && answer.status === 100)) echoed.push(each);
  }
  return {
    kind: 'response',
    status: answer.status,
    reason: octetsOfText(answer.reason ?? reasonOf(answer.status)),
    headers: [...echoed, ...(answer.headers ?? [])],
    body: answer.body ?? NO_BODY,
  };
}
const ECHOED = new Set(['via', 'from', 'call-id', 'cseq']);

/** A To that cannot be read goes back as it came. */
function tagged(to: string, tag: string | null): string {
  const address = parseAddress(to);
  return tag === null || address === null || tagOf(address) !== null ? to : `${to};tag=${tag}`;
}
