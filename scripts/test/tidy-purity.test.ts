import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { purityFindings } from '../tidy/purity.ts';

const said = (path: string, text: string): string[] =>
  purityFindings({ path, text }).map((finding) => `${finding.line}: ${finding.text}`);

test('a pure package asks nobody for the time, for chance or for the world', () => {
  const text = [
    `import { readFileSync } from 'node:fs';`,
    `const now = Date.now();`,
    `const chance = Math.random();`,
    `setTimeout(() => tick(), 5);`,
    `const x = y ? performance.now() : process.hrtime();`,
  ].join('\n');
  deepEqual(said('packages/core/src/x.ts', text), [
    "1: 'node:fs' in a pure package: the shell in server owns it",
    '2: Date in a pure package: the time comes in as `now`',
    '3: Math.random in a pure package: take a seeded Random instead',
    '4: setTimeout in a pure package: a timer is a moment in the state, told by wakeAt',
    '5: performance in a pure package: the time comes in as `now`',
    '5: process in a pure package: settings come in as arguments',
  ]);
});

test('a step machine waits for nothing', () => {
  const text = `export async function a(): Promise<void> {\n  await b();\n}`;
  deepEqual(said('packages/acd/src/x.ts', text), [
    '1: nothing is waited for in a step machine: return an effect, and take its answer as an input',
    '1: Promise in a step machine: return an effect, and take its answer as an input',
    '2: nothing is waited for in a step machine: return an effect, and take its answer as an input',
  ]);
  deepEqual(said('packages/contract/src/x.ts', text), []);
});

test('a field, a comment and a text may bear such a name', () => {
  const text = `// Date\nconst a = { process: 'Date', fetch: 1 };\nexport const b = a.process + z.Date(x);`;
  deepEqual(said('packages/core/src/x.ts', text), []);
  deepEqual(said('packages/core/src/x.ts', `export const a = { process };`), [
    '1: process in a pure package: settings come in as arguments',
  ]);
});

test('what is not a core may meet the world', () => {
  deepEqual(said('packages/server/src/x.ts', `setTimeout(() => {}, Date.now());`), []);
  deepEqual(said('packages/core/test/x.test.ts', `import 'node:test'; Date.now();`), []);
});

test('only main.ts reads the environment', () => {
  const text = `export const dir = process.env['PLEDGELINE_DATA_DIR'];`;
  deepEqual(said('packages/server/src/main.ts', text), []);
  deepEqual(said('packages/server/src/access/x.ts', text), [
    '1: process.env outside packages/server/src/main.ts: take the setting as an argument',
  ]);
  deepEqual(said('packages/media/src/x.ts', `const e = process['env'];`).length, 1);
});
