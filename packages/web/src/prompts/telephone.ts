import { failed, ok, type Result } from '@pledgeline/core';
import { PROMPT_LIMITS } from '@pledgeline/contract';

/** At which a browser decodes; a whole multiple of the telephone's rate. */
export const DECODED_PER_SECOND = 48_000;
const FACTOR = DECODED_PER_SECOND / PROMPT_LIMITS.samplesPerSecond;

export interface Wanted {
  readonly secondsMax: number;
  /** Silence after it. */
  readonly pauseMs: number;
  /** Silence that is left at both ends of the voice. */
  readonly marginMs: number;
}
export type NoPrompt = 'PROMPT_SILENT' | 'PROMPT_LENGTH';

/** What a microphone or a file holds (48,000 samples a second), as the line plays it: cut to the voice, as loud as every other. */
export function toTelephone(
  channels: readonly Float32Array[],
  { secondsMax, pauseMs, marginMs }: Wanted,
): Result<Int16Array, NoPrompt> {
  const perMs = PROMPT_LIMITS.samplesPerSecond / 1_000;
  const narrow = centred(decimated(mixed(channels)));
  const voice = voiceIn(narrow, marginMs * perMs);
  if (voice === null) return failed('PROMPT_SILENT');
  const cut = narrow.slice(voice.start, voice.end);
  const seconds = (cut.length + pauseMs * perMs) / PROMPT_LIMITS.samplesPerSecond;
  if (seconds < PROMPT_LIMITS.secondsMin || seconds > secondsMax) return failed('PROMPT_LENGTH');
  const even = asLoudAsOthers(cut);
  soften(even);
  const samples = new Int16Array(even.length + pauseMs * perMs);
  even.forEach((value, at) => (samples[at] = Math.round(value * 32_767)));
  return ok(samples);
}

function mixed(channels: readonly Float32Array[]): Float32Array {
  const [first = new Float32Array(), ...others] = channels;
  if (others.length === 0) return first;
  return first.map((value, at) => others.reduce((sum, one) => sum + (one[at] ?? 0), value) / channels.length);
}

const TAPS = 385;
/** In the middle of the slope: what lies beyond 4 kHz would come back as another tone. */
const CUT_HERTZ = 3_600;
const FILTER = lowPass();

/** A sinc under a Blackman window: even to 3.2 kHz, nothing from 4 kHz on. */
function lowPass(): Float32Array {
  const middle = (TAPS - 1) / 2;
  const rate = (2 * CUT_HERTZ) / DECODED_PER_SECOND;
  const taps = Float32Array.from({ length: TAPS }, (_, at) => {
    const from = at - middle;
    const sinc = from === 0 ? rate : Math.sin(Math.PI * rate * from) / (Math.PI * from);
    const turn = (2 * Math.PI * at) / (TAPS - 1);
    return sinc * (0.42 - 0.5 * Math.cos(turn) + 0.08 * Math.cos(2 * turn));
  });
  const sum = taps.reduce((all, tap) => all + tap, 0);
  return taps.map((tap) => tap / sum);
}

function decimated(wide: Float32Array): Float32Array {
  const narrow = new Float32Array(Math.floor(wide.length / FACTOR));
  const middle = (TAPS - 1) / 2;
  for (let out = 0; out < narrow.length; out += 1) {
    const start = out * FACTOR - middle;
    const first = Math.max(0, -start);
    const last = Math.min(TAPS, wide.length - start);
    let sum = 0;
    for (let tap = first; tap < last; tap += 1) sum += (FILTER[tap] ?? 0) * (wide[start + tap] ?? 0);
    narrow[out] = sum;
  }
  return narrow;
}

/** Some sound cards add a constant to every sample: it would be heard as a click at both ends. */
function centred(samples: Float32Array): Float32Array {
  const mean = samples.reduce((sum, value) => sum + value, 0) / Math.max(1, samples.length);
  return samples.map((value) => value - mean);
}

/** 10 ms. */
const FRAME = 80;
/** Nobody speaks as softly as this into a microphone that is on: -50 dB. */
const SOFTEST_VOICE = 0.003;
/** The end of a word may be this much softer than its loudest part: -34 dB. */
const TAIL = 0.02;

function voiceIn(
  samples: Float32Array,
  margin: number,
): { readonly start: number; readonly end: number } | null {
  const levels = levelsOf(samples);
  const loudest = levels.reduce((most, level) => Math.max(most, level), 0);
  if (loudest < SOFTEST_VOICE) return null;
  const isVoice = (level: number): boolean => level >= Math.max(loudest * TAIL, SOFTEST_VOICE / 2);
  const first = levels.findIndex(isVoice);
  const last = levels.findLastIndex(isVoice);
  return {
    start: Math.max(0, first * FRAME - margin),
    end: Math.min(samples.length, (last + 1) * FRAME + margin),
  };
}

function levelsOf(samples: Float32Array): number[] {
  return Array.from({ length: Math.ceil(samples.length / FRAME) }, (_, frame) => {
    const part = samples.subarray(frame * FRAME, (frame + 1) * FRAME);
    return Math.sqrt(part.reduce((sum, value) => sum + value * value, 0) / part.length);
  });
}

/** Speech on a telephone lies about here: -20 dB, without its pauses. */
const LOUDNESS = 0.1;
const PEAK_MAX = 0.9;
/** More would make a concert of the room's noise. */
const GAIN_MAX = 16;

function asLoudAsOthers(samples: Float32Array): Float32Array {
  const levels = levelsOf(samples);
  const loudest = levels.reduce((most, level) => Math.max(most, level), 0);
  const spoken = levels.filter((level) => level > loudest / 10);
  const loudness = Math.sqrt(
    spoken.reduce((sum, level) => sum + level * level, 0) / Math.max(1, spoken.length),
  );
  const peak = samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const gain = Math.min(LOUDNESS / loudness, PEAK_MAX / peak, GAIN_MAX);
  return samples.map((value) => value * gain);
}

/** 4 ms at both ends: a sound that begins at once clicks. */
function soften(samples: Float32Array): void {
  const length = Math.min(32, Math.floor(samples.length / 2));
  for (let at = 0; at < length; at += 1) {
    const end = samples.length - 1 - at;
    samples[at] = ((samples[at] ?? 0) * at) / length;
    samples[end] = ((samples[end] ?? 0) * at) / length;
  }
}

/** A WAV file of 8,000 samples a second, mono, 16 bit, in base64. */
export function wavInBase64(samples: Int16Array): string {
  const bytes = samples.length * 2;
  const view = new DataView(new ArrayBuffer(44 + bytes));
  const word = (at: number, text: string): void =>
    new TextEncoder().encode(text).forEach((byte, index) => view.setUint8(at + index, byte));
  word(0, 'RIFF');
  view.setUint32(4, 36 + bytes, true);
  word(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, PROMPT_LIMITS.samplesPerSecond, true);
  view.setUint32(28, PROMPT_LIMITS.samplesPerSecond * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  word(36, 'data');
  view.setUint32(40, bytes, true);
  samples.forEach((sample, at) => view.setInt16(44 + at * 2, sample, true));
  return inBase64(new Uint8Array(view.buffer));
}

/** A whole number of threes, so that the pieces can be put together. */
const AT_ONCE = 3 * 4_096;

function inBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += AT_ONCE)
    text += btoa(String.fromCharCode(...bytes.subarray(at, at + AT_ONCE)));
  return text;
}
