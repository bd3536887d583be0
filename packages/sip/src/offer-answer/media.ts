import type { Endpoint } from '../transport/flow.ts';

export type SoundCodec = 'PCMA' | 'PCMU';
export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

/** What was agreed on from an offer: plain data, kept in snapshots. Directions are seen from our side. */
export interface Negotiated {
  /** Where our sound goes. */
  readonly remote: Endpoint;
  readonly codec: SoundCodec;
  /** The payload type on the wire; 0 or 8 unless the offer numbers it otherwise. */
  readonly codecPayloadType: number;
  /** The payload type of telephone-event/8000 (RFC 4733); null: none offered. */
  readonly keysPayloadType: number | null;
  /** Length of one packet of ours. */
  readonly ptimeMs: number;
  /** What we do: the mirror of the offer's. */
  readonly direction: Direction;
  /** Which of the offer's media lines it is, and what every line needs to be answered. */
  readonly mediaIndex: number;
  readonly mediaLines: readonly OfferedLine[];
}

/** Enough of an offered m-line to answer it (RFC 3264 §6: all of them, in order). */
interface OfferedLine {
  readonly media: string;
  readonly protocol: string;
  readonly formats: readonly string[];
}

export type OfferFault =
  | 'MALFORMED'
  /** No audio line over RTP/AVP with a port. */
  | 'NO_AUDIO'
  /** Neither PCMA nor PCMU. */
  | 'NO_COMMON_CODEC';
