import {
  header,
  NO_BODY,
  sequenceOf,
  type Header,
  type SipRequest,
  type SipResponse,
} from '../message/message.ts';
import { writeMessage } from '../message/write.ts';
import type { Wire } from './transaction.ts';

/** RFC 3261 §17.1.1.3: same branch and Request-URI as the INVITE, the response's To. null: it refuses nothing. */
export const ackFor = (invite: SipRequest, response: SipResponse): Wire | null =>
  response.status < 300
    ? null
    : writeMessage(alongside(invite, 'ACK', header(response, 'to') ?? header(invite, 'to') ?? ''));

/** §9.1: everything as in the INVITE, To without a tag. */
export const cancelOf = (invite: SipRequest): SipRequest =>
  alongside(invite, 'CANCEL', header(invite, 'to') ?? '');

function alongside(invite: SipRequest, method: string, to: string): SipRequest {
  const kept = (name: string): Header[] => invite.headers.filter((each) => each.name === name);
  return {
    kind: 'request',
    method,
    uri: invite.uri,
    headers: [
      ...kept('via').slice(0, 1),
      ...kept('route'),
      { name: 'max-forwards', value: '70' },
      ...kept('from'),
      { name: 'to', value: to },
      ...kept('call-id'),
      { name: 'cseq', value: `${sequenceOf(invite)?.number ?? 1} ${method}` },
    ],
    body: NO_BODY,
  };
}
