import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dataFolder, killOutright, kindsRunning, LineProcess, processesOf } from './line-process.ts';

test('a server that does not listen is ended by force', async (t) => {
  const dataDir = dataFolder(t);
  const line = await new LineProcess(dataDir, { TEST_SERVER: 'deaf' }).up();
  assert.equal(await line.endWith('SIGINT'), 0);
  assert.deepEqual(kindsRunning(dataDir), []);
});

test('after SIGKILL of the keeper, a start ends what was left and finds everything', async (t) => {
  const dataDir = dataFolder(t);
  const first = await new LineProcess(dataDir).up();
  await first.endWith('SIGKILL');
  assert.ok(kindsRunning(dataDir).includes('postgres'), 'PostgreSQL outlives its keeper');
  const second = await new LineProcess(dataDir).up();
  assert.match(second.heard, /Ended what an earlier start had left running/);
  assert.match(second.heard, /found 1 sites/);
  assert.deepEqual(kindsRunning(dataDir), ['media', 'postgres', 'server'], 'one of each');

  const all = processesOf(dataDir);
  await second.endWith('SIGKILL');
  for (const one of all) killOutright(one.pid);
  const third = await new LineProcess(dataDir).up();
  assert.match(third.heard, /found 2 sites/, 'also after everything was killed');
  assert.equal(await third.endWith('SIGINT'), 0);
});

test('a second keeper on the same data folder says so and leaves the first alone', async (t) => {
  const dataDir = dataFolder(t);
  const first = await new LineProcess(dataDir).up();
  const before = processesOf(dataDir);
  const second = new LineProcess(dataDir);
  assert.equal(await second.exitCode(), 1);
  assert.match(
    second.heard,
    /^Pledgeline is running on .* already \(process \d+\): end that one, or set PLEDGELINE_DATA_DIR/,
  );
  assert.deepEqual(processesOf(dataDir), before);
  assert.equal(await first.endWith('SIGINT'), 0);
});
