import { useEffect, useRef, useState, type RefObject } from 'react';
import type { NoMicrophone } from '../sound/microphone.ts';
import { record, type Recording } from './recorder.ts';

type Stage =
  | { readonly kind: 'still' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'recording'; readonly recording: Recording }
  | { readonly kind: 'no-microphone'; readonly why: NoMicrophone };

interface RecordingHeld {
  readonly stage: Stage;
  /** Is moved past React: sixty times a second is no state. */
  readonly meter: RefObject<HTMLMeterElement | null>;
  readonly begin: () => Promise<void>;
}

/** The microphone of one screen: whoever leaves it is recorded no longer, and what was said is forgotten. */
export function useRecording(secondsMax: number, done: (sound: Blob) => void): RecordingHeld {
  const [stage, setStage] = useState<Stage>({ kind: 'still' });
  const meter = useRef<HTMLMeterElement>(null);
  const here = useRef({ isLeft: false, recording: null as Recording | null });
  useEffect(() => {
    const held = here.current;
    held.isLeft = false;
    return () => {
      held.isLeft = true;
      held.recording?.cancel();
    };
  }, []);
  const begin = async (): Promise<void> => {
    setStage({ kind: 'asking' });
    const begun = await record({
      secondsMax,
      level: (level) => {
        if (meter.current !== null) meter.current.value = level;
      },
      done: (sound) => {
        here.current.recording = null;
        setStage({ kind: 'still' });
        done(sound);
      },
    });
    if (typeof begun === 'string') return setStage({ kind: 'no-microphone', why: begun });
    if (here.current.isLeft) return begun.cancel();
    here.current.recording = begun;
    return setStage({ kind: 'recording', recording: begun });
  };
  return { stage, meter, begin };
}
