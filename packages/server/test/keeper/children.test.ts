import { equal, ok } from 'node:assert/strict';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { launchMedia, launchServer } from '../../src/keeper/children.ts';
import { readSettings } from '../../src/settings.ts';

const SECRETS = {
  PLEDGELINE_TURN_URLS: 'turn:192.0.2.1',
  PLEDGELINE_TURN_SECRET: 'a secret of this test',
  PLEDGELINE_SMTP_URL: 'smtp://user:word@192.0.2.1',
};

test('the sound is told no secret, and both processes keep what Node has compiled in the data folder', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pledgeline-children-'));
  const file = join(folder, 'tells.mjs');
  writeFileSync(file, 'process.stdout.write(JSON.stringify(process.env));');
  const environment = { ...SECRETS, PLEDGELINE_DATA_DIR: folder };
  const read = readSettings(environment, folder);
  ok(read.ok);
  const settings = read.value;
  const program = { file, args: [] };
  const told: Record<string, Record<string, string>> = {};
  for (const [name, launch] of [
    ['server', (log: number) => launchServer(program, { settings, environment, databaseUrl: 'd', log })],
    ['media', (log: number) => launchMedia(program, { settings, environment, log })],
  ] as const) {
    const log = openSync(join(folder, name), 'w');
    await once(launch(log), 'exit');
    closeSync(log);
    told[name] = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, string>;
  }
  equal(told.server?.PLEDGELINE_TURN_SECRET, SECRETS.PLEDGELINE_TURN_SECRET);
  for (const name of ['PLEDGELINE_TURN_SECRET', 'PLEDGELINE_SMTP_URL', 'DATABASE_URL'])
    equal(told.media?.[name], undefined, name);
  for (const { NODE_COMPILE_CACHE } of Object.values(told))
    equal(NODE_COMPILE_CACHE, join(folder, 'run', 'compiled'));
  rmSync(folder, { recursive: true });
});
