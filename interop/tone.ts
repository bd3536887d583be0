import { readFileSync, writeFileSync } from 'node:fs';

/** Tones that no voice and no ringing tone is mistaken for, one for each end of a call and one for a third. */
export const TONE_A_HZ = 1_000;
export const TONE_B_HZ = 1_700;
export const TONE_C_HZ = 2_300;

const BURST_SECONDS = 0.4;
/** Each tone has a rhythm of its own: two that went in step would hide the softer one in the louder one's bursts for good. */
const pauseSecondsOf = (hz: number): number => hz / 6_500;
/** Of a WAV that holds nothing but sound. */
const HEAD_BYTES = 44;

/** Writes a WAV (16 bit, mono) of short bursts: a steady tone is what noise suppression takes for noise. */
export function writeToneWav(
  path: string,
  tone: { readonly hz: number; readonly seconds: number; readonly rate: number },
): void {
  const samples = new Int16Array(Math.round(tone.seconds * tone.rate));
  const rhythm = BURST_SECONDS + pauseSecondsOf(tone.hz);
  for (let index = 0; index < samples.length; index += 1) {
    const at = index / tone.rate;
    const sounding = at % rhythm < BURST_SECONDS;
    samples[index] = sounding ? Math.round(12_000 * Math.sin(2 * Math.PI * tone.hz * at)) : 0;
  }
  writeFileSync(path, Buffer.concat([wavHeader(samples.byteLength, tone.rate), Buffer.from(samples.buffer)]));
}

function wavHeader(dataBytes: number, rate: number): Buffer {
  const header = Buffer.alloc(HEAD_BYTES);
  header.write('RIFF', 0, 'ascii');
  header.writeUInt32LE(36 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'ascii');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'ascii');
  header.writeUInt32LE(dataBytes, 40);
  return header;
}

export interface Sound {
  readonly rate: number;
  readonly samples: Int16Array;
}

/** Reads a 16 bit mono WAV, also one that is still being written and does not know its length yet. */
export function readWav(path: string): Sound {
  const bytes = readFileSync(path);
  // Some programs write the head last of all: until then its place is empty.
  const hasHead = bytes.toString('ascii', 0, 4) === 'RIFF';
  const data = hasHead ? bytes.indexOf('data', 12, 'ascii') : HEAD_BYTES - 8;
  if (bytes.length < HEAD_BYTES || data === -1) return { rate: 8_000, samples: new Int16Array() };
  const start = data + 8;
  const samples = new Int16Array(Math.floor((bytes.length - start) / 2));
  for (let index = 0; index < samples.length; index += 1)
    samples[index] = bytes.readInt16LE(start + 2 * index);
  return { rate: hasHead ? bytes.readUInt32LE(24) : 8_000, samples };
}

const WINDOW_SECONDS = 0.1;
/** Quieter than this (root mean square of 32,767) is silence. */
const SILENCE = 150;

/**
 * For how many seconds the tone, and not much else, is in the sound (Goertzel's algorithm on windows of 100 ms). `share`
 * of the energy: less where several may speak at once.
 */
export function secondsOf(sound: Sound, hz: number, share = 0.6): number {
  const length = Math.round(WINDOW_SECONDS * sound.rate);
  let windows = 0;
  for (let start = 0; start + length <= sound.samples.length; start += length)
    if (toneShare(sound.samples.subarray(start, start + length), sound.rate, hz) > share) windows += 1;
  return windows * WINDOW_SECONDS;
}

/** For how many seconds there is any sound at all. */
export function loudSecondsOf({ samples, rate }: Sound): number {
  const length = Math.round(WINDOW_SECONDS * rate);
  let windows = 0;
  for (let start = 0; start + length <= samples.length; start += length) {
    const energy = samples.subarray(start, start + length).reduce((sum, sample) => sum + sample * sample, 0);
    if (Math.sqrt(energy / length) >= SILENCE) windows += 1;
  }
  return windows * WINDOW_SECONDS;
}

/** The share of a window's energy that lies at one frequency, from 0 to 1. */
function toneShare(samples: Int16Array, rate: number, hz: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * hz) / rate);
  let [last, beforeLast, energy] = [0, 0, 0];
  for (const sample of samples) {
    energy += sample * sample;
    [last, beforeLast] = [sample + turn * last - beforeLast, last];
  }
  if (Math.sqrt(energy / samples.length) < SILENCE) return 0;
  const power = last * last + beforeLast * beforeLast - turn * last * beforeLast;
  return Math.min(1, (2 * power) / (samples.length * energy));
}
