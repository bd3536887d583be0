import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endMarked, MARK } from './leftovers.ts';
import type { TestOutcome } from './reporter.ts';

export interface FileOutcome {
  readonly path: string;
  readonly tests: readonly TestOutcome[];
  /** What went wrong with the file as a whole: it hung, crashed, or left something running. */
  readonly troubles: readonly string[];
  readonly output: string;
  readonly tookMs: number;
}

const OUTPUT_CHARS_MAX = 20_000;
/** Between being asked to end and being ended. */
const GRACE_MS = 10_000;

/** Runs one test file in a process of its own, ends it when its time is up, and whatever it left running. */
export async function runTestFile(path: string, limitMs: number): Promise<FileOutcome> {
  const folder = mkdtempSync(join(tmpdir(), 'pledgeline-test-'));
  const results = join(folder, 'results');
  const mark = randomUUID();
  const since = Date.now();
  try {
    const end = await untilEnd(start(path, results, mark), limitMs);
    const tests = readOutcomes(results);
    const troubles = [...troublesOf(end, tests, limitMs), ...(await endMarked(mark))];
    return { path, tests, troubles, output: end.output, tookMs: Date.now() - since };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function start(path: string, results: string, mark: string): ChildProcess {
  const reporter = new URL('reporter.ts', import.meta.url).href;
  const how = [
    '--disable-warning=ExperimentalWarning',
    `--test-reporter=${reporter}`,
    `--test-reporter-destination=${results}`,
  ];
  return spawn(process.execPath, [...how, path], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, [MARK]: mark },
  });
}

interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly late: boolean;
  readonly output: string;
}

function untilEnd(child: ChildProcess, limitMs: number): Promise<End> {
  return new Promise((resolve) => {
    let output = '';
    let late = false;
    const gather = (chunk: Buffer): void => {
      output = (output + chunk.toString('utf8')).slice(-OUTPUT_CHARS_MAX);
    };
    child.stdout?.on('data', gather);
    child.stderr?.on('data', gather);
    const limit = setTimeout(() => {
      late = true;
      child.kill('SIGTERM');
    }, limitMs);
    const lastLimit = setTimeout(() => child.kill('SIGKILL'), limitMs + GRACE_MS);
    // Not `close`: what the file left running may hold its pipes open.
    child.on('exit', (code, signal) => {
      clearTimeout(limit);
      clearTimeout(lastLimit);
      setImmediate(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
        resolve({ code, signal, late, output });
      });
    });
  });
}

function readOutcomes(results: string): TestOutcome[] {
  try {
    const lines = readFileSync(results, 'utf8').split('\n');
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as TestOutcome);
  } catch {
    // Ended before it wrote anything whole: the troubles say so.
    return [];
  }
}

function troublesOf(end: End, tests: readonly TestOutcome[], limitMs: number): string[] {
  if (end.late) return [`hung: ended after ${limitMs / 1000} s, after "${tests.at(-1)?.name ?? 'no test'}"`];
  if (end.signal !== null) return [`was killed by ${end.signal}`];
  if (tests.length === 0) return ['ended without one test'];
  if (end.code !== 0 && !tests.some((test) => test.outcome === 'failed'))
    return [`ended with code ${end.code} though no test failed`];
  return [];
}
