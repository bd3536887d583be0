/**
 * One stream of RTP towards one listener, whoever is heard in it.
 *
 * A browser that was given one offer hears caller after caller: each is rewritten onto the same SSRC, with sequence
 * and timestamp going on, so that nothing is negotiated again. What was lost or came out of order on the way in is
 * lost or out of order on the way out: the listener's jitter buffer is the one that mends it.
 */
import { sequenceAhead, type RtpHeader, type RtpMark } from './packet.ts';
import { SAMPLES_PER_FRAME } from './g711.ts';

/** A packet later than this is not sent on: its sound is over, and SRTP takes no number twice. */
const LATE_PACKETS_MAX = 31;
/** A jump wider than this is another stream under the same SSRC (10 s of packets). */
const JUMP_PACKETS_MAX = 500;
const SAMPLES_PER_MS = 8;

interface Source {
  readonly ssrc: number;
  /** To be added to what comes in, on the circles of 16 and 32 bits. */
  readonly sequenceOffset: number;
  readonly timestampOffset: number;
  /** How many numbers have passed since the source began: nothing from before it may be sent. */
  span: number;
  highest: number;
  /** Bit k: the packet k before the highest has been sent. */
  sent: number;
  /** RFC 3550 A.1: where a sender that jumped would go on; two in a row are believed. */
  restartAt: number;
}

export interface OutgoingStream {
  readonly ssrc: number;
  /** Of the newest packet sent. */
  sequence: number;
  timestamp: number;
  sentAtMs: number;
  heard: Source | 'our-own' | 'nothing';
  readonly mark: { -readonly [Name in keyof RtpMark]: RtpMark[Name] };
}

export interface StreamSeed {
  readonly ssrc: number;
  readonly sequence: number;
  readonly timestamp: number;
}

export function outgoingStream(seed: StreamSeed, nowMs: number): OutgoingStream {
  return {
    ssrc: seed.ssrc >>> 0,
    sequence: seed.sequence & 0xffff,
    timestamp: seed.timestamp >>> 0,
    sentAtMs: nowMs,
    heard: 'nothing',
    mark: { payloadType: 0, marker: false, sequence: 0, timestamp: 0, ssrc: seed.ssrc >>> 0 },
  };
}

/** What comes next is another voice, even under the same SSRC. */
export function cut(stream: OutgoingStream): void {
  stream.heard = 'nothing';
}

/**
 * Gives a packet its place in the stream: `stream.mark` is then what is to be written.
 * False: it is to be dropped (sent already, too late, or of a sender that seems to have jumped).
 */
export function follow(stream: OutgoingStream, packet: RtpHeader, nowMs: number): boolean {
  const source = stream.heard;
  if (typeof source === 'string' || source.ssrc !== packet.ssrc) return begin(stream, packet, nowMs);
  const ahead = sequenceAhead(source.highest, packet.sequence);
  if (ahead > JUMP_PACKETS_MAX || ahead < -LATE_PACKETS_MAX) {
    if (packet.sequence === source.restartAt) return begin(stream, packet, nowMs);
    source.restartAt = (packet.sequence + 1) & 0xffff;
    return false;
  }
  if (ahead <= 0) return followLate(stream, source, packet, -ahead);
  source.highest = packet.sequence;
  source.span += ahead;
  source.sent = ahead > 31 ? 1 : (source.sent << ahead) | 1;
  place(stream, source, packet);
  stream.sequence = stream.mark.sequence;
  stream.timestamp = stream.mark.timestamp;
  stream.sentAtMs = nowMs;
  return true;
}

function followLate(stream: OutgoingStream, source: Source, packet: RtpHeader, behind: number): boolean {
  const bit = 1 << behind;
  if (behind > source.span || (source.sent & bit) !== 0) return false;
  source.sent |= bit;
  place(stream, source, packet);
  return true;
}

function place(stream: OutgoingStream, source: Source, packet: RtpHeader): void {
  stream.mark.sequence = (packet.sequence + source.sequenceOffset) & 0xffff;
  stream.mark.timestamp = (packet.timestamp + source.timestampOffset) >>> 0;
  stream.mark.marker = packet.marker;
}

function begin(stream: OutgoingStream, packet: RtpHeader, nowMs: number): true {
  proceed(stream, nowMs);
  stream.heard = {
    ssrc: packet.ssrc,
    sequenceOffset: (stream.sequence - packet.sequence) & 0xffff,
    timestampOffset: (stream.timestamp - packet.timestamp) >>> 0,
    span: 0,
    highest: packet.sequence,
    sent: 1,
    restartAt: -1,
  };
  return true;
}

/** Gives a frame of our own (a prompt, silence) its place in the stream. */
export function originate(stream: OutgoingStream, nowMs: number): void {
  if (stream.heard !== 'our-own') {
    proceed(stream, nowMs);
    stream.heard = 'our-own';
    return;
  }
  stream.sequence = (stream.sequence + 1) & 0xffff;
  stream.timestamp = (stream.timestamp + SAMPLES_PER_FRAME) >>> 0;
  stream.sentAtMs = nowMs;
  stream.mark.sequence = stream.sequence;
  stream.mark.timestamp = stream.timestamp;
  stream.mark.marker = false;
}

/** The first packet of another voice: the next number, and as much later as it is. RFC 3551 §4.1: marked as a talkspurt. */
function proceed(stream: OutgoingStream, nowMs: number): void {
  const elapsed = Math.max(SAMPLES_PER_FRAME, Math.round((nowMs - stream.sentAtMs) * SAMPLES_PER_MS));
  stream.sequence = (stream.sequence + 1) & 0xffff;
  stream.timestamp = (stream.timestamp + elapsed) >>> 0;
  stream.sentAtMs = nowMs;
  stream.mark.sequence = stream.sequence;
  stream.mark.timestamp = stream.timestamp;
  stream.mark.marker = true;
}
