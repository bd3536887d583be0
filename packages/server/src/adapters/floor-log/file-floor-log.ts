import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { FloorLog, LogRecord } from './floor-log.ts';

/**
 * One append-only file, a JSON record a line. A written line survives SIGKILL, because it lies in the system's page
 * cache when `append` returns; it is not forced to the disk, so a power cut may cost the last seconds of a floor
 * whose calls are cut as well. Pledges are in the database, which does force them.
 */
export function openFileFloorLog(folder: string, onFailure: (error: Error) => void): FloorLog {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'floor.ndjson');
  const whole = existsSync(path) ? wholeLines(readFileSync(path)) : { records: [], bytes: 0 };
  let file = openSync(path, 'a', 0o600);
  // What a crash cut short must not become the head of the next line.
  ftruncateSync(file, whole.bytes);
  let length = whole.records.length;

  return {
    read: () => whole.records,
    append(record) {
      length += 1;
      try {
        writeSync(file, `${JSON.stringify(record)}\n`);
      } catch (error) {
        // A full disk must not end a conversation: the call goes on, and the operator is told.
        onFailure(error as Error);
      }
    },
    compact(records) {
      const next = `${path}.next`;
      const written = openSync(next, 'w', 0o600);
      writeSync(written, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
      fsyncSync(written);
      renameSync(next, path);
      closeSync(file);
      closeSync(written);
      file = openSync(path, 'a', 0o600);
      length = 0;
    },
    get length() {
      return length;
    },
    close: () => closeSync(file),
  };
}

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
