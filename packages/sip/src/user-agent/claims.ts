import {
  authorizations,
  challengesIn,
  isAuthorization,
  nameOf,
  renewed,
  type Known,
} from '../digest/answering.ts';
import type { Credentials } from '../digest/response.ts';
import { parseUri } from '../grammar/uri.ts';
import { LIMITS } from '../limits.ts';
import { sequenceOf, type SipRequest, type SipResponse } from '../message/message.ts';
import type { Run } from './state.ts';
import { token } from './tokens.ts';

/** Who we say that we are in one request of ours, and which realms have been answered in its course. Memory only. */
export interface Claim {
  readonly credentials: Credentials;
  readonly answered: readonly string[];
}
export interface Claimed {
  readonly request: SipRequest;
  readonly claim: Claim;
}

export const newClaim = (credentials: Credentials): Claim => ({ credentials, answered: [] });

/**
 * A request, yet without Via, with the answers to the challenges that its target made before, each nonce counted once
 * more.
 */
export function withKnownAnswers(run: Run, request: SipRequest, { credentials }: Claim): SipRequest {
  const key = spaceOf(request, credentials);
  const before = run.state.digests.get(key) ?? [];
  if (before.length === 0) return request;
  const cnonce = token(run.state.tokens);
  const { headers, known } = authorizations(before, request, { credentials, cnonce });
  remember(run, key, known);
  return { ...request, headers: [...request.headers, ...headers] };
}

/**
 * [DIG-5] Notes what a 401 or 407 asks, so that `withKnownAnswers` answers it; the claim with which to go on. null: the
 * response is no challenge, none that we can answer, or one that we have answered: each realm is answered once for
 * each request, and once more where it says that its nonce was stale.
 */
export function takeChallenge(run: Run, { request, claim }: Claimed, response: SipResponse): Claim | null {
  const { credentials } = claim;
  const fresh = challengesIn(response, credentials).filter((each) => mayAnswer(claim, each));
  if (fresh.length === 0) return null;
  const key = spaceOf(request, credentials);
  remember(run, key, renewed(run.state.digests.get(key) ?? [], fresh));
  return { credentials, answered: [...claim.answered, ...fresh.map(nameOf)] };
}

/**
 * [DIG-5] RFC 3261 §22.2: a challenged request once more, with the next number (or that of its dialog) and our answer;
 * its Call-ID, From tag and leg stay. null: as for `takeChallenge`.
 */
export function answerChallenge(
  run: Run,
  { request, claim }: Claimed,
  { response, number }: { readonly response: SipResponse; readonly number?: number },
): Claimed | null {
  const next = takeChallenge(run, { request, claim }, response);
  if (next === null) return null;
  const again = renumbered(request, number ?? (sequenceOf(request)?.number ?? 0) + 1);
  return { request: withKnownAnswers(run, again, next), claim: next };
}

function mayAnswer({ answered }: Claim, known: Known): boolean {
  const times = answered.filter((each) => each === nameOf(known)).length;
  return times === 0 || (times === 1 && known.challenge.stale);
}

function renumbered(request: SipRequest, number: number): SipRequest {
  const headers = request.headers
    .filter((each) => each.name !== 'via' && !isAuthorization(each))
    .map((each) => (each.name === 'cseq' ? { name: 'cseq', value: `${number} ${request.method}` } : each));
  return { ...request, headers };
}

/** Those that were longest not asked for are forgotten, and challenge anew. */
function remember({ state: { digests } }: Run, key: string, known: readonly Known[]): void {
  digests.delete(key);
  digests.set(key, known);
  if (digests.size > LIMITS.digestSpacesMax) digests.delete([...digests.keys()][0]!);
}

/** Where what we know of a peer's challenges holds: for one of our names at one host. */
function spaceOf(request: SipRequest, { username }: Credentials): string {
  const uri = parseUri(request.uri);
  return `${uri?.kind === 'sip' ? uri.host : ''} ${username}`;
}
