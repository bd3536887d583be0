import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { hex } from '../digest/algorithm.ts';
import { encodeText } from '../grammar/octets.ts';
import type { Account, RegistrarState, Run } from './state.ts';

/**
 * [RGR-5] Nothing is kept of a nonce that was given out: it says itself when that was and which one it is, and the
 * rest of it proves that it is ours, for this realm and for the address that it was given to. RFC 7616 §5.4.
 */
export function newNonce(run: Run, address: string): string {
  run.state.serial += 1;
  const said = `${run.now.toString(36)}-${run.state.serial.toString(36)}`;
  return `${said}-${seal(run.state, said, address)}`;
}

/** The serial of a nonce of ours that is still good; null: it is stale, or somebody else's. */
export function serialOf({ state, now }: Run, nonce: string, address: string): number | null {
  const match = /^([0-9a-z]{1,12})-([0-9a-z]{1,12})-([0-9a-f]{32})$/.exec(nonce);
  if (match === null) return null;
  const [, given = '', serial = '', sealed = ''] = match;
  if (!isSame(sealed, seal(state, `${given}-${serial}`, address))) return null;
  const age = now - Number.parseInt(given, 36);
  return age >= 0 && age < state.settings.limits.nonceMs ? Number.parseInt(serial, 36) : null;
}

const seal = ({ secret, settings }: RegistrarState, said: string, address: string): string =>
  hex(hmac(sha256, encodeText(secret), encodeText(`${said}|${address}|${settings.realm}`)).subarray(0, 16));

/** Compares to the end, so that the time says nothing. */
export function isSame(one: string, other: string): boolean {
  let differences = one.length ^ other.length;
  for (let at = 0; at < other.length; at++) differences |= (one.charCodeAt(at) || 0) ^ other.charCodeAt(at);
  return differences === 0;
}

/**
 * [RGR-6] RFC 7616 §5.5: each count of a nonce is good once, and only a higher one after it. A request without a count
 * uses the nonce up. What is too old to be remembered is stale, so that nothing is taken twice.
 */
export function spendNonce(account: Account, serial: number, count: number, noncesMax: number): boolean {
  if (serial <= account.floor || count <= (account.used.get(serial) ?? 0)) return false;
  account.used.set(serial, count);
  if (account.used.size > noncesMax) {
    const oldest = Math.min(...account.used.keys());
    account.used.delete(oldest);
    account.floor = oldest;
  }
  return true;
}
