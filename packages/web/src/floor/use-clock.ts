import { useSyncExternalStore } from 'react';
import { serverNow } from '../app/server-clock.ts';

const TICK_MS = 1_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = serverNow();

function listen(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = serverNow();
    for (const told of listeners) told();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The server's time, anew each second: one timer for whoever on the page counts, and nobody else is drawn again. */
export const useClock = (): number => useSyncExternalStore(listen, () => now);
