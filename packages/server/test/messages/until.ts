import { setTimeout as pause } from 'node:timers/promises';

const EVERY_MS = 20;
const TRIES = 1_000;

/** Waits until a job has done its work; the test fails when it never does. */
export async function until<T>(look: () => Promise<T | null>): Promise<T> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const seen = await look();
    if (seen !== null) return seen;
    await pause(EVERY_MS);
  }
  throw new Error('waited in vain');
}
