import { useEffect, useRef } from 'react';
import { useSentences } from '../language/use-sentences.tsx';
import { watchLevel } from '../sound/level.ts';
import type { LineState } from '../sound/line.ts';
import { useSession } from './use-session.ts';

interface CheckProps {
  readonly begun: () => void;
  readonly done: () => void;
}

/** Before the first Ready: is the microphone there, does one hear, does one hear oneself. */
export function HeadsetCheck({ begun, done }: CheckProps) {
  const { session, view } = useSession();
  const { headset: words } = useSentences();
  const { sound } = view;
  const open = sound.kind === 'open';
  const doneKey = useDoneKey(open);
  useEffect(() => {
    // Whoever walks away from the check must not hear himself in the next call.
    return () => {
      if (session.view.echo) void session.echo(false);
    };
  }, [session]);
  const allow = (): void => {
    session.gesture();
    begun();
    void session.line.open();
  };
  return (
    <section className="headset" aria-labelledby="headset-title">
      <div className="headset-head">
        <h1 id="headset-title">{words.title}</h1>
        <p>{words.why}</p>
      </div>
      <ol className="headset-steps">
        <li data-done={open}>
          <h2>{open ? words.ok : words.allow}</h2>
          <Permission sound={sound} allow={allow} />
        </li>
        <li data-locked={!open}>
          <h2>{words.tone}</h2>
          <p>{words.toneHelp}</p>
          <button
            type="button"
            className="key"
            disabled={!open}
            onClick={() => {
              session.gesture();
              session.sounds.testTone();
            }}
          >
            {words.tone}
          </button>
        </li>
        <li data-locked={!open}>
          <h2>{words.echoOn}</h2>
          <p>{words.echoHelp}</p>
          <button
            type="button"
            className="key"
            aria-pressed={view.echo}
            disabled={!open}
            onClick={() => void session.echo(!view.echo)}
          >
            {view.echo ? words.echoOff : words.echoOn}
          </button>
        </li>
      </ol>
      <button
        ref={doneKey}
        type="button"
        className="key key-first headset-done"
        disabled={!open}
        onClick={done}
      >
        {words.done}
      </button>
    </section>
  );
}

/** [AGW-8] With the microphone of whoever sat here before, one key is enough. */
function useDoneKey(open: boolean) {
  const key = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (open && document.activeElement === document.body) key.current?.focus();
  }, [open]);
  return key;
}

function Permission({ sound, allow }: { readonly sound: LineState; readonly allow: () => void }) {
  const { headset: words, common } = useSentences();
  switch (sound.kind) {
    case 'open':
      return <Level />;
    case 'closed':
      return (
        <>
          <p>{words.allowHelp}</p>
          <button type="button" className="key key-first" onClick={allow}>
            {words.allow}
          </button>
        </>
      );
    case 'asking':
      return <output>{words.asking}</output>;
    case 'no-microphone':
      return (
        <>
          <p role="alert" className="failure">
            {words[sound.why]}
          </p>
          <button type="button" className="key" onClick={allow}>
            {common.tryAgain}
          </button>
        </>
      );
    case 'opening':
    case 'reopening':
    default:
      return <output>{words.opening}</output>;
  }
}

/** The bar is moved past React: sixty times a second is no state. */
function Level() {
  const { session } = useSession();
  const { headset: words } = useSentences();
  const bar = useRef<HTMLMeterElement>(null);
  const { stream } = session.line;
  useEffect(() => {
    session.gesture();
    const { context } = session.sounds;
    if (context === null || stream === null) return undefined;
    const watched = watchLevel(context, stream, (level) => {
      if (bar.current !== null) bar.current.value = level;
    });
    return watched.stop;
  }, [session, stream]);
  return (
    <>
      <p>{words.speak}</p>
      <meter ref={bar} className="level" min={0} max={1} aria-label={words.level} />
    </>
  );
}
