import { draftPrompt, listPrompts, PROMPT_LIMITS, type PromptList } from '@pledgeline/contract';
import { failed, type Prompt, type Result } from '@pledgeline/core';
import { queryOptions } from '@tanstack/react-query';
import { call, type Refusal } from '../app/call.ts';
import { queries, Refused, replyOf } from '../app/queries.ts';
import { decoded, decodedFile } from './decode.ts';
import { toTelephone, wavInBase64, type Wanted } from './telephone.ts';

const PROMPTS_KEY = ['prompts'] as const;
/** What another has recorded is seen soon; nobody waits for it. */
const LOOK_AGAIN_MS = 10_000;

export const promptsQuery = queryOptions<PromptList>({
  queryKey: PROMPTS_KEY,
  queryFn: () => replyOf(call(listPrompts, {})),
  refetchInterval: LOOK_AGAIN_MS,
});

/** Every change answers the whole list as it is then. */
export const promptsAreNow = (list: PromptList): void => {
  queries.setQueryData(PROMPTS_KEY, list);
};

export const wantedOf = ({ kind, pauseMs }: Prompt): Wanted =>
  kind === 'piece'
    ? { secondsMax: PROMPT_LIMITS.pieceSecondsMax, pauseMs, marginMs: 20 }
    : { secondsMax: PROMPT_LIMITS.secondsMax, pauseMs, marginMs: 120 };

/** A minute of sound over a slow line takes its time. */
const SENT_WITHIN_MS = 30_000;

/** Makes a telephone recording of what was recorded or chosen, and keeps it as the draft. Throws Refused. */
export async function keptAsDraft(
  prompt: Prompt,
  sound: Blob,
  from: 'microphone' | 'file',
): Promise<PromptList> {
  const channels = await (from === 'file' ? decodedFile(sound) : decoded(sound));
  const samples = channels.ok ? toTelephone(channels.value, wantedOf(prompt)) : channels;
  const sent: Promise<Result<PromptList, Refusal>> = samples.ok
    ? call(
        draftPrompt,
        { params: { name: prompt.name }, body: { audio: wavInBase64(samples.value) } },
        SENT_WITHIN_MS,
      )
    : Promise.resolve(failed({ kind: 'fault', fault: samples.failure, fields: [] }));
  return replyOf(sent);
}

/** For a failure that the browser's own sound has. */
export const noSuchSound = new Refused({ kind: 'unreachable' });
