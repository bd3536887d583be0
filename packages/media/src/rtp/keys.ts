/** Keys of a telephone as RTP events, RFC 4733. */
import { timestampAhead, type RtpHeader } from './packet.ts';

const NAMES = '0123456789*#ABCD';

/** RFC 4733 §2.5.1.3: a key held for longer goes on in a new segment that begins here. */
const SEGMENT_SAMPLES = 0xffff;
/**
 * Some senders move the timestamp with every packet, which the RFC forbids. Two presses of one key are at least
 * 80 ms (640 samples) apart (ITU-T Q.24: 40 ms of tone, 40 ms of pause), so that less than 60 ms is the same press.
 */
const SAME_PRESS_SAMPLES = 480;

export type KeyEar =
  | { readonly kind: 'quiet' }
  | { readonly kind: 'pressed'; readonly ssrc: number; readonly event: number; readonly timestamp: number };

export const quietEar: KeyEar = { kind: 'quiet' };

/**
 * Hears one packet of telephone-event. `key` is set once for each press, with the first packet of it that arrives:
 * the end bit is not waited for, so that a press whose beginning or end was lost still counts, and counts once.
 */
export function hearKey(
  ear: KeyEar,
  packet: Buffer,
  header: RtpHeader,
): { readonly ear: KeyEar; readonly key: string | null } {
  // RFC 4733 §2.3: event, end bit with volume, duration: four bytes; §2.5.1.5 allows several, of which the first is the newest.
  if (header.payloadEnd - header.payloadStart < 4) return { ear, key: null };
  const event = packet[header.payloadStart]!;
  const pressed: KeyEar = { kind: 'pressed', ssrc: header.ssrc, event, timestamp: header.timestamp };
  const key = NAMES[event] ?? null;
  if (ear.kind === 'quiet' || ear.ssrc !== header.ssrc) return { ear: pressed, key };
  const later = timestampAhead(ear.timestamp, header.timestamp);
  if (later <= 0) return { ear, key: null };
  const same = event === ear.event && (later === SEGMENT_SAMPLES || later < SAME_PRESS_SAMPLES);
  return { ear: pressed, key: same ? null : key };
}
