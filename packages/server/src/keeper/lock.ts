import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { birthOf } from './processes.ts';

export type Lock =
  | { readonly kind: 'held'; release(): void }
  | { readonly kind: 'taken'; readonly pid: number };

const ATTEMPTS_MAX = 5;

/**
 * One keeper for each data folder. The file names its holder by pid and birth, so that one left behind by a killed
 * keeper is known for what it is, also when another process has its pid now.
 */
export function takeLock(file: string): Lock {
  const own = JSON.stringify({ pid: process.pid, birth: birthOf(process.pid) });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, own, { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
      if (linked(draft, file)) return { kind: 'held', release: () => release(file, own) };
      const found = read(file);
      const holder = found === null ? null : holderOf(found);
      if (holder !== null) return { kind: 'taken', pid: holder };
      if (found !== null) clear(file, found);
    }
    return { kind: 'taken', pid: 0 };
  } finally {
    rmSync(draft, { force: true });
  }
}

/** The keeper that runs on this data folder now; null: none. */
export function lockHolder(file: string): number | null {
  const found = read(file);
  return found === null ? null : holderOf(found);
}

/** link(2) makes the name and the whole content appear at once, or fails because the name is there. */
function linked(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function holderOf(content: string): number | null {
  try {
    const { pid, birth } = JSON.parse(content) as { pid?: unknown; birth?: unknown };
    return typeof pid === 'number' && typeof birth === 'string' && birthOf(pid) === birth ? pid : null;
  } catch {
    return null;
  }
}

/** Two starters may find the same dead lock; whoever moves aside a lock that is no longer that one puts it back. */
function clear(file: string, dead: string): void {
  const aside = `${file}.dead.${process.pid}`;
  try {
    renameSync(file, aside);
    if (read(aside) !== dead) linked(aside, file);
  } catch {
    // Another starter was faster.
  }
  rmSync(aside, { force: true });
}

function release(file: string, own: string): void {
  if (read(file) === own) rmSync(file, { force: true });
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
