import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto';

/** A call's own key: 32 bytes that live in memory only. Once it is gone, what was sealed under it cannot be read. */
export type CallKey = Uint8Array;

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export const newCallKey = (): CallKey => randomBytes(32);

/**
 * Seals a JSON value. `about` (the call and the kind of record) must be given again to open it. A key that is used more
 * than once is given as a KeyObject: making one of the bytes costs three times as much as the sealing.
 */
export function seal(value: unknown, key: CallKey | KeyObject, about: string): string {
  const nonce = newNonce();
  const cipher = createCipheriv(CIPHER, key, nonce);
  cipher.setAAD(Buffer.from(about));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
}

/** Drawn for many at once: a draw costs two microseconds, however little is drawn. */
const NONCES_DRAWN = 512;
let drawn = Buffer.alloc(0);

function newNonce(): Buffer {
  if (drawn.length < NONCE_BYTES) drawn = randomBytes(NONCES_DRAWN * NONCE_BYTES);
  const nonce = drawn.subarray(0, NONCE_BYTES);
  drawn = drawn.subarray(NONCE_BYTES);
  return nonce;
}

/** Null where the key or the record is not the right one. */
export function unseal(sealed: string, key: CallKey, about: string): unknown {
  try {
    const bytes = Buffer.from(sealed, 'base64');
    const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES));
    decipher.setAAD(Buffer.from(about));
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const opened = Buffer.concat([
      decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)),
      decipher.final(),
    ]);
    return JSON.parse(opened.toString('utf8'));
  } catch {
    return null;
  }
}
