import { readFileSync } from 'node:fs';
import { encode, SAMPLES_PER_FRAME, SILENCE } from '../rtp/g711.ts';
import { readWav } from '../rtp/wav.ts';
import type { Codec, PromptName } from '../port.ts';

/** A recording in both laws, a whole number of frames long: encoded once, read by every listener. */
export interface Recording {
  readonly frames: number;
  readonly sound: Readonly<Record<Codec, Buffer>>;
}

const PROMPTS: readonly PromptName[] = ['hold-fr', 'hold-en', 'closed-fr', 'closed-en'];

export const isPromptName = (name: unknown): name is PromptName =>
  (PROMPTS as readonly unknown[]).includes(name);

/** The path of a shipped recording, `donor-fr` and `donor-en` (the voice of a test call) among them. */
export const recordingPath = (name: PromptName | 'donor-fr' | 'donor-en'): URL =>
  new URL(`../../prompts/${name}.wav`, import.meta.url);

/** Reads every prompt. Throws with the file's name: an engine without its recordings must not start. */
export function loadRecordings(): ReadonlyMap<PromptName, Recording> {
  return new Map(PROMPTS.map((name) => [name, loadRecording(recordingPath(name))]));
}

export function loadRecording(path: URL | string): Recording {
  const samples = readWav(readFileSync(path));
  if (!samples.ok) throw new Error(`the recording ${String(path)} cannot be played: ${samples.failure}`);
  return recordingOf(samples.value);
}

export function recordingOf(samples: Int16Array): Recording {
  const frames = Math.ceil(samples.length / SAMPLES_PER_FRAME);
  const inLaw = (codec: Codec): Buffer => {
    const whole = Buffer.alloc(frames * SAMPLES_PER_FRAME, SILENCE[codec]);
    encode(samples, codec).copy(whole);
    return whole;
  };
  return { frames, sound: { PCMA: inLaw('PCMA'), PCMU: inLaw('PCMU') } };
}
