import { ALGORITHMS, hashOf, type DigestAlgorithm } from '../digest/algorithm.ts';
import { parseAuthorizations, type Authorization } from '../digest/authorization.ts';
import { writeChallenge } from '../digest/challenge.ts';
import { digestResponse } from '../digest/response.ts';
import type { Header } from '../message/message.ts';
import type { RegisterRequest } from '../user-agent/register-request.ts';
import { countWrong, forgive, isLocked } from './locks.ts';
import { isSame, newNonce, serialOf, spendNonce } from './nonce.ts';
import { noteAnswer, noteSilence, offeredTo } from './offers.ts';
import type { Account, Run } from './state.ts';

export type Verdict =
  | { readonly kind: 'known' }
  | { readonly kind: 'challenge'; readonly headers: readonly Header[] }
  | { readonly kind: 'forbidden'; readonly because: 'wrong-password' | 'locked' };

/** Who asks, from where. */
interface Asker {
  readonly request: RegisterRequest;
  readonly user: string;
  readonly address: string;
}

/**
 * [RGR-7] Whether it is who it says. A name that we do not know and a wrong password take the same way, with the same
 * work, to the same answers.
 */
export function authenticate(run: Run, asker: Asker): Verdict {
  const { user, address, request } = asker;
  if (isLocked(run, user, address)) return { kind: 'forbidden', because: 'locked' };
  const claim = claimIn(run, request);
  if (claim === null) {
    noteSilence(run, user, address);
    return challenge(run, asker, false);
  }
  // No digest is looked at over a nonce that is not ours: nothing is learnt from it, and nobody is locked by it.
  const serial = serialOf(run, claim.nonce, address);
  if (serial === null) return challenge(run, asker, true);
  noteAnswer(run, user, address, claim.algorithm);
  const account = run.state.accounts.get(user);
  if (!proves(run, { user, account, claim, method: request.method })) {
    const isTooMany = countWrong(run, user, address);
    return isTooMany ? { kind: 'forbidden', because: 'wrong-password' } : challenge(run, asker, false);
  }
  forgive(run, user, address);
  const count = claim.counted === null ? Infinity : Number.parseInt(claim.counted.nc, 16);
  const fresh =
    account !== undefined && spendNonce(account, serial, count, run.state.settings.limits.noncesPerUserMax);
  return fresh ? { kind: 'known' } : challenge(run, asker, true);
}

type Claim = Authorization & { readonly algorithm: DigestAlgorithm };

/** The first answer for our realm with an algorithm that we offer. */
function claimIn({ state }: Run, request: RegisterRequest): Claim | null {
  const { realm, algorithms = ALGORITHMS } = state.settings;
  for (const { algorithm, ...rest } of parseAuthorizations(request.authorization))
    if (rest.realm === realm && algorithm !== null && algorithms.includes(algorithm))
      return { ...rest, algorithm };
  return null;
}

interface Proof {
  readonly user: string;
  readonly account: Account | undefined;
  readonly claim: Claim;
  readonly method: string;
}

/** The digest's own URI is hashed as it was sent: routers on the way rewrite the Request-URI, and nothing hangs on it. */
function proves({ state }: Run, { user, account, claim, method }: Proof): boolean {
  const { algorithm, nonce, uri, counted } = claim;
  const decoy = hashOf('MD5', `${state.secret}:${user}`);
  const known = algorithm === 'MD5' ? account?.hashes.md5 : account?.hashes.sha256;
  const right = digestResponse(known ?? decoy, { algorithm, nonce, method, uri, counted });
  const isRight = isSame(claim.response, right);
  return isRight && claim.username === user && account !== undefined;
}

/** [RGR-4] RFC 8760 §2.4: one header for each algorithm, the strongest first. */
function challenge(run: Run, { user, address }: Asker, stale: boolean): Verdict {
  const { realm } = run.state.settings;
  const nonce = newNonce(run, address);
  const headers = offeredTo(run, user, address).map((algorithm) => ({
    name: 'www-authenticate',
    value: writeChallenge({ realm, nonce, algorithm, stale }),
  }));
  return { kind: 'challenge', headers };
}
