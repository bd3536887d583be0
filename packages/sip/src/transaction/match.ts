import { branchOf, MAGIC_COOKIE, sentByPort, type Via } from '../grammar/via.ts';
import {
  callIdOf,
  header,
  sequenceOf,
  tagIn,
  topVia,
  type SipRequest,
  type SipResponse,
} from '../message/message.ts';

/**
 * Under which key a request finds its server transaction (RFC 3261 §17.2.3): ACK and CANCEL ask for `INVITE`.
 * With the magic cookie: branch, sent-by and method. Without: what an RFC 2543 client keeps the same, but for the To
 * tag, which an INVITE does not have yet and its ACK has.
 */
export function serverKey(request: SipRequest, via: Via, method: string): string {
  const branch = branchOf(via);
  if (branch?.startsWith(MAGIC_COOKIE)) return `${branch}|${via.host}:${sentByPort(via)}|${method}`;
  const sequence = sequenceOf(request)?.number;
  const tag = tagIn(request, 'from') ?? '';
  return `2543|${request.uri}|${tag}|${callIdOf(request)}|${sequence}|${via.host}:${sentByPort(via)}|${branch}|${method}`;
}

/** §17.1.3: the branch of the top Via, which must be the only one, and the method in CSeq. null: no response to us. */
export function clientKey(response: SipResponse): string | null {
  const via = topVia(response);
  const branch = via === null ? null : branchOf(via);
  const sequence = sequenceOf(response);
  return branch === null || sequence === null ? null : `client|${branch}|${sequence.method}`;
}

/** §8.2.2.2: what a request keeps on whatever paths it comes; a second path means that a proxy forked it. */
export const originKey = (request: SipRequest): string =>
  `${tagIn(request, 'from') ?? ''}|${callIdOf(request)}|${header(request, 'cseq')}`;
