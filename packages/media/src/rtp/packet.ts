/** RTP packets, RFC 3550 §5.1. Read and rewritten in place: at fifty packets a second and call, copies are what costs. */

export const RTP_HEADER_BYTES = 12;

/** What can be known of a packet without looking at the sound. Reused from packet to packet. */
export interface RtpHeader {
  payloadType: number;
  marker: boolean;
  /** 16 bits. */
  sequence: number;
  /** 32 bits, in samples. */
  timestamp: number;
  ssrc: number;
  /** Where the sound begins and ends in the packet. */
  payloadStart: number;
  payloadEnd: number;
}

export const blankHeader = (): RtpHeader => ({
  payloadType: 0,
  marker: false,
  sequence: 0,
  timestamp: 0,
  ssrc: 0,
  payloadStart: 0,
  payloadEnd: 0,
});

/** Reads a packet into `header`. False: not RTP (RTCP, STUN, noise), or cut short; `header` then means nothing. */
export function readRtp(packet: Buffer, header: RtpHeader): boolean {
  const length = packet.length;
  if (length < RTP_HEADER_BYTES) return false;
  const first = packet[0]!;
  if (first >> 6 !== 2) return false;
  const second = packet[1]!;
  // RFC 5761 §4: on a shared port these are RTCP.
  if (second >= 192 && second <= 223) return false;
  let start = RTP_HEADER_BYTES + (first & 0x0f) * 4;
  if ((first & 0x10) !== 0) {
    if (start + 4 > length) return false;
    start += 4 + packet.readUInt16BE(start + 2) * 4;
  }
  const padding = (first & 0x20) === 0 ? 0 : packet[length - 1]!;
  if ((first & 0x20) !== 0 && padding === 0) return false;
  const end = length - padding;
  if (start > end) return false;
  header.marker = (second & 0x80) !== 0;
  header.payloadType = second & 0x7f;
  header.sequence = packet.readUInt16BE(2);
  header.timestamp = packet.readUInt32BE(4);
  header.ssrc = packet.readUInt32BE(8);
  header.payloadStart = start;
  header.payloadEnd = end;
  return true;
}

export interface RtpMark {
  readonly payloadType: number;
  readonly marker: boolean;
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc: number;
}

/** Writes a plain header (no CSRC, extension or padding) at `at`. */
export function writeRtpHeader(packet: Buffer, at: number, mark: RtpMark): void {
  packet[at] = 0x80;
  packet[at + 1] = (mark.marker ? 0x80 : 0) | (mark.payloadType & 0x7f);
  packet.writeUInt16BE(mark.sequence & 0xffff, at + 2);
  packet.writeUInt32BE(mark.timestamp >>> 0, at + 4);
  packet.writeUInt32BE(mark.ssrc >>> 0, at + 8);
}

/** How far `to` is ahead of `from`, on the circle of 16 bits: −32,768 to 32,767. */
export const sequenceAhead = (from: number, to: number): number => ((to - from) << 16) >> 16;

/** How far `to` is ahead of `from`, on the circle of 32 bits. */
export const timestampAhead = (from: number, to: number): number => (to - from) | 0;
