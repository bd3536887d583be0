import { promptOf, type PromptName } from '@pledgeline/core';
import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import type { Fault } from './fault.ts';

export const PROMPT_LIMITS = {
  /** A recording that is longer is refused in words (PROMPT_LENGTH). */
  secondsMax: 60,
  /** A piece of an amount is a word or three (PROMPT_LENGTH). */
  pieceSecondsMax: 5,
  /** Shorter than any word (PROMPT_LENGTH). */
  secondsMin: 0.1,
  samplesPerSecond: 8_000,
  /** Where no sample is louder, of 32,767, nobody would hear anything (PROMPT_SILENT): -42 dB. */
  silentPeak: 260,
} as const;

/** A WAV file of the longest recording, in base64. */
const AUDIO_CHARS_MAX =
  Math.ceil((PROMPT_LIMITS.secondsMax * PROMPT_LIMITS.samplesPerSecond * 2 + 4_096) / 3) * 4;
/** The body that carries it; more is refused (413). */
export const PROMPT_BODY_BYTES_MAX = AUDIO_CHARS_MAX + 1_024;

/** One recording of the charity's own. */
const PromptTake = z.object({
  id: z.string(),
  milliseconds: z.int(),
  /** Who recorded it; empty: somebody who is no longer known. */
  by: z.string(),
  at: z.iso.datetime(),
});
export type PromptTake = z.infer<typeof PromptTake>;

const PromptState = z.object({
  name: z.string(),
  /** What callers hear; null: the synthesiser's voice that is shipped. */
  live: PromptTake.nullable(),
  draft: PromptTake.nullable(),
  shippedMilliseconds: z.int(),
});
export type PromptState = z.infer<typeof PromptState>;

const PromptList = z.object({
  campaign: z.object({ name: z.string(), trial: z.boolean() }),
  prompts: z.array(PromptState),
});
export type PromptList = z.infer<typeof PromptList>;

const Named = z.object({
  name: z.string().refine((name): name is PromptName => promptOf(name) !== null),
});
const roles = ['supervisor', 'office'] as const;
const FAULTS_OF_ALL = [
  'NOT_SIGNED_IN',
  'NOT_ALLOWED',
  'BAD_INPUT',
  'NOT_FOUND',
] as const satisfies readonly Fault[];

export const listPrompts = endpoint({
  method: 'GET',
  path: '/api/prompts',
  summary: 'Every prompt of the campaign, and which of its recordings are the charity’s own',
  roles,
  reply: PromptList,
  faults: ['NOT_SIGNED_IN', 'NOT_ALLOWED', 'NOT_FOUND'],
});
export const draftPrompt = endpoint({
  method: 'PUT',
  path: '/api/prompts/:name/draft',
  summary:
    'Keeps a recording (WAV, 8 kHz, mono, 16 bit, in base64) as the draft of a prompt; nobody hears it yet',
  roles,
  params: Named,
  body: z.object({ audio: z.base64().max(AUDIO_CHARS_MAX) }),
  reply: PromptList,
  faults: [...FAULTS_OF_ALL, 'PROMPT_SOUND', 'PROMPT_LENGTH', 'PROMPT_SILENT', 'TOO_LARGE'],
});
export const airPrompt = endpoint({
  method: 'POST',
  path: '/api/prompts/:name/live',
  summary: 'Puts the draft on air that was listened to, and no later one',
  roles,
  params: Named,
  body: z.object({ draft: z.uuid() }),
  reply: PromptList,
  faults: [...FAULTS_OF_ALL, 'PROMPT_CHANGED'],
});
export const discardDraft = endpoint({
  method: 'DELETE',
  path: '/api/prompts/:name/draft',
  summary: 'Throws the draft of a prompt away',
  roles,
  params: Named,
  reply: PromptList,
  faults: FAULTS_OF_ALL,
});
export const takeBackPrompt = endpoint({
  method: 'DELETE',
  path: '/api/prompts/:name/live',
  summary: 'Takes the charity’s recording off the air: callers hear the shipped one again',
  roles,
  params: Named,
  reply: PromptList,
  faults: FAULTS_OF_ALL,
});

/** Whose sound it is that is listened to on the screen. */
export const PROMPT_SOUNDS = ['live', 'draft', 'shipped'] as const;
export type PromptSound = (typeof PROMPT_SOUNDS)[number];

/** Where a browser fetches the sound of a prompt: a WAV file. */
export const promptSoundPath = (name: string, sound: PromptSound): string =>
  `/api/prompts/${name}/${sound}.wav`;
