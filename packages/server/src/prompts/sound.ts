import { PROMPT_LIMITS } from '@pledgeline/contract';
import { failed, ok, type Prompt, type Result } from '@pledgeline/core';
import { readWav, writeWav } from '@pledgeline/media';

export type PromptSoundFault = 'PROMPT_SOUND' | 'PROMPT_LENGTH' | 'PROMPT_SILENT';

export interface CheckedSound {
  /** A file of our own making: nothing but the samples is taken over from the one that was sent. */
  readonly wav: Buffer;
  readonly milliseconds: number;
}

/** Whatever the browser said that it sent: a recording that the line can play as this prompt, or why not. */
export function checkedSound(
  file: Buffer,
  { kind }: Pick<Prompt, 'kind'>,
): Result<CheckedSound, PromptSoundFault> {
  const read = readWav(file);
  if (!read.ok) return failed(read.failure === 'TOO_LONG' ? 'PROMPT_LENGTH' : 'PROMPT_SOUND');
  const samples = read.value;
  const seconds = samples.length / PROMPT_LIMITS.samplesPerSecond;
  const secondsMax = kind === 'piece' ? PROMPT_LIMITS.pieceSecondsMax : PROMPT_LIMITS.secondsMax;
  if (seconds < PROMPT_LIMITS.secondsMin || seconds > secondsMax) return failed('PROMPT_LENGTH');
  if (samples.every((sample) => Math.abs(sample) <= PROMPT_LIMITS.silentPeak)) return failed('PROMPT_SILENT');
  return ok({ wav: writeWav(samples), milliseconds: Math.round(seconds * 1_000) });
}
