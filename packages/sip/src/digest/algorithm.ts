import { md5 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesOf } from '../grammar/octets.ts';

/** RFC 8760 §2.3. The `-sess` forms and SHA-512-256 are not used by anybody we met. */
export type DigestAlgorithm = 'SHA-256' | 'MD5';
/** The strongest first. */
export const ALGORITHMS: readonly DigestAlgorithm[] = ['SHA-256', 'MD5'];

/** RFC 7616 §3.3: none named is MD5. null: one that we do not do. */
export function algorithmNamed(name: string | undefined): DigestAlgorithm | null {
  const wanted = (name ?? 'MD5').toUpperCase();
  return ALGORITHMS.find((each) => each === wanted) ?? null;
}

/** H() of RFC 7616 §3.4, as lower case hexadecimal. */
export const hashOf = (algorithm: DigestAlgorithm, octets: string): string =>
  hex((algorithm === 'MD5' ? md5 : sha256)(bytesOf(octets)));

export function hex(bytes: Uint8Array): string {
  let digits = '';
  for (const byte of bytes) digits += HEX[byte];
  return digits;
}
const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
