import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { ruleFindings } from '../tidy/rules.ts';

const spec = { path: 'packages/acd/SPEC.md', text: '# Rules\n- [ACD-1] One place, as [SIP-9] says.\n' };

const said = (...files: readonly { readonly path: string; readonly text: string }[]): string[] =>
  ruleFindings(files).map((finding) => `${finding.path}:${finding.line} ${finding.text}`);

const proof = (path: string, title: string) => ({
  path,
  text: `import x from 'x';\ntest('${title}', () => {});`,
});

test('a rule and its test hold each other', () => {
  deepEqual(said(spec, proof('packages/acd/test/floor.test.ts', '[ACD-1] one place')), []);
  deepEqual(said(spec, proof('interop/call.test.ts', '[ACD-1] one place')), []);
});

test('a rule that no test bears is found, also where only another package bears it', () => {
  const wanted = ['packages/acd/SPEC.md:2 no test bears [ACD-1]: write one in packages/acd/test'];
  deepEqual(said(spec), wanted);
  deepEqual(said(spec, proof('packages/sip/test/floor.test.ts', '[ACD-1] one place')), wanted);
});

test('a test of a rule that is not there is found at its line', () => {
  deepEqual(said(spec, proof('packages/acd/test/floor.test.ts', '[ACD-1][ACD-7] two')), [
    'packages/acd/test/floor.test.ts:2 a test bears [ACD-7], which no SPEC.md has: write the rule or correct the id',
  ]);
});

test('an id stands for one rule', () => {
  const again = { path: 'packages/sip/SPEC.md', text: '### [ACD-1] Another\n' };
  deepEqual(said(spec, again, proof('interop/call.test.ts', '[ACD-1] one place')), [
    'packages/sip/SPEC.md:1 [ACD-1] is already a rule at packages/acd/SPEC.md:2: give it its own id',
  ]);
});

test('a comment quotes rules that exist', () => {
  const source = {
    path: 'packages/acd/src/floor.ts',
    text: '// [ACD-1] yes\n// [ACD-2] no\n// [RFC-3261] not ours',
  };
  deepEqual(said(spec, source, proof('interop/call.test.ts', '[ACD-1] one place')), [
    'packages/acd/src/floor.ts:2 the comment quotes [ACD-2], which no SPEC.md has: correct the id',
  ]);
});
