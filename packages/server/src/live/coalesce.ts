import { setTimeout as pause } from 'node:timers/promises';

/**
 * Runs at once, then not again before `gapMs` have passed and the run before is over; what was asked for meanwhile
 * runs once, at the end.
 */
export function coalesced(run: () => Promise<void>, gapMs: number): { readonly ask: () => void } {
  let isRunning = false;
  let isAsked = false;
  const runAll = async (): Promise<void> => {
    isRunning = true;
    while (isAsked) {
      isAsked = false;
      await Promise.all([run(), pause(gapMs, undefined, { ref: false })]);
    }
    isRunning = false;
  };
  return {
    ask: () => {
      isAsked = true;
      if (!isRunning) void runAll();
    },
  };
}
