import { headerOf, type Endpoint } from './wire.ts';

/** 200 to a request, as a telephone says it. */
export function answerTo(request: string): string {
  const kept = ['Via', 'From', 'To', 'Call-ID', 'CSeq'].map((name) => `${name}: ${headerOf(request, name)}`);
  return ['SIP/2.0 200 OK', ...kept, 'Content-Length: 0', '', ''].join('\r\n');
}

/** 200 to an INVITE, by a telephone that picks up; its sound goes where nobody reads. */
export function acceptedBy(invite: string, phone: Endpoint, toTag = 'phone'): string {
  const kept = ['Via', 'From', 'Call-ID', 'CSeq'].map((name) => `${name}: ${headerOf(invite, name)}`);
  const sdp = `v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40002 RTP/AVP 8\r\n`;
  return [
    'SIP/2.0 200 OK',
    ...kept,
    `To: ${headerOf(invite, 'To')};tag=${toTag}`,
    `Contact: <sip:phone@127.0.0.1:${phone.port}>`,
    'Content-Type: application/sdp',
    `Content-Length: ${sdp.length}`,
    '',
    sdp,
  ].join('\r\n');
}

/** A request of the carrier's in the dialog that this 200 has made; `number` counts its requests. */
export function requestIn(
  accepted: string,
  { method, number }: { readonly method: 'ACK' | 'BYE' | 'INFO'; readonly number: number },
  carrier: Endpoint,
  body = '',
): string {
  const target = /<([^>]+)>/.exec(headerOf(accepted, 'Contact'))?.[1] ?? '';
  return [
    `${method} ${target} SIP/2.0`,
    `Via: SIP/2.0/UDP 127.0.0.1:${carrier.port};branch=z9hG4bK${method}${number}${headerOf(accepted, 'Call-ID')}`,
    'Max-Forwards: 70',
    ...['From', 'To', 'Call-ID'].map((name) => `${name}: ${headerOf(accepted, name)}`),
    `CSeq: ${number} ${method}`,
    ...(body === '' ? [] : ['Content-Type: application/dtmf-relay']),
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
}
