import type { FloorAlarm } from '@pledgeline/contract';
import { useEffect, useRef, useState } from 'react';
import { useSentences } from '../language/use-sentences.tsx';
import { Sounds } from '../sound/tones.ts';
import { Since } from './since.tsx';

const MUTED = 'pledgeline.alarms-muted';

/** [FLW-8] What must be known at once, at the top: seen, read out when it begins, and heard unless that was muted. */
export function AlarmBar({ alarms }: { readonly alarms: readonly FloorAlarm[] }) {
  const { floorAlarms: words } = useSentences();
  const [muted, mute] = useMuted();
  useTone(alarms, muted);
  return (
    <div className="alarms">
      <div aria-live="polite">
        {alarms.length === 0 ? null : (
          <ul>
            {alarms.map(({ kind, of, since }) => (
              <li key={`${kind} ${of}`}>
                {words.kinds[kind](of)}
                {/* Read out once, and not with every second. */}
                <span aria-hidden="true">
                  <Since since={since} className="alarm-time" />
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
      <button type="button" className="link" aria-pressed={muted} onClick={() => mute(!muted)}>
        {muted ? words.muted : words.mute}
      </button>
    </div>
  );
}

/** A tone for each alarm that begins; one that is on when the screen opens is seen. */
function useTone(alarms: readonly FloorAlarm[], muted: boolean): void {
  const [sounds] = useState(() => new Sounds(() => undefined));
  const known = useRef<ReadonlySet<string> | null>(null);
  useEffect(() => {
    // A browser plays nothing before a gesture.
    document.addEventListener('pointerdown', sounds.unlock);
    document.addEventListener('keydown', sounds.unlock);
    return () => {
      document.removeEventListener('pointerdown', sounds.unlock);
      document.removeEventListener('keydown', sounds.unlock);
    };
  }, [sounds]);
  useEffect(() => {
    const now = new Set(alarms.map(({ kind, of, since }) => `${kind} ${of} ${since}`));
    const isNew = known.current !== null && [...now].some((alarm) => known.current?.has(alarm) !== true);
    known.current = now;
    if (isNew && !muted) sounds.alarm();
  }, [alarms, muted, sounds]);
}

/** Kept for this browser: whoever sits in a quiet room mutes it once. */
function useMuted(): readonly [boolean, (muted: boolean) => void] {
  const [muted, setMuted] = useState(() => localStorage.getItem(MUTED) === 'yes');
  return [
    muted,
    (now) => {
      localStorage.setItem(MUTED, now ? 'yes' : 'no');
      setMuted(now);
    },
  ];
}
