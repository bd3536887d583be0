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

/** A request, yet without Via, with the answers to the challenges that its target made before. */
export function withKnownAnswers(run: Run, request: SipRequest, { credentials }: Claim): SipRequest {
  const key = spaceOf(request, credentials);
  return answer(run, request, { credentials, key, known: run.state.digests.get(key) ?? [] });
}

/**
 * [DIG-5] RFC 3261 §22.2: the request once more, with the next number and our answer; its Call-ID, From tag and leg
 * stay. null: the response is no challenge, none that we can answer, or one that we have answered: each realm is
 * answered once for each request, and once more where it says that its nonce was stale.
 */
export function answerChallenge(
  run: Run,
  { request, claim }: Claimed,
  { response, number }: { readonly response: SipResponse; readonly number?: number },
): Claimed | null {
  const { credentials } = claim;
  const fresh = challengesIn(response, credentials).filter((each) => mayAnswer(claim, each));
  if (fresh.length === 0) return null;
  const key = spaceOf(request, credentials);
  const known = renewed(run.state.digests.get(key) ?? [], fresh);
  const answered = [...claim.answered, ...fresh.map(nameOf)];
  const sequence = number ?? (sequenceOf(request)?.number ?? 0) + 1;
  const next = renumbered(request, sequence);
  return { request: answer(run, next, { credentials, key, known }), claim: { credentials, answered } };
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

function answer(
  run: Run,
  request: SipRequest,
  given: { readonly credentials: Credentials; readonly key: string; readonly known: readonly Known[] },
): SipRequest {
  if (given.known.length === 0) return request;
  const { digests, tokens } = run.state;
  const { headers, known } = authorizations(given.known, request, {
    credentials: given.credentials,
    cnonce: token(tokens),
  });
  digests.delete(given.key);
  digests.set(given.key, known);
  // Those that were longest not asked for are challenged anew.
  if (digests.size > LIMITS.digestSpacesMax) digests.delete([...digests.keys()][0]!);
  return { ...request, headers: [...request.headers, ...headers] };
}

/** Where what we know of a peer's challenges holds: for one of our names at one host. */
function spaceOf(request: SipRequest, { username }: Credentials): string {
  const uri = parseUri(request.uri);
  return `${uri?.kind === 'sip' ? uri.host : ''} ${username}`;
}
