import { octetsOf, encodeText } from '../grammar/octets.ts';
import { hashOf, type DigestAlgorithm } from './algorithm.ts';

/** Who we are to a peer. Memory only: never in a snapshot, an effect or a fault. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
  /** Only challenges of this realm are answered; where none is given, those of any. */
  readonly realm?: string;
}

/** H(A1) of RFC 7616 §3.4.2: as good as the password within its realm. `realm` is octets. */
export const passwordHash = (
  algorithm: DigestAlgorithm,
  { username, password }: Credentials,
  realm: string,
): string => hashOf(algorithm, `${utf8(username)}:${realm}:${utf8(password)}`);

export const utf8 = (text: string): string => octetsOf(encodeText(text));

/** What a request proves itself with, as octets. */
export interface Proof {
  readonly algorithm: DigestAlgorithm;
  readonly nonce: string;
  readonly method: string;
  /** `uri` as in the header. */
  readonly uri: string;
  /** null: without qop, as in RFC 2069. `nc` is eight hexadecimal digits. */
  readonly counted: { readonly nc: string; readonly cnonce: string } | null;
}

/** RFC 7616 §3.4.1, for qop=auth and none. */
export function digestResponse(ha1: string, { algorithm, nonce, method, uri, counted }: Proof): string {
  const ha2 = hashOf(algorithm, `${method}:${uri}`);
  const middle = counted === null ? '' : `${counted.nc}:${counted.cnonce}:auth:`;
  return hashOf(algorithm, `${ha1}:${nonce}:${middle}${ha2}`);
}
