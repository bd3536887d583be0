import type { Endpoint } from '../transport/flow.ts';
import type { Direction, Negotiated, SoundCodec } from './media.ts';
import { writeSdp, type SdpLine, type SdpMedia } from './sdp.ts';

export interface SessionName {
  /** Where we listen for sound. */
  readonly local: Endpoint;
  /** Digits, the same for the whole call (RFC 4566 §5.2). */
  readonly sessionId: string;
  /** Goes up by one with each description that differs. */
  readonly version: number;
}

/** RFC 3264 §6: every line of the offer is answered in order; those that are not taken with port 0. */
export function answer({
  negotiated,
  ...session
}: SessionName & { readonly negotiated: Negotiated }): string {
  const media = negotiated.mediaLines.map((line, at): SdpMedia =>
    at === negotiated.mediaIndex
      ? sound(session.local, negotiated)
      : { ...line, formats: line.formats.length > 0 ? line.formats : ['0'], port: 0, lines: [] },
  );
  return writeSdp({ session: sessionLines(session), media });
}

/** What is spoken by our own offer until it is answered. */
export const OFFERED = { codec: 'PCMA', keysPayloadType: 101 } as const;

/** Our own offer: PCMA first, as France speaks it, then PCMU, and keys. For outgoing calls and late offers. */
export function offer({
  local,
  sessionId,
}: {
  readonly local: Endpoint;
  readonly sessionId: string;
}): string {
  const lines: SdpLine[] = [
    ...rtpMap(8, OFFERED.codec),
    ...rtpMap(0, 'PCMU'),
    ...keyLines(OFFERED.keysPayloadType),
    attribute('ptime:20'),
    attribute('sendrecv'),
  ];
  const media = { media: 'audio', port: local.port, protocol: 'RTP/AVP', formats: ['8', '0', '101'], lines };
  return writeSdp({ session: sessionLines({ local, sessionId, version: 1 }), media: [media] });
}

function sessionLines({ local, sessionId, version }: SessionName): readonly SdpLine[] {
  const network = `IN ${local.address.includes(':') ? 'IP6' : 'IP4'} ${local.address}`;
  const id = /^\d+$/.test(sessionId) ? sessionId : '0';
  return [
    { type: 'v', value: '0' },
    { type: 'o', value: `- ${id} ${version} ${network}` },
    { type: 's', value: '-' },
    { type: 'c', value: network },
    { type: 't', value: '0 0' },
  ];
}

function sound(local: Endpoint, negotiated: Negotiated): SdpMedia {
  const { codec, codecPayloadType, keysPayloadType } = negotiated;
  const formats = [codecPayloadType, ...(keysPayloadType === null ? [] : [keysPayloadType])].map(String);
  const lines = [
    ...rtpMap(codecPayloadType, codec),
    ...(keysPayloadType === null ? [] : keyLines(keysPayloadType)),
    attribute(`ptime:${negotiated.ptimeMs}`),
    directionLine(negotiated.direction),
  ];
  return { media: 'audio', port: local.port, protocol: 'RTP/AVP', formats, lines };
}

const attribute = (value: string): SdpLine => ({ type: 'a', value });
const directionLine = (direction: Direction): SdpLine => attribute(direction);
const rtpMap = (type: number, codec: SoundCodec): readonly SdpLine[] => [
  attribute(`rtpmap:${type} ${codec}/8000`),
];
/** RFC 4733 §2.5.1.1: the sixteen keys. */
const keyLines = (type: number): readonly SdpLine[] => [
  attribute(`rtpmap:${type} telephone-event/8000`),
  attribute(`fmtp:${type} 0-15`),
];
