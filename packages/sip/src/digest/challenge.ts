import { quote } from '../grammar/token.ts';
import { ALGORITHMS, algorithmNamed, type DigestAlgorithm } from './algorithm.ts';
import { parseAuthValues, type AuthValue } from './parameters.ts';

/** What a WWW-Authenticate or Proxy-Authenticate asks (RFC 7616 §3.3), as octets, unquoted. */
export interface Challenge {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | null;
  readonly stale: boolean;
  readonly algorithm: DigestAlgorithm;
  /** Whether it was named: what peers of RFC 2069's time do not name they do not want to read. */
  readonly namesAlgorithm: boolean;
  /** Whether qop=auth is offered; else none was. */
  readonly counted: boolean;
}

/** Those that we can answer: Digest, an algorithm that we know, and qop=auth or none. */
export const parseChallenges = (lines: readonly string[]): readonly Challenge[] =>
  parseAuthValues(lines)
    .map(challengeIn)
    .filter((challenge) => challenge !== null);

function challengeIn({ scheme, parameters }: AuthValue): Challenge | null {
  const realm = parameters.get('realm');
  const nonce = parameters.get('nonce');
  const algorithm = algorithmNamed(parameters.get('algorithm'));
  const qop = parameters.get('qop');
  const counted =
    qop
      ?.toLowerCase()
      .split(/[,\s]+/)
      .includes('auth') === true;
  if (scheme !== 'digest' || realm === undefined || nonce === undefined || algorithm === null) return null;
  // [DIG-3] auth-int alone would want the body's hash, which no peer of ours asked for yet.
  if (qop !== undefined && qop !== '' && !counted) return null;
  return {
    realm,
    nonce,
    opaque: parameters.get('opaque') ?? null,
    stale: parameters.get('stale')?.toLowerCase() === 'true',
    algorithm,
    namesAlgorithm: parameters.has('algorithm'),
    counted,
  };
}

/** [DIG-2] RFC 8760 §2.4: one for each realm, the strongest that we know; the first among equals. */
export function strongest(challenges: readonly Challenge[]): readonly Challenge[] {
  const best = new Map<string, Challenge>();
  for (const challenge of challenges) {
    const known = best.get(challenge.realm);
    if (known === undefined || rank(challenge) < rank(known)) best.set(challenge.realm, challenge);
  }
  return [...best.values()];
}
const rank = ({ algorithm }: Challenge): number => ALGORITHMS.indexOf(algorithm);
/** A challenge of ours. */
export function writeChallenge({
  realm,
  nonce,
  algorithm,
  stale,
}: Pick<Challenge, 'realm' | 'nonce' | 'algorithm' | 'stale'>): string {
  const again = stale ? ', stale=true' : '';
  return `Digest realm=${quote(realm)}, nonce=${quote(nonce)}, algorithm=${algorithm}, qop="auth"${again}`;
}
