import type { Prompt } from '@pledgeline/core';
import { useMutation } from '@tanstack/react-query';
import type { ChangeEvent } from 'react';
import { Failure } from '../app/failures.tsx';
import { useSentences } from '../language/use-sentences.tsx';
import { silence } from './playing.ts';
import { keptAsDraft, promptsAreNow, wantedOf } from './use-prompts.ts';
import { useRecording } from './use-recording.ts';

interface NewDraftProps {
  readonly prompt: Prompt;
  /** There is one already. */
  readonly again: boolean;
}
interface Source {
  readonly sound: Blob;
  readonly from: 'microphone' | 'file';
}

/** A voice into the microphone, or a file: either becomes the draft. */
export function NewDraft({ prompt, again }: NewDraftProps) {
  const { prompts: words, headset } = useSentences();
  const keep = useMutation({
    mutationFn: ({ sound, from }: Source) => keptAsDraft(prompt, sound, from),
    onSuccess: promptsAreNow,
  });
  const { stage, meter, begin } = useRecording(wantedOf(prompt).secondsMax, (sound) =>
    keep.mutate({ sound, from: 'microphone' }),
  );
  const isRecording = stage.kind === 'recording';
  const isBusy = stage.kind === 'asking' || keep.isPending;
  const press = (): void => {
    if (isRecording) return stage.recording.stop();
    if (isBusy) return undefined;
    silence();
    keep.reset();
    return void begin();
  };
  return (
    <>
      <div className="prompt-keys">
        <button type="button" className="key key-first" aria-disabled={isBusy} onClick={press}>
          {isRecording ? words.stop : again ? words.recordAgain : words.record}
        </button>
        <FileKey
          disabled={isRecording || isBusy}
          chosen={(file) => keep.mutate({ sound: file, from: 'file' })}
        />
      </div>
      {isRecording ? (
        <meter ref={meter} className="prompt-level" min={0} max={1} aria-label={headset.level} />
      ) : null}
      <output>{keep.isPending ? words.converting : isRecording ? words.recording : ''}</output>
      {stage.kind === 'no-microphone' ? (
        <p className="failure" role="alert">
          {headset[stage.why]}
        </p>
      ) : null}
      <Failure error={keep.error} />
    </>
  );
}

interface FileKeyProps {
  readonly disabled: boolean;
  readonly chosen: (file: File) => void;
}

function FileKey({ disabled, chosen }: FileKeyProps) {
  const { prompts: words } = useSentences();
  const choose = ({ currentTarget }: ChangeEvent<HTMLInputElement>): void => {
    const [file] = currentTarget.files ?? [];
    if (file !== undefined) chosen(file);
    // The same file may be chosen again.
    currentTarget.value = '';
  };
  return (
    <label className="key prompt-file">
      {words.file}
      <input
        type="file"
        className="unseen"
        accept="audio/*,.wav,.mp3"
        disabled={disabled}
        onChange={choose}
      />
    </label>
  );
}
