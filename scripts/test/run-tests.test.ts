import { deepEqual, equal, match } from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { runTestFile } from '../run-tests/file.ts';
import { failuresOf, finalLine, howToRunAll, sum } from '../run-tests/words.ts';

const LIMIT_MS = 60_000;

/** A test file that is there for one test only. */
function written(t: TestContext, body: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'pledgeline-runner-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'made.test.ts');
  writeFileSync(
    path,
    `import { test } from 'node:test';\nimport { equal } from 'node:assert/strict';\n${body}`,
  );
  return path;
}

test('tests are counted one by one, also those within another', async (t) => {
  const body = `
    test('a', async (t) => { await t.test('a1', () => {}); await t.test('a2', () => equal(1, 2)); });
    test('b', (t) => t.skip('needs sipp: apt-get install sip-tester'));`;
  const outcome = await runTestFile(written(t, body), LIMIT_MS);
  deepEqual(
    outcome.tests.map((one) => `${one.name} ${one.outcome}`),
    ['a1 passed', 'a2 failed', 'b skipped'],
  );
  match(outcome.tests[1]?.detail ?? '', /1 !== 2/);
  deepEqual(outcome.troubles, []);
  equal(finalLine(sum([outcome], false)), '1 passed, 1 failed, 1 skipped');
  equal(finalLine(sum([outcome], true)), '1 passed, 2 failed');
  match(howToRunAll([outcome]).join('\n'), /b \(needs sipp.*\n.*apt-get install sip-tester/);
});

test('a file that does not load is a failure and shows what it printed', async (t) => {
  const outcome = await runTestFile(written(t, `import './nowhere.ts';`), LIMIT_MS);
  equal(sum([outcome], false).failed, 1);
  match(failuresOf([outcome]).join('\n'), /nowhere\.ts/);
});

test('a file that hangs is ended and named', async (t) => {
  const body = `test('first', () => {});\ntest('stuck', () => new Promise((done) => setInterval(done, 1e9)));`;
  const outcome = await runTestFile(written(t, body), 2_000);
  match(outcome.troubles.join(), /hung: ended after 2 s/);
});

test('what a file leaves running is ended and named', async (t) => {
  const body = `
    import { spawn } from 'node:child_process';
    test('starts something', () => {
      spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' }).unref();
    });`;
  const outcome = await runTestFile(written(t, body), LIMIT_MS);
  match(outcome.troubles.join(), /^left running and ended: \d+ .*setInterval/);
});
