import { octetsOfText } from '../grammar/octets.ts';
import { isLiteral } from '../grammar/host.ts';
import { isToken, parameter } from '../grammar/token.ts';
import { parseAddress } from '../grammar/address.ts';
import { parseUri, userOf, writeUri } from '../grammar/uri.ts';
import { LIMITS } from '../limits.ts';
import { headerName } from '../message/header-names.ts';
import {
  header,
  listValues,
  sequenceOf,
  topVia,
  type Header,
  type SipRequest,
  type SipResponse,
} from '../message/message.ts';
import { isOneLine } from '../message/write.ts';
import { newClaim, withKnownAnswers } from './claims.ts';
import { NOBODY, startClient } from './ending.ts';
import { ACCEPT, ALLOW, contact, withVia } from './outgoing-message.ts';
import type { Endpoint } from '../transport/flow.ts';
import type { Client, Run } from './state.ts';
import { token } from './tokens.ts';
import type { RequestId, UserAgentInput } from './types.ts';

type RequestInput = UserAgentInput & { readonly kind: 'request' };

/** [REQ-1] OPTIONS or REGISTER to a peer, outside any call. */
export function sendRequest(run: Run, input: RequestInput): void {
  const request = requestOf(run, input);
  if (request === null) return respondedWithout(run, { id: input.id, sequence: 0 }, 400);
  const asker = { id: input.id, sequence: sequenceOf(request)?.number ?? 0 };
  const { transactions, settings } = run.state;
  if (transactions.size >= settings.limits.transactionsMax) return respondedWithout(run, asker, 503);
  const { credentials, flow } = input;
  const claim = credentials === undefined ? undefined : newClaim(credentials);
  const claimed = claim === undefined ? request : withKnownAnswers(run, request, claim);
  startClient(run, withVia(run, claimed, flow), flow, {
    ...NOBODY,
    asker: input.id,
    ...(claim && { claim }),
  });
}

/** null: a URI, header or name that cannot be sent. */
function requestOf(run: Run, input: RequestInput): SipRequest | null {
  const { settings, tokens } = run.state;
  const { method, flow, target, from, to, contactUser } = input;
  const more = (input.headers ?? []).map(({ name, value }) => ({ name: headerName(name), value }));
  const sequence = input.sequence ?? 1;
  const callId = input.callId ?? token(tokens);
  const sound =
    [target, from, to, `sip:${contactUser ?? 'a'}@h`].every((uri) => parseUri(uri) !== null) &&
    more.length <= LIMITS.extraHeadersMax &&
    more.every(({ name, value }) => isToken(name) && isOneLine(value)) &&
    Number.isSafeInteger(sequence) &&
    sequence >= 0 &&
    sequence < 2 ** 31 - 2 &&
    /^\S+$/.test(callId) &&
    isOneLine(input.credentials?.username ?? '');
  if (!sound) return null;
  const headers: Header[] = [
    { name: 'max-forwards', value: '70' },
    { name: 'from', value: `<${from}>;tag=${token(tokens)}` },
    { name: 'to', value: `<${to}>` },
    { name: 'call-id', value: callId },
    { name: 'cseq', value: `${sequence} ${method}` },
    ...(contactUser === null
      ? []
      : [contact(flow, { user: contactUser, secure: target.startsWith('sips:') })]),
    ALLOW,
    ...(method === 'OPTIONS' ? [ACCEPT] : []),
    { name: 'user-agent', value: octetsOfText(settings.name) },
    ...more,
  ];
  return { kind: 'request', method, uri: target, headers, body: new Uint8Array() };
}

/** [REQ-2] What the peer answered, as far as whoever asked must know. */
export function tellResponse(run: Run, asker: RequestId, request: SipRequest, response: SipResponse): void {
  run.effects.push({
    kind: 'responded',
    id: asker,
    status: response.status,
    sequence: sequenceOf(request)?.number ?? 0,
    expiresSeconds: grantedSeconds(request, response),
    minExpiresSeconds: seconds(header(response, 'min-expires')),
    retryAfterSeconds: seconds(header(response, 'retry-after')),
    seenAs: seenAs(response),
  });
}

/** [TRN-41] RFC 3581 §4: what the peer wrote into our Via. On a stream it is a port of that one connection. */
function seenAs(response: SipResponse): Endpoint | null {
  const via = topVia(response);
  const address = via === null ? undefined : parameter(via.parameters, 'received');
  const port = via === null ? undefined : parameter(via.parameters, 'rport');
  if (via?.transport.toUpperCase() !== 'UDP' || typeof address !== 'string' || typeof port !== 'string')
    return null;
  const isPlace = isLiteral(address) && /^\d{1,5}$/.test(port) && Number(port) > 0 && Number(port) < 65_536;
  return isPlace ? { address, port: Number(port) } : null;
}

/** [REQ-3] §8.1.3.1: silence is 408, a transport that failed 503; 400 and 503 too where nothing was sent. */
export function tellSilence(run: Run, { asker, request }: Client, status: 408 | 503): void {
  if (asker === undefined || request === undefined) return;
  respondedWithout(run, { id: asker, sequence: sequenceOf(request)?.number ?? 0 }, status);
}

function respondedWithout(
  run: Run,
  { id, sequence }: { readonly id: RequestId; readonly sequence: number },
  status: number,
): void {
  const nothing = { expiresSeconds: null, minExpiresSeconds: null, retryAfterSeconds: null, seenAs: null };
  run.effects.push({ kind: 'responded', id, status, sequence, ...nothing });
}

const seconds = (value: string | null): number | null => {
  const match = /^(\d{1,10})(?:[\s;(]|$)/.exec(value ?? '');
  return match === null || Number(match[1]) >= 2 ** 32 ? null : Number(match[1]);
};

/**
 * [REQ-4] §10.2.4: how long the registrar keeps our Contact: what it says beside it, else its Expires. Where it wrote
 * our Contact anew (a border controller does) the only one that there is is ours. null: it does not say.
 */
function grantedSeconds(request: SipRequest, response: SipResponse): number | null {
  const ours = contactUris(request)[0]?.uri;
  const theirs = contactUris(response);
  const mine = theirs.find(({ uri }) => uri === ours) ?? (theirs.length === 1 ? theirs[0] : undefined);
  return seconds(mine?.expires ?? null) ?? seconds(header(response, 'expires'));
}

function contactUris(message: SipRequest | SipResponse): readonly { uri: string; expires: string | null }[] {
  return (listValues(message, 'contact') ?? [])
    .map(parseAddress)
    .filter((address) => address !== null)
    .map(({ uri, parameters }) => ({
      // What a registrar may add or leave out says nothing about whose it is.
      uri: uri.kind === 'sip' ? `${userOf(uri) ?? ''}@${uri.host}:${uri.port ?? ''}` : writeUri(uri),
      expires: parameters.find(({ name }) => name === 'expires')?.value ?? null,
    }));
}
