import { bytesOf } from '../../src/grammar/octets.ts';

/** Octets with `\n` for line ends, as a message on the wire. */
export const bytes = (text: string): Uint8Array<ArrayBuffer> => bytesOf(wire(text));
export const wire = (text: string): string => text.replaceAll(/\r?\n/g, '\r\n');

export const OFFER = wire(`v=0
o=carrier 1 1 IN IP4 192.0.2.1
s=call
c=IN IP4 192.0.2.1
t=0 0
m=audio 40000 RTP/AVP 8 0 101
a=rtpmap:8 PCMA/8000
a=rtpmap:101 telephone-event/8000
a=sendrecv
`);
export const OURS = wire(`v=0
o=- 77 1 IN IP4 192.0.2.10
s=-
c=IN IP4 192.0.2.10
t=0 0
m=audio 30000 RTP/AVP 8 101
a=rtpmap:8 PCMA/8000
a=rtpmap:101 telephone-event/8000
a=fmtp:101 0-15
a=ptime:20
a=sendrecv
`);

export interface RequestParts {
  readonly method?: string;
  readonly uri?: string;
  readonly branch?: string;
  readonly transport?: string;
  readonly from?: string;
  readonly to?: string;
  readonly callId?: string;
  readonly sequence?: number;
  readonly sequenceMethod?: string;
  /** More headers, each a line. */
  readonly more?: readonly string[];
  readonly body?: string;
  readonly contact?: string | null;
  readonly hops?: number;
}

/** A carrier's request. */
export function request(parts: RequestParts = {}): string {
  const method = parts.method ?? 'INVITE';
  const body = parts.body ?? '';
  const lines = [
    `${method} ${parts.uri ?? 'sip:110@192.0.2.10'} SIP/2.0`,
    `Via: SIP/2.0/${parts.transport ?? 'UDP'} 192.0.2.1:5060;branch=${parts.branch ?? 'z9hG4bK-1'}`,
    `Max-Forwards: ${parts.hops ?? 70}`,
    `From: ${parts.from ?? '<sip:+33612345678@192.0.2.1>;tag=caller'}`,
    `To: ${parts.to ?? '<sip:110@192.0.2.10>'}`,
    `Call-ID: ${parts.callId ?? 'call-1@192.0.2.1'}`,
    `CSeq: ${parts.sequence ?? 1} ${parts.sequenceMethod ?? method}`,
    ...(parts.contact === null ? [] : [`Contact: ${parts.contact ?? '<sip:trunk@192.0.2.1:5060>'}`]),
    ...(parts.more ?? []),
    ...(body === '' ? [] : ['Content-Type: application/sdp']),
    `Content-Length: ${body.length}`,
  ];
  return `${wire(lines.join('\n'))}\r\n\r\n${body}`;
}

export const invite = (parts: RequestParts = {}): string => request({ body: OFFER, ...parts });

/** The value of a header in a message as text. */
export function valueOf(message: string, name: string): string | undefined {
  return new RegExp(`^${name}: (.*)\r$`, 'im').exec(message)?.[1];
}
/** The tag that we put on To. */
export const ourTag = (answer: string): string => /tag=([^;]+)$/.exec(valueOf(answer, 'To') ?? '')?.[1] ?? '';

/** A response to a request of ours. */
export function response(
  to: string,
  { status, toTag, contact, body = '' }: { status: number; toTag?: string; contact?: string; body?: string },
): string {
  const tag = toTag === undefined || (valueOf(to, 'To') ?? '').includes('tag=') ? '' : `;tag=${toTag}`;
  const lines = [
    `SIP/2.0 ${status} Whatever`,
    `Via: ${valueOf(to, 'Via')}`,
    `From: ${valueOf(to, 'From')}`,
    `To: ${valueOf(to, 'To')}${tag}`,
    `Call-ID: ${valueOf(to, 'Call-ID')}`,
    `CSeq: ${valueOf(to, 'CSeq')}`,
    ...(contact === undefined ? [] : [`Contact: ${contact}`]),
    ...(body === '' ? [] : ['Content-Type: application/sdp']),
    `Content-Length: ${body.length}`,
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}
