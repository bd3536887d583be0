import { PROMPTS, type PromptName } from '@pledgeline/core';
import { recordingPath } from '@pledgeline/media';
import { readFile, stat } from 'node:fs/promises';

const HEADER_BYTES = 44;
const BYTES_PER_MS = 16;

export const shippedSound = (name: PromptName): Promise<Buffer> => readFile(recordingPath(name));

/** How long each shipped recording lasts, by the size of its file. */
export async function shippedLengths(): Promise<ReadonlyMap<PromptName, number>> {
  return new Map(
    await Promise.all(
      PROMPTS.map(async ({ name }) => {
        const { size } = await stat(recordingPath(name));
        return [name, Math.round((size - HEADER_BYTES) / BYTES_PER_MS)] as const;
      }),
    ),
  );
}
