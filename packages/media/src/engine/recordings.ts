import { readFileSync } from 'node:fs';
import { failed, ok, PROMPTS, type PromptName, type Result } from '@pledgeline/core';
import { encode, SAMPLES_PER_FRAME, SAMPLES_PER_SECOND, SILENCE } from '../rtp/g711.ts';
import { LIMITS } from '../limits.ts';
import { readWav, type WavFault } from '../rtp/wav.ts';
import type { Codec } from '../port.ts';

/** A recording in both laws, filled up to a whole number of frames: encoded once, read by every listener. */
export interface Recording {
  readonly samples: number;
  readonly frames: number;
  readonly sound: Readonly<Record<Codec, Buffer>>;
}

/** The path of a shipped recording, `donor-fr` and `donor-en` (the voice of a test call) among them. */
export const recordingPath = (name: PromptName | 'donor-fr' | 'donor-en'): URL =>
  new URL(`../../prompts/${name}.wav`, import.meta.url);

/** Reads every prompt. Throws with the file's name: an engine without its recordings must not start. */
export function loadRecordings(): ReadonlyMap<PromptName, Recording> {
  return new Map(PROMPTS.map(({ name }) => [name, loadRecording(recordingPath(name))]));
}

export function loadRecording(path: URL | string): Recording {
  const samples = readWav(readFileSync(path));
  if (!samples.ok) throw new Error(`the recording ${String(path)} cannot be played: ${samples.failure}`);
  return recordingOf(samples.value);
}

/** A recording from outside. */
export function ownRecording(wav: Buffer): Result<Recording, WavFault> {
  const samples = readWav(wav);
  if (!samples.ok) return samples;
  if (samples.value.length === 0) return failed('NOT_WAV');
  if (samples.value.length > LIMITS.ownRecordingSecondsMax * SAMPLES_PER_SECOND) return failed('TOO_LONG');
  return ok(recordingOf(samples.value));
}

export function recordingOf(samples: Int16Array): Recording {
  return whole(samples.length, (codec) => [encode(samples, codec)]);
}

/** One after the other, to the sample: the silence that fills up a frame comes after the last one only. */
export function joined(recordings: readonly Recording[]): Recording {
  const samples = recordings.reduce((sum, one) => sum + one.samples, 0);
  return whole(samples, (codec) => recordings.map((one) => one.sound[codec].subarray(0, one.samples)));
}

function whole(samples: number, partsIn: (codec: Codec) => readonly Buffer[]): Recording {
  const frames = Math.ceil(samples / SAMPLES_PER_FRAME);
  const inLaw = (codec: Codec): Buffer => {
    const filled = Buffer.alloc(frames * SAMPLES_PER_FRAME, SILENCE[codec]);
    Buffer.concat(partsIn(codec)).copy(filled);
    return filled;
  };
  return { samples, frames, sound: { PCMA: inLaw('PCMA'), PCMU: inLaw('PCMU') } };
}
