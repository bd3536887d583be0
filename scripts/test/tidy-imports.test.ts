import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { importFindings } from '../tidy/imports.ts';

const said = (path: string, text: string): string[] =>
  importFindings({ path, text }).map((finding) => `${finding.line}: ${finding.text}`);

test('the arrows let the calls know the floor, and the server know everything below it', () => {
  deepEqual(said('packages/calls/src/x.ts', `import { step } from '@pledgeline/acd';`), []);
  deepEqual(
    said('packages/server/src/x.ts', `import { step } from '@pledgeline/sip';\nimport pg from 'pg';`),
    [],
  );
});

test('an import against the arrows is found wherever it stands', () => {
  deepEqual(said('packages/acd/src/x.ts', `\nimport type { Dialog } from '@pledgeline/sip';`), [
    '2: acd may not import sip: the arrows allow it core',
  ]);
  deepEqual(said('packages/sip/src/x.ts', `export * from '@pledgeline/acd';`), [
    '1: sip may not import acd: the arrows allow it core',
  ]);
  deepEqual(said('packages/web/src/x.tsx', `const s = () => import('@pledgeline/server');`), [
    '1: web may not import server: the arrows allow it core, contract',
  ]);
  deepEqual(said('packages/core/src/x.ts', `type S = import('@pledgeline/sip').S;`), [
    '1: core may not import sip: the arrows allow it no other package',
  ]);
});

test('a package is entered through its face only', () => {
  deepEqual(said('packages/server/src/x.ts', `import { step } from '@pledgeline/acd/src/floor.ts';`), [
    "1: '@pledgeline/acd/src/floor.ts' reaches past the face: export it from acd's src/index.ts",
  ]);
  deepEqual(said('packages/server/src/live/x.ts', `import { step } from '../../../acd/src/floor.ts';`), [
    "1: '../../../acd/src/floor.ts' leaves packages/server: import the other package by its name, through its face",
  ]);
});

test('a core depends on nothing from outside but hashes, its tests may', () => {
  deepEqual(said('packages/sip/src/x.ts', `import { sha256 } from '@noble/hashes/sha2.js';`), []);
  deepEqual(said('packages/sip/src/x.ts', `import { randomBytes } from '@noble/hashes/utils.js';`), [
    "1: sip imports '@noble/hashes/utils.js': it depends on nothing from outside; take it as an argument",
  ]);
  deepEqual(said('packages/sip/src/x.ts', `import { z } from 'zod';`), [
    "1: sip imports 'zod': it depends on nothing from outside; take it as an argument",
  ]);
  deepEqual(
    said('packages/sip/test/x.test.ts', `import fc from 'fast-check';\nimport { p } from '../src/p.ts';`),
    [],
  );
});
