import { failed, ok, type Result } from '@pledgeline/core';
import { DECODED_PER_SECOND } from './telephone.ts';

export type NoSound = 'PROMPT_SOUND' | 'PROMPT_LENGTH';

/** A minute of the best WAV has 17 MB. */
const FILE_BYTES_MAX = 20_000_000;
/** What is longer is not even decoded: an hour of MP3 would fill the browser's memory. */
const FILE_SECONDS_MAX = 300;

/** Whatever sound this browser can read (WAV, MP3, its own recordings), at 48,000 samples a second. */
export async function decoded(file: Blob): Promise<Result<readonly Float32Array[], NoSound>> {
  if (file.size > FILE_BYTES_MAX) return failed('PROMPT_LENGTH');
  try {
    const context = new OfflineAudioContext(1, 1, DECODED_PER_SECOND);
    const buffer = await context.decodeAudioData(await file.arrayBuffer());
    return ok(Array.from({ length: buffer.numberOfChannels }, (_, at) => buffer.getChannelData(at)));
  } catch {
    return failed('PROMPT_SOUND');
  }
}

/** A file that somebody chose: how long it says it is comes first. */
export async function decodedFile(file: Blob): Promise<Result<readonly Float32Array[], NoSound>> {
  if (file.size > FILE_BYTES_MAX) return failed('PROMPT_LENGTH');
  const seconds = await secondsOf(file);
  if (seconds === null) return failed('PROMPT_SOUND');
  return seconds > FILE_SECONDS_MAX ? failed('PROMPT_LENGTH') : decoded(file);
}

function secondsOf(file: Blob): Promise<number | null> {
  const address = URL.createObjectURL(file);
  const audio = new Audio();
  audio.preload = 'metadata';
  const told = new Promise<number | null>((resolve) => {
    audio.addEventListener('loadedmetadata', () => resolve(audio.duration), { once: true });
    audio.addEventListener('error', () => resolve(null), { once: true });
  });
  audio.src = address;
  return told.finally(() => URL.revokeObjectURL(address));
}
