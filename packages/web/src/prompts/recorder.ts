import { askForMicrophone, type NoMicrophone } from '../sound/microphone.ts';
import { watchLevel } from '../sound/level.ts';

export interface Recording {
  /** Ends it; what was said comes by `done`. */
  readonly stop: () => void;
  /** Ends it; what was said is forgotten. */
  readonly cancel: () => void;
}
export interface RecorderWishes {
  readonly secondsMax: number;
  /** From 0 to 1, many times a second. */
  readonly level: (level: number) => void;
  readonly done: (sound: Blob) => void;
}

/** A voice as it is: what makes a telephone call better makes a recording worse. */
const PLAIN_VOICE = {
  echoCancellation: false,
  noiseSuppression: false,
  autoGainControl: false,
  channelCount: 1,
};

/** Begins to record; ends by itself when nothing longer could be used. Answers why it could not begin. */
export async function record({ secondsMax, level, done }: RecorderWishes): Promise<Recording | NoMicrophone> {
  const microphone = await askForMicrophone(PLAIN_VOICE);
  if (microphone.kind === 'none') return microphone.why;
  const { stream } = microphone;
  const context = new AudioContext();
  const watched = watchLevel(context, stream, level);
  const recorder = new MediaRecorder(stream);
  const pieces: Blob[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => pieces.push(data));
  const stop = (): void => {
    if (recorder.state !== 'inactive') recorder.stop();
  };
  let isWanted = true;
  const timer = setTimeout(stop, secondsMax * 1_000);
  recorder.addEventListener('stop', () => {
    clearTimeout(timer);
    watched.stop();
    void context.close();
    for (const track of stream.getTracks()) track.stop();
    if (isWanted) done(new Blob(pieces, { type: recorder.mimeType }));
  });
  recorder.start();
  return {
    stop,
    cancel() {
      isWanted = false;
      stop();
    },
  };
}
