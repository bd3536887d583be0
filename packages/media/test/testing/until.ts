import { setTimeout as pause } from 'node:timers/promises';

/** Waits for what must come; fails with its name when it has not come in ten seconds. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  for (let waited = 0; waited < 1000; waited += 1) {
    if (holds()) return;
    await pause(10);
  }
  throw new Error(`it did not come to be: ${what}`);
}
