import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { FloorLog, LogRecord } from './floor-log.ts';

/** Writes some of the bytes and says how many: a disk that fills up takes a part of them. */
type Write = (file: number, bytes: Uint8Array) => number;

/**
 * One append-only file, a JSON record a line. A written line survives SIGKILL, because it lies in the system's page
 * cache when `append` returns; it is not forced to the disk, so a power cut may cost the last seconds of a floor
 * whose calls are cut as well. Pledges are in the database, which does force them.
 */
export function openFileFloorLog(
  folder: string,
  onFailure: (error: Error) => void,
  write: Write = writeSync,
): FloorLog {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'floor.ndjson');
  const whole = existsSync(path) ? wholeLines(readFileSync(path)) : { records: [], bytes: 0 };
  let file = openSync(path, 'a', 0o600);
  // What a crash cut short must not become the head of the next line.
  ftruncateSync(file, whole.bytes);
  let bytes = whole.bytes;
  let length = whole.records.length;
  let hasGap = false;

  return {
    read: () => whole.records,
    append(record) {
      length += 1;
      const line = lineOf(record);
      try {
        writeWhole(file, line, write);
        bytes += line.length;
      } catch (error) {
        // A full disk must not end a conversation: the call goes on, and the operator is told, once for each gap.
        ftruncateSync(file, bytes);
        if (!hasGap) onFailure(error as Error);
        hasGap = true;
      }
    },
    compact(records) {
      const next = Buffer.concat(records.map(lineOf));
      try {
        const written = writeBeside(path, next, write);
        closeSync(file);
        file = written;
      } catch (error) {
        return onFailure(error as Error);
      }
      bytes = next.length;
      length = 0;
      hasGap = false;
    },
    get length() {
      return length;
    },
    get hasGap() {
      return hasGap;
    },
    close: () => closeSync(file),
  };
}

const lineOf = (record: LogRecord): Buffer => Buffer.from(`${JSON.stringify(record)}\n`);

function writeWhole(file: number, bytes: Uint8Array, write: Write): void {
  for (let at = 0; at < bytes.length;) at += write(file, bytes.subarray(at));
}

/** Puts a new file in the place of another in one stroke; the old one stays where that fails. Answers it, open. */
function writeBeside(path: string, bytes: Uint8Array, write: Write): number {
  const next = `${path}.next`;
  rmSync(next, { force: true });
  const file = openSync(next, 'ax', 0o600);
  try {
    writeWhole(file, bytes, write);
    fsyncSync(file);
    renameSync(next, path);
    return file;
  } catch (error) {
    closeSync(file);
    rmSync(next, { force: true });
    throw error;
  }
}

/** What a log holds; a line that a crash cut short is none. */
export const recordsIn = (content: Buffer): readonly LogRecord[] => wholeLines(content).records;

function wholeLines(content: Buffer): { records: LogRecord[]; bytes: number } {
  const bytes = content.lastIndexOf(0x0a) + 1;
  const records: LogRecord[] = [];
  for (const line of content.subarray(0, bytes).toString('utf8').split('\n')) {
    const record = line === '' ? null : readRecord(line);
    if (record?.kind === 'snapshot') records.length = 0;
    if (record !== null) records.push(record);
  }
  return { records, bytes };
}

/** A line that is no record (a damaged disk) is passed over: a floor with one input less beats no floor. */
function readRecord(line: string): LogRecord | null {
  try {
    return JSON.parse(line) as LogRecord;
  } catch {
    return null;
  }
}
