import { promptSoundPath, type PromptSound } from '@pledgeline/contract';
import { useEffect, useState } from 'react';
import { Failure } from '../app/failures.tsx';
import { useSentences } from '../language/use-sentences.tsx';
import { play, silence } from './playing.ts';
import { noSuchSound } from './use-prompts.ts';

interface ListenProps {
  readonly name: string;
  readonly sound: PromptSound;
  /** What it is, for whoever does not see where the key stands. */
  readonly label: string;
  readonly heard?: () => void;
}

/** Plays a recording, and stops it. */
export function Listen({ name, sound, label, heard }: ListenProps) {
  const { prompts: words } = useSentences();
  const [plays, setPlays] = useState(false);
  const [broken, setBroken] = useState<Error | null>(null);
  // Whoever leaves the screen leaves the sound.
  useEffect(() => silence, []);
  const start = async (): Promise<void> => {
    setBroken(null);
    setPlays(true);
    try {
      await play(promptSoundPath(name, sound), (wholly) => {
        setPlays(false);
        if (wholly) heard?.();
      });
    } catch {
      setPlays(false);
      setBroken(noSuchSound);
    }
  };
  return (
    <>
      <button
        type="button"
        className="key"
        aria-label={plays ? words.stopListeningTo(label) : words.listenTo(label)}
        onClick={() => (plays ? silence() : void start())}
      >
        {plays ? words.stopListening : words.listen}
      </button>
      <Failure error={broken} />
    </>
  );
}
