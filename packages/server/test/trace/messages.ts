import type { Flow, LegId } from '@pledgeline/sip';

const encoder = new TextEncoder();
const OFFER = `v=0
o=carrier 1 1 IN IP4 192.0.2.1
s=call
c=IN IP4 192.0.2.1
t=0 0
m=audio 40000 RTP/AVP 8 0 101
a=rtpmap:8 PCMA/8000
a=sendrecv
`;

export const FLOW: Flow = {
  transport: 'udp',
  local: { address: '192.0.2.10', port: 5_060 },
  remote: { address: '192.0.2.1', port: 5_060 },
  id: 'udp',
};
export const legNamed = (leg: string): LegId => leg as LegId;
export const onWire = (said: string): Uint8Array<ArrayBuffer> =>
  encoder.encode(said.replaceAll(/\r?\n/g, '\r\n'));

export interface Parts {
  readonly number?: string;
  readonly callId?: string;
  readonly sequence?: number;
  readonly method?: string;
  readonly more?: string;
  readonly body?: string;
}

/** A carrier's message that holds a number wherever one can stand. */
function carriers(
  start: string,
  { number = '0639980177', callId = 'one', sequence = 1, ...parts }: Parts,
): string {
  const { method = 'INVITE', more = '', body = '' } = parts;
  return `${start}
Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-${number}
From: "${number}" <sip:${number}@192.0.2.1>;tag=${number}
To: <sip:110@192.0.2.10>;x=${number}
Contact: <sip:${number}@192.0.2.1>
P-Asserted-Identity: <tel:${number}>
Diversion: <sip:${number}@x>
History-Info: <sip:${number}@x>;index=1
User-Agent: ${number}
Subject: ${number}
Call-ID: ${callId}-${number}@${number}
CSeq: ${sequence} ${method}
${more}${body === '' ? '' : 'Content-Type: application/sdp\n'}
${body}`;
}

export const request = (parts: Parts = {}): Uint8Array<ArrayBuffer> =>
  onWire(carriers(`${parts.method ?? 'INVITE'} sip:110@192.0.2.10 SIP/2.0`, parts));
export const invite = (parts: Parts = {}): Uint8Array<ArrayBuffer> => request({ body: OFFER, ...parts });
export const response = (status: number, parts: Parts = {}): Uint8Array<ArrayBuffer> =>
  onWire(carriers(`SIP/2.0 ${status} ${parts.number ?? '0639980177'}`, parts));
