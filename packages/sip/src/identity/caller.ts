import { parseAddress } from '../grammar/address.ts';
import { parseUri, userOf } from '../grammar/uri.ts';
import { addressOf, listValues, type SipRequest } from '../message/message.ts';
import type { Caller } from '../user-agent/types.ts';

/**
 * [ID-1] RFC 3325 §9.1: a trusted trunk's P-Asserted-Identity, of which there may be a sip and a tel URI, else From. A
 * number is dearer than a name, in whichever of them it stands. As sent.
 */
export function callerOf(request: SipRequest): Caller {
  const asserted = (listValues(request, 'p-asserted-identity') ?? [])
    .map((value) => userOf(parseAddress(value)?.uri ?? null))
    .filter((user) => user !== null);
  const from = userOf(addressOf(request, 'from')?.uri ?? null);
  const number = asserted.find(isNumber) ?? asserted[0] ?? from;
  return number === null ? { kind: 'withheld' } : { kind: 'number', number };
}

const isNumber = (user: string): boolean => /^\+?[\d\-.() ]*\d[\d\-.() ]*$/.test(user);

/** User part of the Request-URI, else To's: what was dialed, as sent. */
export const dialedOf = (request: SipRequest): string =>
  userOf(parseUri(request.uri)) ?? userOf(addressOf(request, 'to')?.uri ?? null) ?? '';
