import { setTimeout as sleep } from 'node:timers/promises';

const STEP_MS = 50;

/** Asks again until it holds, and says what was waited for where it never does. Real programs answer when they do. */
export async function until<T>(
  what: string,
  limitMs: number,
  ask: () => T | null | undefined | false | Promise<T | null | undefined | false>,
): Promise<T> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    if (performance.now() > deadline) throw new Error(`waited ${limitMs} ms in vain: ${what}`);
    await sleep(STEP_MS);
  }
}
