import { parseHostPort, writeHostPort } from './host.ts';
import { parameter, type Parameter } from './token.ts';

/** RFC 3261 §19.1. `user` is as written, escapes and all. */
export interface SipUri {
  readonly kind: 'sip';
  readonly secure: boolean;
  readonly user: string | null;
  readonly password: string | null;
  /** Lower case, an IPv6 literal without brackets. */
  readonly host: string;
  readonly port: number | null;
  readonly parameters: readonly Parameter[];
  /** What follows `?`, as written; null: nothing. */
  readonly headers: string | null;
}
/** RFC 3966. */
interface TelUri {
  readonly kind: 'tel';
  readonly number: string;
  readonly parameters: readonly Parameter[];
}
/** A scheme that we do not know; kept as it came. */
interface OtherUri {
  readonly kind: 'other';
  readonly scheme: string;
  readonly rest: string;
}
export type Uri = SipUri | TelUri | OtherUri;

const ESCAPES = /%(?![0-9A-Fa-f]{2})/;
const USER = /^[A-Za-z0-9\-_.!~*'()&=+$,;?/%#[\]:]+$/;
const PASSWORD = /^[A-Za-z0-9\-_.!~*'()&=+$,%]*$/;

/** null: no URI at all, or a sip, sips or tel URI that breaks its grammar. */
export function parseUri(text: string): Uri | null {
  const colon = text.indexOf(':');
  const scheme = text.slice(0, Math.max(0, colon)).toLowerCase();
  if (!/^[a-z][a-z0-9+\-.]*$/.test(scheme) || /[\s<>"]/.test(text) || ESCAPES.test(text)) return null;
  const rest = text.slice(colon + 1);
  if (scheme === 'sip' || scheme === 'sips') return parseSip(rest, scheme === 'sips');
  if (scheme === 'tel') return parseTel(rest);
  return rest === '' ? null : { kind: 'other', scheme, rest };
}

function parseSip(rest: string, secure: boolean): SipUri | null {
  // The user part may hold `;` and `?` (RFC 4475 §3.1.1.9): the last `@` before the host ends it.
  const at = rest.lastIndexOf('@', headersStart(rest));
  const credentials = at < 0 ? null : rest.slice(0, at);
  const colon = credentials?.indexOf(':') ?? -1;
  const user = credentials === null ? null : colon < 0 ? credentials : credentials.slice(0, colon);
  const password = credentials === null || colon < 0 ? null : credentials.slice(colon + 1);
  if (user !== null && !USER.test(user)) return null;
  if (password !== null && !PASSWORD.test(password)) return null;
  const match = /^([^;?]+)((?:;[^?]*)?)(?:\?(.*))?$/s.exec(rest.slice(at + 1));
  if (match === null) return null;
  const hostPort = parseHostPort(match[1]!);
  const parameters = parseUriParameters(match[2]!);
  if (hostPort === null || parameters === null || /\s/.test(match[1]!)) return null;
  return { kind: 'sip', secure, user, password, ...hostPort, parameters, headers: match[3] ?? null };
}

/** Up to where an `@` may end the user part: one inside `?headers` does not (they must escape it, but hosts have none). */
function headersStart(rest: string): number {
  const first = rest.indexOf('@');
  const question = rest.indexOf('?', Math.max(0, first));
  return first < 0 || question < 0 ? rest.length : question;
}

/** A URI's parameters may hold more than tokens (RFC 3261 §25.1 `paramchar`). */
function parseUriParameters(text: string): readonly Parameter[] | null {
  if (text === '') return [];
  const parameters: Parameter[] = [];
  for (const piece of text.slice(1).split(';')) {
    const equals = piece.indexOf('=');
    const name = equals < 0 ? piece : piece.slice(0, equals);
    const value = equals < 0 ? null : piece.slice(equals + 1);
    if (!PARAMETER.test(name) || (value !== null && !PARAMETER.test(value))) return null;
    parameters.push({ name: name.toLowerCase(), value });
  }
  return parameters.length > 100 ? null : parameters;
}
const PARAMETER = /^[A-Za-z0-9\-_.!~*'()[\]/:&+$%]+$/;

function parseTel(rest: string): TelUri | null {
  const [number, ...tail] = rest.split(';');
  if (!/^(\+[0-9\-.()]*[0-9][0-9\-.()]*|[0-9A-Fa-f*#\-.()]+)$/.test(number!)) return null;
  const parameters = parseUriParameters(tail.length === 0 ? '' : `;${tail.join(';')}`);
  return parameters === null ? null : { kind: 'tel', number: number!, parameters };
}

export function writeUri(uri: Uri): string {
  if (uri.kind === 'other') return `${uri.scheme}:${uri.rest}`;
  const parameters = uri.parameters
    .map(({ name, value }) => (value === null ? `;${name}` : `;${name}=${value}`))
    .join('');
  if (uri.kind === 'tel') return `tel:${uri.number}${parameters}`;
  const password = uri.password === null ? '' : `:${uri.password}`;
  const user = uri.user === null ? '' : `${uri.user}${password}@`;
  const headers = uri.headers === null ? '' : `?${uri.headers}`;
  return `${uri.secure ? 'sips' : 'sip'}:${user}${writeHostPort(uri)}${parameters}${headers}`;
}

/** `%41` → `A`. What is no escape stays. */
export const unescape = (text: string): string =>
  text.replaceAll(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** A URI's parameter as text; null: a flag; undefined: not there. */
export const uriParameter = (uri: SipUri, name: string): string | null | undefined =>
  parameter(uri.parameters, name);

/** The number or name that a URI stands for, unescaped and without the parameters of a `user=phone` part. */
export function userOf(uri: Uri | null): string | null {
  if (uri === null || uri.kind === 'other') return null;
  if (uri.kind === 'tel') return uri.number;
  const user = uri.user === null ? '' : unescape(uri.user.split(';')[0]!);
  return user === '' ? null : user;
}
