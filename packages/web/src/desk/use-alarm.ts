import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useSentences } from '../language/use-sentences.tsx';
import { notesQuery } from './notes.ts';
import { stoodDown, type StoodDown } from './stood-down.ts';
import { useSession } from './use-session.ts';

/** What the floor and the notes say of one moment reaches the screen by two ways: they are given time to agree. */
const AGREED_AFTER_MS = 1_000;
const SOUND_AGAIN_MS = 15_000;

export function useStoodDown(): StoodDown | null {
  const { view } = useSession();
  const { data: notes } = useQuery(notesQuery);
  return stoodDown(view.desk, notes);
}

/** [AGW-4] Nobody is paused without knowing it: the title of the tab says so, and a tone, until a key is pressed. */
export function useAlarm(): void {
  const { session } = useSession();
  const { agents: words } = useSentences();
  const isDown = useStoodDown() !== null;
  const { title } = words;
  useEffect(() => {
    if (!isDown) return undefined;
    const before = document.title;
    let again: ReturnType<typeof setInterval> | undefined;
    const begin = setTimeout(() => {
      document.title = title;
      session.alarm();
      again = setInterval(() => session.alarm(), SOUND_AGAIN_MS);
    }, AGREED_AFTER_MS);
    return () => {
      clearTimeout(begin);
      clearInterval(again);
      document.title = before;
    };
  }, [isDown, session, title]);
}
