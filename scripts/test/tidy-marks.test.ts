import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { markFindings, sizeFindings } from '../tidy/marks.ts';

/** What is looked for is written in pieces here, so that this file is not found itself. */
const found = (path: string, ...pieces: readonly string[]): number =>
  markFindings({ path, text: pieces.join('') }).length;

test('a mark that was left is found in programs and documents, at its line', () => {
  equal(found('packages/acd/src/x.ts', '// TO', 'DO: later'), 1);
  equal(found('docs/x.md', 'FIX', 'ME'), 1);
  deepEqual(
    markFindings({ path: 'a.ts', text: ['\n// XX', 'X'].join('') }).map((finding) => finding.line),
    [2],
  );
  equal(found('packages/web/src/x.ts', 'const TO', 'DO_LIST = 1;'), 0);
});

test('a test that runs alone, or never, is found', () => {
  equal(found('interop/x.test.ts', 'test.on', 'ly("x", () => {})'), 1);
  equal(found('interop/x.test.ts', 'test.sk', 'ip("x", () => {})'), 1);
  equal(found('interop/x.test.ts', 'test("x", { sk', 'ip: true }, () => {})'), 1);
});

test('a test may step aside for a missing program, and says which package brings it', () => {
  equal(found('interop/x.test.ts', 't.sk', "ip('needs sipp: apt-get install sip-tester')"), 0);
  equal(found('interop/x.test.ts', 't.sk', "ip('flaky')"), 1);
  equal(found('interop/x.test.ts', 't.sk', 'ip()'), 1);
});

test('nothing points out of the repository', () => {
  equal(found('docs/x.md', 'as ..', '/shared/x.md says'), 1);
});

test('a file ends before its 401st line', () => {
  equal(sizeFindings({ path: 'a.ts', text: 'x\n'.repeat(400) }).length, 0);
  equal(sizeFindings({ path: 'a.ts', text: 'x\n'.repeat(401) }).length, 1);
  equal(sizeFindings({ path: 'a.md', text: 'x\n'.repeat(900) }).length, 0);
});
