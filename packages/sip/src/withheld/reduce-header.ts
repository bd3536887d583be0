import { findOutside } from '../grammar/token.ts';
import { parseAddress, writeAddress } from '../grammar/address.ts';
import { parseUri, writeUri, type SipUri, type Uri } from '../grammar/uri.ts';
import { couldHoldNumber, hasNumber } from './number.ts';

/** Kept as they came: needed to answer, to route, or to find one of our own dialogs by. */
const ECHOED = new Set(['via', 'to', 'call-id', 'record-route', 'route', 'replaces']);
/** Numbers of the protocol's own, however long. */
const COUNTERS = new Set(['cseq', 'rseq']);
/** Kept where they hold nothing but words and small numbers of the protocol. */
const PROTOCOL: Readonly<Record<string, RegExp>> = {
  cseq: /^\d{1,10}\s+[A-Za-z]{1,20}$/,
  rseq: /^\d{1,10}$/,
  'max-forwards': /^\d{1,3}$/,
  'content-encoding': /^[a-z-]{1,20}$/i,
  allow: /^[A-Za-z, \t]{0,400}$/,
  supported: /^[A-Za-z0-9\-., \t]{0,400}$/,
  require: /^[A-Za-z0-9\-., \t]{0,400}$/,
  'proxy-require': /^[A-Za-z0-9\-., \t]{0,400}$/,
  accept: /^[A-Za-z\-./+*, \t]{0,400}$/,
  privacy: /^[A-Za-z; \t]{0,80}$/,
  'session-expires': /^\d{1,6}\s*(;\s*refresher\s*=\s*(uac|uas)\s*)?$/i,
  'min-se': /^\d{1,6}$/,
  expires: /^\d{1,6}$/,
  timestamp: /^\d{1,6}(\.\d{1,6})?$/,
};

/** A header of a withheld caller's message as it may stay; null: it goes. Whatever is not named here goes. */
export function reduceHeader(name: string, value: string): string | null {
  if (ECHOED.has(name)) return value;
  if (name === 'from') return anonymousFrom(value);
  if (name === 'contact') return reduceContact(value);
  if (name === 'rack') return reduceRack(value);
  const pattern = Object.hasOwn(PROTOCOL, name) ? PROTOCOL[name] : undefined;
  if (pattern === undefined || !pattern.test(value)) return null;
  // A token list could spell a number as an option tag.
  return !COUNTERS.has(name) && hasNumber(value) ? null : value;
}

/** Who calls, where that is not to be said (RFC 3323 §4.1.1.3). */
export const ANONYMOUS = '"Anonymous" <sip:anonymous@anonymous.invalid>';

/** The tag stays: the dialog hangs on it. */
function anonymousFrom(value: string): string {
  const semicolon = findOutside(value, ';');
  const parsed = parseAddress(value);
  const tag =
    parsed?.parameters.find((each) => each.name === 'tag')?.value ??
    /;\s*tag\s*=\s*([A-Za-z0-9\-.!%*_+`'~]+)/i.exec(semicolon < 0 ? '' : value.slice(semicolon))?.[1];
  return tag === undefined || tag === null ? ANONYMOUS : `${ANONYMOUS};tag=${tag}`;
}

/** Which response of ours is meant says its own number, and that is small; the CSeq beside it could be any. */
function reduceRack(value: string): string | null {
  const sequence = /^(\d{1,5})\s+\d{1,10}\s+INVITE$/.exec(value)?.[1];
  return sequence === undefined ? null : `${sequence} 0 INVITE`;
}

const ROUTING = new Set(['transport', 'maddr', 'lr', 'ob']);

/** The remote target, without what could say who it is. Where it cannot be read nothing of it can be kept. */
function reduceContact(value: string): string | null {
  const address = parseAddress(value);
  if (address === null || address.uri.kind !== 'sip') return '<sip:anonymous@anonymous.invalid>';
  return writeAddress({ display: null, uri: reduceUri(address.uri), parameters: [] });
}

/** A remote target as it may stay once nobody may be known any more. */
export function reduceRemoteTarget(target: string): string {
  const uri = parseUri(target);
  return uri?.kind === 'sip' ? writeUri(reduceUri(uri)) : 'sip:anonymous@anonymous.invalid';
}

function reduceUri(uri: SipUri): SipUri {
  return {
    ...uri,
    user: uri.user === null || couldHoldNumber(uri.user) ? null : uri.user.split(';')[0]!,
    password: null,
    parameters: uri.parameters.filter(
      ({ name, value }) => ROUTING.has(name) && !(name !== 'maddr' && hasNumber(value ?? '')),
    ),
    headers: null,
  };
}

/**
 * The Request-URI says whom the caller wants: its user part stays, its parameters only where routing needs them. A
 * start line that cannot be read keeps its method, so that it can be refused.
 */
export function reduceStartLine(startLine: string): string {
  const status = /^SIP\/2\.0 \d{3}/i.exec(startLine);
  if (status !== null) return `${status[0]} `;
  const match = /^([A-Za-z]{1,20}) (\S+) (SIP\/\d\.\d)$/i.exec(startLine);
  const uri = match === null ? null : reduceTarget(parseUri(match[2]!));
  return match === null || uri === null
    ? startLine.split(' ')[0]!.replaceAll(/[^A-Za-z]/g, '')
    : `${match[1]} ${uri} ${match[3]}`;
}

function reduceTarget(uri: Uri | null): string | null {
  if (uri === null) return null;
  if (uri.kind === 'sip') return writeUri({ ...reduceUri(uri), user: uri.user?.split(';')[0] ?? null });
  return uri.kind === 'tel' ? writeUri({ ...uri, parameters: [] }) : `${uri.scheme}:`;
}
