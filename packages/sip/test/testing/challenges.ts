import { parseAuthorizations, type Authorization } from '../../src/digest/authorization.ts';
import { digestResponse, passwordHash, type Credentials } from '../../src/digest/response.ts';
import { response, valueOf } from './messages.ts';

export const CREDENTIALS: Credentials = { username: 'line', password: 'a sécret' };

/** A 401 or 407 to a request of ours, with one header for each challenge. */
export function challenge(
  to: string,
  status: 401 | 407,
  challenges: readonly string[],
  toTag = 'server',
): string {
  const name = status === 401 ? 'WWW-Authenticate' : 'Proxy-Authenticate';
  return withHeaders(
    response(to, { status, toTag }),
    challenges.map((value) => `${name}: ${value}`),
  );
}

/** A message with more headers. */
export const withHeaders = (message: string, lines: readonly string[]): string =>
  message.replace('\r\n', ['', ...lines, ''].join('\r\n'));

/** What a request proves itself with in a header. */
export const claimIn = (sent: string, name = 'Authorization'): Authorization | undefined =>
  parseAuthorizations([valueOf(sent, name) ?? ''])[0];

/** Whether it knows the password. */
export function proves(sent: string, name = 'Authorization', credentials = CREDENTIALS): boolean {
  const claim = claimIn(sent, name);
  if (claim?.algorithm === undefined || claim.algorithm === null) return false;
  const { algorithm, nonce, uri, counted } = claim;
  const method = sent.split(' ')[0]!;
  const ha1 = passwordHash(algorithm, credentials, claim.realm);
  return claim.response === digestResponse(ha1, { algorithm, nonce, method, uri, counted });
}
