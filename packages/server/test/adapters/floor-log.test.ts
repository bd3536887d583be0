import { deepEqual, equal } from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Instant } from '@pledgeline/core';
import { openFileFloorLog } from '../../src/adapters/floor-log/file-floor-log.ts';
import type { LogRecord } from '../../src/adapters/floor-log/floor-log.ts';

const never = (error: Error): void => {
  throw error;
};
const input = (at: number): LogRecord => ({ kind: 'input', at: at as Instant, input: { kind: 'clock' } });
const snapshot: LogRecord = { kind: 'snapshot', at: 9 as Instant, exchange: '{}' };

function inFolder(run: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'floor-log-'));
  try {
    run(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('[LOG-1] what was appended is read again in order by the next life', () =>
  inFolder((folder) => {
    const log = openFileFloorLog(folder, never);
    log.append(input(1));
    log.append(input(2));
    deepEqual(openFileFloorLog(folder, never).read(), [input(1), input(2)]);
    log.close();
  }));

test('[LOG-2] a record that a crash cut short is left out, and does not spoil the next one', () =>
  inFolder((folder) => {
    const log = openFileFloorLog(folder, never);
    log.append(input(1));
    log.close();
    appendFileSync(join(folder, 'floor.ndjson'), '{"kind":"input","at":2,"inp');
    const next = openFileFloorLog(folder, never);
    deepEqual(next.read(), [input(1)]);
    next.append(input(3));
    deepEqual(openFileFloorLog(folder, never).read(), [input(1), input(3)]);
  }));

test('[LOG-3] nothing before the last snapshot is read; compaction replaces the file whole', () =>
  inFolder((folder) => {
    const log = openFileFloorLog(folder, never);
    log.append(input(1));
    log.compact([snapshot]);
    equal(log.length, 0);
    log.append(input(10));
    deepEqual(openFileFloorLog(folder, never).read(), [snapshot, input(10)]);
    equal(readFileSync(join(folder, 'floor.ndjson'), 'utf8').split('\n').length, 3);
  }));

/** A disk with room for so many bytes: it takes a part of what does not fit, then nothing more. */
function disk(room: number) {
  return {
    room,
    write(this: { room: number }, file: number, bytes: Uint8Array): number {
      if (this.room === 0) throw new Error('ENOSPC');
      const taken = writeSync(file, bytes.subarray(0, this.room));
      this.room -= taken;
      return taken;
    },
  };
}

test('[LOG-4] a record that a full disk takes in part is left out whole, told once, and known as a gap', () =>
  inFolder((folder) => {
    const small = disk(JSON.stringify(input(1)).length + 11);
    const failures: string[] = [];
    const log = openFileFloorLog(
      folder,
      (error) => void failures.push(error.message),
      (file, bytes) => small.write(file, bytes),
    );
    for (const at of [1, 2, 3]) log.append(input(at));
    deepEqual(failures, ['ENOSPC']);
    equal(log.hasGap, true);
    small.room = 1_000;
    log.append(input(4));
    deepEqual(openFileFloorLog(folder, never).read(), [input(1), input(4)]);
    log.compact([snapshot]);
    equal(log.hasGap, false);
    log.close();
  }));

test('[LOG-4] a compaction that finds no room leaves the log as it was, and can be tried again', () =>
  inFolder((folder) => {
    const small = disk(200);
    const failures: string[] = [];
    const log = openFileFloorLog(
      folder,
      (error) => void failures.push(error.message),
      (file, bytes) => small.write(file, bytes),
    );
    log.append(input(1));
    small.room = 20;
    log.compact([snapshot]);
    deepEqual(failures, ['ENOSPC']);
    deepEqual(readdirSync(folder), ['floor.ndjson']);
    small.room = 1_000;
    log.append(input(2));
    deepEqual(openFileFloorLog(folder, never).read(), [input(1), input(2)]);
    log.compact([snapshot]);
    log.append(input(10));
    deepEqual(openFileFloorLog(folder, never).read(), [snapshot, input(10)]);
    log.close();
  }));
