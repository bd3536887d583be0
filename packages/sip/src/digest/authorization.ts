import { quote } from '../grammar/token.ts';
import { algorithmNamed, type DigestAlgorithm } from './algorithm.ts';
import type { Challenge } from './challenge.ts';
import { parseAuthValues, type AuthValue } from './parameters.ts';
import { digestResponse, passwordHash, utf8, type Credentials } from './response.ts';

/** What an Authorization header says (RFC 7616 §3.4), as octets, unquoted. */
export interface Authorization {
  readonly username: string;
  readonly realm: string;
  readonly nonce: string;
  readonly uri: string;
  readonly response: string;
  /** null: one that we do not do. */
  readonly algorithm: DigestAlgorithm | null;
  readonly counted: { readonly nc: string; readonly cnonce: string } | null;
}

/** Digest answers that are whole; the rest is as if it were not there. */
export const parseAuthorizations = (lines: readonly string[]): readonly Authorization[] =>
  parseAuthValues(lines)
    .map(authorizationIn)
    .filter((authorization) => authorization !== null);

function authorizationIn({ scheme, parameters }: AuthValue): Authorization | null {
  const [username, realm, nonce, uri, response] = ['username', 'realm', 'nonce', 'uri', 'response'].map(
    (name) => parameters.get(name),
  );
  const known = scheme === 'digest' && username !== undefined && realm !== undefined && nonce !== undefined;
  if (!known || uri === undefined || response === undefined) return null;
  const counted = countedIn(parameters);
  if (counted === undefined) return null;
  const algorithm = algorithmNamed(parameters.get('algorithm'));
  return { username, realm, nonce, uri, response: response.toLowerCase(), algorithm, counted };
}

/** undefined: qop is there and its count is not, or it is none that we do. */
function countedIn(parameters: ReadonlyMap<string, string>): Authorization['counted'] | undefined {
  const qop = parameters.get('qop');
  if (qop === undefined) return null;
  const nc = parameters.get('nc');
  const cnonce = parameters.get('cnonce');
  const whole = qop.toLowerCase() === 'auth' && /^[0-9a-fA-F]{8}$/.test(nc ?? '') && cnonce !== undefined;
  return whole ? { nc: nc!, cnonce } : undefined;
}

export interface Claimed {
  readonly challenge: Challenge;
  readonly credentials: Credentials;
  readonly method: string;
  readonly uri: string;
  /** How often this nonce has been used, this time too. */
  readonly count: number;
  readonly cnonce: string;
}

/** The value of Authorization or Proxy-Authorization that answers a challenge. */
export function writeAuthorization({ challenge, credentials, method, uri, count, cnonce }: Claimed): string {
  const { realm, nonce, algorithm, opaque } = challenge;
  const nc = count.toString(16).padStart(8, '0');
  const counted = challenge.counted ? { nc, cnonce } : null;
  const ha1 = passwordHash(algorithm, credentials, realm);
  const response = digestResponse(ha1, { algorithm, nonce, method, uri, counted });
  return [
    `Digest username=${quote(utf8(credentials.username))}`,
    `realm=${quote(realm)}`,
    `nonce=${quote(nonce)}`,
    `uri=${quote(uri)}`,
    `response="${response}"`,
    ...(challenge.namesAlgorithm ? [`algorithm=${algorithm}`] : []),
    ...(opaque === null ? [] : [`opaque=${quote(opaque)}`]),
    ...(counted === null ? [] : ['qop=auth', `nc=${nc}`, `cnonce="${cnonce}"`]),
  ].join(', ');
}
