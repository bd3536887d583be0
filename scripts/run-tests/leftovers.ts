import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Everything that a test file starts inherits this variable: so it can be found again, in whatever group it runs. */
export const MARK = 'PLEDGELINE_TEST_MARK';
/** What was told to end may still be at it. */
const GRACE_MS = 3_000;

/** Ends what still runs of a test file, and names it. Linux only: elsewhere there is no /proc to find it by. */
export async function endMarked(mark: string): Promise<string[]> {
  const deadline = Date.now() + GRACE_MS;
  let left = marked(mark);
  while (left.length > 0 && Date.now() < deadline) {
    await sleep(100);
    left = marked(mark);
  }
  const names = left.map((pid) => `left running and ended: ${commandOf(pid)}`);
  for (const pid of left) kill(pid);
  return names;
}

function marked(mark: string): number[] {
  return pids().filter((pid) => read(`/proc/${pid}/environ`).includes(`${MARK}=${mark}`));
}

function pids(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

const commandOf = (pid: number): string =>
  `${pid} ${read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim().slice(0, 200)}`;

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone by itself in the meantime.
  }
}
