import { createHmac, timingSafeEqual } from 'node:crypto';

export const SIGNATURE_HEADER = 'pledgeline-signature';

/** A notification that is older, or from a clock that is further off, is taken for one that somebody recorded. */
const TOLERANCE_SECONDS = 300;

/** `t=SECONDS,v1=HEX`: HMAC-SHA-256 over the moment, a dot and the body's bytes. */
export function sign(
  body: Uint8Array,
  { secret, atMs }: { readonly secret: string; readonly atMs: number },
): string {
  const seconds = Math.floor(atMs / 1000);
  return `t=${seconds},v1=${mac(body, secret, seconds).toString('hex')}`;
}

export interface Presented {
  readonly header: string | undefined;
  readonly secret: string;
  readonly nowMs: number;
}

export function isSignedBy(body: Uint8Array, { header, secret, nowMs }: Presented): boolean {
  const match = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header ?? '');
  if (match === null) return false;
  const seconds = Number(match[1]);
  if (Math.abs(nowMs / 1000 - seconds) > TOLERANCE_SECONDS) return false;
  // In constant time: how long a comparison takes would tell how much of a guess was right.
  return timingSafeEqual(mac(body, secret, seconds), Buffer.from(match[2] ?? '', 'hex'));
}

const mac = (body: Uint8Array, secret: string, seconds: number): Buffer =>
  createHmac('sha256', secret).update(`${seconds}.`).update(body).digest();
