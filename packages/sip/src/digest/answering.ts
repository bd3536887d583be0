import { headerValues, type Header, type SipRequest, type SipResponse } from '../message/message.ts';
import { writeAuthorization } from './authorization.ts';
import { parseChallenges, strongest, type Challenge } from './challenge.ts';
import type { Credentials } from './response.ts';

/** Who challenges: the server that is asked, or a proxy on the way (RFC 3261 §22.2, §22.3). */
type Side = 'www' | 'proxy';

/** A challenge that we go on answering, so that the next request has no 401 before it. */
export interface Known {
  readonly side: Side;
  readonly challenge: Challenge;
  /** How often its nonce was used (`nc`). */
  readonly count: number;
}

const HEADERS: readonly { readonly side: Side; readonly asks: string; readonly answers: string }[] = [
  { side: 'www', asks: 'www-authenticate', answers: 'authorization' },
  { side: 'proxy', asks: 'proxy-authenticate', answers: 'proxy-authorization' },
];
export const isAuthorization = ({ name }: Header): boolean => HEADERS.some(({ answers }) => answers === name);

/** Realms on the way of one request: one on each side is usual, two where proxies follow each other. */
const REALMS_MAX = 4;

/** The challenges of a 401 or 407 that these credentials can answer; forks may have put both headers into it. */
export function challengesIn(response: SipResponse, { realm }: Credentials): readonly Known[] {
  if (response.status !== 401 && response.status !== 407) return [];
  return HEADERS.flatMap(({ side, asks }) =>
    strongest(parseChallenges(headerValues(response, asks)))
      .filter((challenge) => realm === undefined || challenge.realm === realm)
      .map((challenge) => ({ side, challenge, count: 0 })),
  ).slice(0, REALMS_MAX);
}

export const nameOf = ({ side, challenge }: Known): string => `${side} ${challenge.realm}`;

/** What is known, with newer challenges in the place of older ones of the same realm. */
export const renewed = (known: readonly Known[], newer: readonly Known[]): readonly Known[] =>
  [...newer, ...known.filter((each) => !newer.some((other) => nameOf(other) === nameOf(each)))].slice(
    0,
    REALMS_MAX,
  );

/** The headers that answer what is known, each nonce counted once more. */
export function authorizations(
  known: readonly Known[],
  request: Pick<SipRequest, 'method' | 'uri'>,
  { credentials, cnonce }: { readonly credentials: Credentials; readonly cnonce: string },
): { readonly headers: readonly Header[]; readonly known: readonly Known[] } {
  // [DIG-4] RFC 7616 §3.4: nc goes up with each use of the nonce.
  const used = known.map((each) => ({ ...each, count: each.count + 1 }));
  const { method, uri } = request;
  const headers = used.map(({ side, challenge, count }) => ({
    name: side === 'www' ? 'authorization' : 'proxy-authorization',
    value: writeAuthorization({ challenge, credentials, method, uri, count, cnonce }),
  }));
  return { headers, known: used };
}
