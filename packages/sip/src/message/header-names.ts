/** RFC 3261 §7.3.3 and the registry: the one-letter forms. */
const COMPACT: Readonly<Record<string, string>> = {
  a: 'accept-contact',
  b: 'referred-by',
  c: 'content-type',
  d: 'request-disposition',
  e: 'content-encoding',
  f: 'from',
  i: 'call-id',
  j: 'reject-contact',
  k: 'supported',
  l: 'content-length',
  m: 'contact',
  n: 'identity-info',
  o: 'event',
  r: 'refer-to',
  s: 'subject',
  t: 'to',
  u: 'allow-events',
  v: 'via',
  x: 'session-expires',
  y: 'identity',
};

/** Lower case and long: the form that messages carry inside. */
export function headerName(written: string): string {
  const lower = written.toLowerCase();
  return Object.hasOwn(COMPACT, lower) ? COMPACT[lower]! : lower;
}

const SPELLED: Readonly<Record<string, string>> = {
  'call-id': 'Call-ID',
  cseq: 'CSeq',
  'www-authenticate': 'WWW-Authenticate',
  'mime-version': 'MIME-Version',
  'min-se': 'Min-SE',
  'sip-etag': 'SIP-ETag',
  rseq: 'RSeq',
  rack: 'RAck',
};

/** As people write it: `max-forwards` → `Max-Forwards`. */
export const spelledName = (name: string): string =>
  SPELLED[name] ??
  name.replaceAll(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase());
