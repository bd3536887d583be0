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

const SPELLED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'call-id': 'Call-ID',
    cseq: 'CSeq',
    'www-authenticate': 'WWW-Authenticate',
    'mime-version': 'MIME-Version',
    'min-se': 'Min-SE',
    'sip-etag': 'SIP-ETag',
    rseq: 'RSeq',
    rack: 'RAck',
    via: 'Via',
    from: 'From',
    to: 'To',
    contact: 'Contact',
    'max-forwards': 'Max-Forwards',
    'content-type': 'Content-Type',
    'record-route': 'Record-Route',
    allow: 'Allow',
    server: 'Server',
  }),
);

/** As people write it: `max-forwards` → `Max-Forwards`. */
export function spelledName(name: string): string {
  const known = SPELLED.get(name);
  if (known !== undefined) return known;
  return name.replaceAll(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase());
}
