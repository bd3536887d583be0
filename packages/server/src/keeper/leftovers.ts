import type { Settings } from '../settings.ts';
import { hasOption, runningProcesses, signal, type Running } from './processes.ts';

/** How long an orphan may take to end in order before it is made to. */
const ORPHAN_ENDS_WITHIN_MS = 4_000;
const LOOK_EVERY_MS = 25;

/** A kind of process of ours, known by an option that only a process of this very data folder was started with. */
export interface Mark {
  readonly name: string;
  readonly option: string;
  readonly value: string;
  readonly signal: NodeJS.Signals;
}

export const serverMark = (settings: Settings): Mark => ({
  name: 'server',
  option: '--line',
  value: settings.dataDir,
  signal: 'SIGTERM',
});
export const mediaMark = (settings: Settings): Mark => ({
  name: 'media',
  option: '--socket',
  value: settings.mediaSocket,
  signal: 'SIGTERM',
});
/** SIGINT is PostgreSQL's fast shutdown: open transactions are rolled back, nothing is lost. */
export const postgresMark = (data: string): Mark => ({
  name: 'PostgreSQL',
  option: '-D',
  value: data,
  signal: 'SIGINT',
});

/**
 * Ends what an earlier keeper left running, in the order of the marks. The running processes are asked, not a file
 * that says what was started: a keeper may be killed between a start and its note.
 */
export async function endLeftovers(marks: readonly Mark[]): Promise<readonly string[]> {
  const ended: string[] = [];
  for (const mark of marks) {
    const found = runningProcesses().filter((one) => isLeftover(one, mark));
    for (const one of found) await endOne(one.pid, mark);
    if (found.length > 0) ended.push(mark.name);
  }
  return ended;
}

/** A keeper asks for what is not its own child; its own arguments never hold these options. */
const isLeftover = (one: Running, mark: Mark): boolean =>
  one.pid !== process.pid && hasOption(one.argv, mark.option, mark.value);

async function endOne(pid: number, mark: Mark): Promise<void> {
  signal(pid, mark.signal);
  if (await goneWithin(pid, ORPHAN_ENDS_WITHIN_MS)) return;
  // For PostgreSQL, an immediate shutdown: it reads its log again at the next start.
  signal(pid, mark.name === 'PostgreSQL' ? 'SIGQUIT' : 'SIGKILL');
  await goneWithin(pid, ORPHAN_ENDS_WITHIN_MS);
}

async function goneWithin(pid: number, ms: number): Promise<boolean> {
  for (let waited = 0; waited < ms; waited += LOOK_EVERY_MS) {
    if (!signal(pid, 0)) return true;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return !signal(pid, 0);
}
