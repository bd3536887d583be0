import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dataFolder, killOutright, kindsRunning, LineProcess, processesOf } from './line-process.ts';

const pidOf = (dataDir: string, kind: string): number => {
  const found = processesOf(dataDir).find((one) => one.kind === kind);
  assert.ok(found !== undefined, `${kind} runs`);
  return found.pid;
};

test('one command runs three processes, ends them in order, and finds everything again', async (t) => {
  const dataDir = dataFolder(t);
  const first = await new LineProcess(dataDir).up();
  assert.match(first.heard, /found 0 sites and 0 keys/);
  assert.deepEqual(kindsRunning(dataDir), ['media', 'postgres', 'server']);
  assert.equal(await first.endWith('SIGINT'), 0);
  assert.deepEqual(kindsRunning(dataDir), []);
  assert.doesNotMatch(first.heard, /[{}]|Error/, 'a terminal is for people');

  const second = await new LineProcess(dataDir).up();
  assert.match(second.heard, /found 1 sites and 0 keys/, 'what was written is there, and the keys are not');
  assert.equal(await second.endWith('SIGTERM'), 0);

  const third = await new LineProcess(dataDir).up();
  assert.match(third.heard, /found 2 sites/);
  assert.equal(await third.endWith('SIGHUP'), 0, 'a terminal that closes ends it in order too');
  assert.deepEqual(kindsRunning(dataDir), []);
});

test('asked to end while it is starting, it ends and leaves nothing', async (t) => {
  const dataDir = dataFolder(t);
  const line = new LineProcess(dataDir);
  await line.says(/is starting/);
  assert.equal(await line.endWith('SIGINT'), 0);
  assert.deepEqual(kindsRunning(dataDir), []);
});

test('whichever process is killed is started again, and the keys of live calls outlive the server', async (t) => {
  const dataDir = dataFolder(t);
  const line = await new LineProcess(dataDir).up();
  const before = { server: pidOf(dataDir, 'server'), media: pidOf(dataDir, 'media') };
  killOutright(before.server);
  await line.says(/The server is back/);
  assert.notEqual(pidOf(dataDir, 'server'), before.server);
  assert.equal(pidOf(dataDir, 'media'), before.media, 'the sound goes on');

  killOutright(pidOf(dataDir, 'postgres'));
  await line.says(/PostgreSQL ended by itself and is started again/);
  killOutright(before.media);
  await line.says(/The media process ended by itself and is started again/);
  assert.equal(await line.endWith('SIGINT'), 0);
  assert.deepEqual(kindsRunning(dataDir), []);
});
