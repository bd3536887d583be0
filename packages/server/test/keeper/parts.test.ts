import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import fc from 'fast-check';
import { LOG_FILES, LogFiles } from '../../src/keeper/log-files.ts';
import { lockHolder, takeLock } from '../../src/keeper/lock.ts';
import { birthOf, hasOption, runningProcesses } from '../../src/keeper/processes.ts';
import { nextRestart, RESTARTS } from '../../src/keeper/restarts.ts';

function folder(t: TestContext): string {
  const made = mkdtempSync(join(tmpdir(), 'pledgeline-keeper-'));
  t.after(() => rmSync(made, { recursive: true }));
  return made;
}

test('the first restart is at once, the next ones ever later, and then there is none', () => {
  const ends: number[] = [];
  const seen: (number | 'give-up')[] = [];
  for (let n = 0; n <= RESTARTS.endsMax; n += 1) {
    ends.push(n * 1_000);
    const next = nextRestart({ ends, wasReady: true, nowMs: n * 1_000 });
    seen.push(next.kind === 'after' ? next.ms : next.kind);
  }
  assert.deepEqual(seen, [0, 200, 400, 800, 1_600, 3_200, 5_000, 5_000, 'give-up']);
});

test('one that was never ready is tried a few times only', () => {
  assert.equal(nextRestart({ ends: [0, 1], wasReady: false, nowMs: 1 }).kind, 'after');
  assert.equal(nextRestart({ ends: [0, 1, 2], wasReady: false, nowMs: 2 }).kind, 'give-up');
});

test('ends that are long past do not count', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1_000_000)), (past) => {
      const nowMs = 2_000_000;
      assert.deepEqual(nextRestart({ ends: [...past, nowMs], wasReady: true, nowMs }), {
        kind: 'after',
        ms: 0,
      });
    }),
  );
});

test('a lock is held by one, and free again when it is released', (t) => {
  const file = join(folder(t), 'keeper.lock');
  assert.equal(lockHolder(file), null);
  const lock = takeLock(file);
  assert.equal(lock.kind, 'held');
  assert.deepEqual(takeLock(file), { kind: 'taken', pid: process.pid });
  assert.equal(lockHolder(file), process.pid);
  if (lock.kind === 'held') lock.release();
  assert.equal(takeLock(file).kind, 'held');
});

test('a lock that its holder left behind is taken over, whoever has its pid now', (t) => {
  for (const left of [
    JSON.stringify({ pid: process.pid, birth: 'another boot, another process' }),
    JSON.stringify({ pid: 2 ** 22 + 1, birth: birthOf(process.pid) }),
    '',
    '{"pid":',
  ]) {
    const file = join(folder(t), 'keeper.lock');
    writeFileSync(file, left);
    assert.equal(takeLock(file).kind, 'held', left);
    assert.deepEqual(readdirSync(join(file, '..')), ['keeper.lock'], 'nothing is left lying about');
  }
});

test('a process is known by its birth and its arguments', () => {
  assert.equal(birthOf(process.pid), birthOf(process.pid));
  assert.notEqual(birthOf(process.pid), null);
  const { pid } = spawnSync(process.execPath, ['--version']);
  assert.equal(birthOf(pid), null, 'it has ended');
  assert.ok(runningProcesses().some((one) => one.pid === process.pid));
});

test('an option counts only with its very value beside it', () => {
  const argv = ['node', 'media.ts', '--socket', '/srv/a/media.sock'];
  assert.ok(hasOption(argv, '--socket', '/srv/a/media.sock'));
  assert.ok(!hasOption(argv, '--socket', '/srv/a'));
  assert.ok(!hasOption(['tail', '/srv/a/media.sock'], '--socket', '/srv/a/media.sock'));
});

test('a log that has grown is put aside, a few of them are kept, and the writer goes on', (t) => {
  const logs = new LogFiles(folder(t));
  const descriptor = logs.descriptor('server');
  const rounds = LOG_FILES.olderMax + 3;
  for (let round = 1; round <= rounds; round += 1) {
    writeSync(descriptor, `round ${round}\n`);
    logs.turn(3);
  }
  writeSync(descriptor, 'now\n');
  const content = (suffix: string): string => readFileSync(`${logs.path('server')}${suffix}`, 'utf8');
  assert.equal(content(''), 'now\n');
  assert.equal(content('.1'), `round ${rounds}\n`);
  assert.equal(content(`.${LOG_FILES.olderMax}`), `round ${rounds - LOG_FILES.olderMax + 1}\n`);
  assert.equal(readdirSync(join(logs.path('server'), '..')).length, LOG_FILES.olderMax + 1);
  logs.close();
});
