import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { CommandContext } from '../../src/commands/command.ts';
import { runCommand } from '../../src/commands/table.ts';
import { readSettings, type Environment } from '../../src/settings.ts';
import { StartFault } from '../../src/start-fault.ts';
import { testDatabase } from '../testing/database.ts';

function context(t: TestContext, args: readonly string[], environment: Environment = {}) {
  const root = mkdtempSync(join(tmpdir(), 'pledgeline-commands-'));
  t.after(() => rmSync(root, { recursive: true }));
  const said: string[] = [];
  const complained: string[] = [];
  const given: Environment = {
    PLEDGELINE_HTTP_PORT: '0',
    PLEDGELINE_SIP_PORT: '0',
    PLEDGELINE_SIPS_PORT: '0',
    ...environment,
  };
  const made: CommandContext = {
    args,
    environment: given,
    root,
    terminal: { say: (line) => void said.push(line), complain: (line) => void complained.push(line) },
    settings: () => {
      const read = readSettings(given, root);
      if (read.ok) return read.value;
      throw new StartFault(read.failure.join('\n'));
    },
    stop: new AbortController().signal,
  };
  return { made, said, complained, root };
}

test('without a command, and with one that is not known, the list is shown and the exit code is 2', async (t) => {
  const none = context(t, []);
  assert.equal(await runCommand(undefined, none.made), 2);
  const asked = context(t, []);
  assert.equal(await runCommand('help', asked.made), 0);
  const unknown = context(t, []);
  assert.equal(await runCommand('fly', unknown.made), 2);
  assert.equal(unknown.complained[0], 'Pledgeline has no command "fly".');
  assert.deepEqual(unknown.complained.slice(2), none.said);
  assert.deepEqual(asked.said, none.said);
  assert.deepEqual(
    none.said.map((line) => /^ {2}npx pledgeline (\w+) /.exec(line)?.[1]),
    ['start', 'call', 'evening', 'replay', 'import', 'check'],
    'the server is for its keeper, not for people',
  );
});

test('what is not understood says how it is typed', async (t) => {
  for (const [name, args] of [
    ['import', []],
    ['import', ['donors', 'file.csv']],
    ['import', ['directory', 'one.csv', 'two.csv']],
    ['call', ['--language', 'de']],
    ['call', ['110']],
  ] as const) {
    const { made, complained } = context(t, args);
    assert.equal(await runCommand(name, made), 2);
    assert.match(complained.join('\n'), new RegExp(`npx pledgeline ${name} `));
  }
});

test('a call while the line is down, and a file that is not there, are faults with a sentence', async (t) => {
  await assert.rejects(
    runCommand('call', context(t, []).made),
    /is not running on this data folder: start it first/,
  );
  await assert.rejects(
    runCommand('import', context(t, ['directory', 'no.csv']).made),
    /^StartFault: There is no file .*no\.csv\.$/,
  );
});

test('import takes the good lines and names the bad ones by their number', async (t) => {
  const { url, db, end } = await testDatabase();
  t.after(() => end());
  const { made, said, complained, root } = context(t, [], { DATABASE_URL: url });
  const file = join(root, 'directory.csv');
  writeFileSync(file, 'phone;name\n0261910099;Martin\nnone;Durand\n');
  assert.equal(await runCommand('import', { ...made, args: ['directory', file] }), 0);
  assert.match(said.join('\n'), /^Numbers taken: 1\./);
  assert.deepEqual(complained, ['1 line was not taken:', '  line 3: its telephone number cannot be one']);
  const entries = await db.selectFrom('directory_entries').select('phone').execute();
  assert.deepEqual(entries, [{ phone: '+33261910099' }]);
});

test('check says what is sound and what to do, and lists every setting without its secrets', async (t) => {
  const { url, end } = await testDatabase();
  t.after(() => end());
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  t.after(() => void taken.close());
  const { port } = taken.address() as AddressInfo;
  const { made, said } = context(t, [], {
    DATABASE_URL: url,
    PLEDGELINE_HTTP_PORT: String(port),
    PLEDGELINE_SMTP_URL: 'smtp://line:geheim-9@mail.example.org',
  });
  assert.equal(await runCommand('check', made), 1);
  const told = said.join('\n');
  assert.match(told, / ok {2}The database answers/);
  assert.match(told, new RegExp(` NO {2}Port ${port} of 127\\.0\\.0\\.1 \\(the web\\) is taken`));
  assert.match(told, / NO {2}The screens are not built: "npm start" builds them\./);
  assert.match(told, /PLEDGELINE_SIP_PORT/);
  assert.doesNotMatch(told, /geheim-9/);
});

test('check tells settings that are wrong, one by one', async (t) => {
  const { made, said } = context(t, [], { PLEDGELINE_HTTP_PORT: 'web', PLEDGELINE_TRIAL: 'maybe' });
  assert.equal(await runCommand('check', made), 1);
  assert.equal(said.filter((line) => line.startsWith('  NO  PLEDGELINE_')).length, 2);
});
