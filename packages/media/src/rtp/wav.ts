/** Recordings: RIFF/WAVE, PCM of 16 bits, mono, 8,000 samples a second, and nothing else. */
import { failed, ok, type Result } from '@pledgeline/core';
import { LIMITS } from '../limits.ts';
import { SAMPLES_PER_SECOND } from './g711.ts';

export type WavFault = 'NOT_WAV' | 'NOT_8KHZ_MONO_16BIT' | 'TOO_LONG';

export function readWav(file: Buffer): Result<Int16Array, WavFault> {
  if (
    file.length < 12 ||
    file.toString('latin1', 0, 4) !== 'RIFF' ||
    file.toString('latin1', 8, 12) !== 'WAVE'
  ) {
    return failed('NOT_WAV');
  }
  let formatSeen = false;
  for (let at = 12; at + 8 <= file.length;) {
    const name = file.toString('latin1', at, at + 4);
    const start = at + 8;
    const end = Math.min(start + file.readUInt32LE(at + 4), file.length);
    if (name === 'fmt ') {
      if (!isTelephone(file.subarray(start, end))) return failed('NOT_8KHZ_MONO_16BIT');
      formatSeen = true;
    }
    if (name === 'data') return formatSeen ? samplesOf(file.subarray(start, end)) : failed('NOT_WAV');
    // A chunk of an odd length is followed by a byte of padding.
    at = end + ((end - start) % 2);
  }
  return failed('NOT_WAV');
}

/** The plainest file that holds these samples. */
export function writeWav(samples: Int16Array): Buffer {
  const bytes = samples.length * 2;
  const file = Buffer.alloc(44 + bytes);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(36 + bytes, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(SAMPLES_PER_SECOND, 24);
  file.writeUInt32LE(SAMPLES_PER_SECOND * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(bytes, 40);
  samples.forEach((sample, at) => file.writeInt16LE(sample, 44 + at * 2));
  return file;
}

const isTelephone = (format: Buffer): boolean =>
  format.length >= 16 &&
  format.readUInt16LE(0) === 1 &&
  format.readUInt16LE(2) === 1 &&
  format.readUInt32LE(4) === SAMPLES_PER_SECOND &&
  format.readUInt16LE(14) === 16;

function samplesOf(data: Buffer): Result<Int16Array, WavFault> {
  const count = Math.floor(data.length / 2);
  if (count > LIMITS.recordingSecondsMax * SAMPLES_PER_SECOND) return failed('TOO_LONG');
  const samples = new Int16Array(count);
  for (let at = 0; at < count; at += 1) samples[at] = data.readInt16LE(at * 2);
  return ok(samples);
}
