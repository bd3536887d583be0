import { parseAddress, type Address } from '../grammar/address.ts';
import { unquote } from '../grammar/token.ts';
import { userOf, writeUri } from '../grammar/uri.ts';
import {
  addressOf,
  callIdOf,
  header,
  headerValues,
  listValues,
  sequenceOf,
  type SipRequest,
} from '../message/message.ts';

/** What a REGISTER says (RFC 3261 §10.3), read and not yet believed. Its digest is no secret, but no matter for a log. */
export interface RegisterRequest {
  readonly method: 'REGISTER';
  /** User part of To, unescaped: who is to be registered; null: nobody. */
  readonly user: string | null;
  readonly callId: string;
  readonly sequence: number;
  /** `*` takes all back; none only asks what there is. */
  readonly contacts: readonly RegisterContact[] | '*';
  /** The header's; null: it has none. */
  readonly expiresSeconds: number | null;
  /** Values of Authorization, as octets. */
  readonly authorization: readonly string[];
}
export interface RegisterContact {
  /** null: one that no call can be sent to. */
  readonly uri: string | null;
  readonly expiresSeconds: number | null;
  /** RFC 5626 §4.1: the device and which of its ways this is, by which it is known at another port. */
  readonly instance: string | null;
}

export function registerRequestIn(request: SipRequest): RegisterRequest {
  const contacts = listValues(request, 'contact') ?? [];
  return {
    method: 'REGISTER',
    user: userOf(addressOf(request, 'to')?.uri ?? null),
    callId: callIdOf(request),
    sequence: sequenceOf(request)?.number ?? 0,
    contacts: contacts.length === 1 && contacts[0] === '*' ? '*' : contacts.map(contactIn),
    expiresSeconds: seconds(header(request, 'expires')),
    authorization: headerValues(request, 'authorization'),
  };
}

function contactIn(value: string): RegisterContact {
  const address = parseAddress(value);
  if (address === null) return { uri: null, expiresSeconds: null, instance: null };
  const { uri } = address;
  return {
    uri: uri.kind === 'sip' ? writeUri({ ...uri, headers: null }) : null,
    expiresSeconds: seconds(parameterOf(address, 'expires')),
    instance: instanceOf(address),
  };
}

function instanceOf(address: Address): string | null {
  const instance = parameterOf(address, '+sip.instance');
  return instance === null ? null : `${unquote(instance)} ${parameterOf(address, 'reg-id') ?? ''}`;
}

const parameterOf = ({ parameters }: Address, wanted: string): string | null =>
  parameters.find(({ name }) => name === wanted)?.value ?? null;

/** §20.19: what is no number of seconds is as if it were not there. */
const seconds = (value: string | null): number | null =>
  value !== null && /^\d{1,10}$/.test(value) && Number(value) < 2 ** 32 ? Number(value) : null;
