/** ITU-T G.711: A-law (PCMA) and µ-law (PCMU), eight bits for a sample, 8,000 samples a second. */
import type { Codec } from '../port.ts';

export const SAMPLES_PER_SECOND = 8000;
export const SAMPLES_PER_FRAME = 160;
export const FRAME_MS = 20;

/** RFC 3551 §6: both have payload types of their own. */
export const PAYLOAD_TYPE: Readonly<Record<Codec, number>> = { PCMU: 0, PCMA: 8 };

/** Null: not a law that this engine knows. */
export const codecOf = (payloadType: number): Codec | null =>
  payloadType === 8 ? 'PCMA' : payloadType === 0 ? 'PCMU' : null;

/** A byte of silence. */
export const SILENCE: Readonly<Record<Codec, number>> = { PCMU: 0xff, PCMA: 0xd5 };

const MU_LAW_BIAS = 33;
/** The magnitude is 14 bits with its sign; above this it is clipped. */
const MU_LAW_PEAK = 8158;

/** From 16 bits to a byte of A-law. */
export function toALaw(sample: number): number {
  const positive = sample >= 0;
  // 13 bits with the sign; a negative one is mirrored so that −1 falls on the first step below zero.
  let magnitude = (positive ? sample : -sample - 1) >> 3;
  if (magnitude > 4095) magnitude = 4095;
  const segment = magnitude < 32 ? 0 : 27 - Math.clz32(magnitude);
  const mantissa = (magnitude >> (segment < 2 ? 1 : segment)) & 0x0f;
  return ((positive ? 0x80 : 0) | (segment << 4) | mantissa) ^ 0x55;
}

export function fromALaw(byte: number): number {
  const code = byte ^ 0x55;
  const segment = (code >> 4) & 7;
  const mantissa = code & 0x0f;
  const magnitude = segment === 0 ? (mantissa << 4) + 8 : ((mantissa << 4) + 0x108) << (segment - 1);
  return (code & 0x80) !== 0 ? magnitude : -magnitude;
}

/** From 16 bits to a byte of µ-law. */
export function toMuLaw(sample: number): number {
  const positive = sample >= 0;
  const magnitude = Math.min((positive ? sample : -sample) >> 2, MU_LAW_PEAK) + MU_LAW_BIAS;
  const segment = 26 - Math.clz32(magnitude);
  const mantissa = (magnitude >> (segment + 1)) & 0x0f;
  return ~((positive ? 0 : 0x80) | (segment << 4) | mantissa) & 0xff;
}

export function fromMuLaw(byte: number): number {
  const code = ~byte & 0xff;
  const magnitude = ((((code & 0x0f) << 1) + MU_LAW_BIAS) << ((code >> 4) & 7)) - MU_LAW_BIAS;
  return ((code & 0x80) !== 0 ? -magnitude : magnitude) << 2;
}

const table = (convert: (byte: number) => number): Uint8Array =>
  Uint8Array.from({ length: 256 }, (_, byte) => convert(byte));

const A_TO_MU = table((byte) => toMuLaw(fromALaw(byte)));
const MU_TO_A = table((byte) => toALaw(fromMuLaw(byte)));

/** Turns one law into the other, in place, from `start` up to `end`. The same law: nothing is touched. */
export function transcode(
  packet: Buffer,
  range: { readonly start: number; readonly end: number },
  laws: { readonly from: Codec; readonly to: Codec },
): void {
  if (laws.from === laws.to) return;
  const convert = laws.from === 'PCMA' ? A_TO_MU : MU_TO_A;
  for (let at = range.start; at < range.end; at += 1) packet[at] = convert[packet[at]!]!;
}

/** Sound of 16 bits as bytes of one law. */
export function encode(samples: Int16Array, codec: Codec): Buffer {
  const convert = codec === 'PCMA' ? toALaw : toMuLaw;
  const bytes = Buffer.allocUnsafe(samples.length);
  for (let at = 0; at < samples.length; at += 1) bytes[at] = convert(samples[at]!);
  return bytes;
}

/** Sound that may be louder than 16 bits, as several voices are: what is beyond is clipped. Written at `at`. */
export function encodeLoud(samples: Int32Array, packet: Buffer, at: number, codec: Codec): void {
  const convert = codec === 'PCMA' ? toALaw : toMuLaw;
  for (let number = 0; number < samples.length; number += 1) {
    packet[at + number] = convert(Math.max(-32_768, Math.min(32_767, samples[number]!)));
  }
}

export function decode(bytes: Buffer, codec: Codec): Int16Array {
  const convert = codec === 'PCMA' ? fromALaw : fromMuLaw;
  return Int16Array.from(bytes, convert);
}
