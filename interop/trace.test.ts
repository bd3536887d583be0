import { deepEqual, equal } from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { findTraces, patternsOf } from './trace.ts';

const NUMBER = '+33639980177';

/** How a number may come to stand in a file. */
const LEFT: Readonly<Record<string, Buffer>> = {
  international: Buffer.from('tel:+33639980177;x'),
  national: Buffer.from('"0639980177"'),
  spaced: Buffer.from('06 39 98 01 77'),
  utf16: Buffer.from('+33639980177', 'utf16le'),
  hex: Buffer.from(Buffer.from('+33639980177').toString('hex')),
  percent: Buffer.from('%2B%33%33%36%33%39%39%38%30%31%37%37'),
  base64: Buffer.from(Buffer.from('{"tn":"33639980177"}').toString('base64')),
  'base64, one on': Buffer.from(Buffer.from('{"tn": "33639980177"}').toString('base64')),
  'base64, two on': Buffer.from(Buffer.from('{"tn" : "33639980177"}').toString('base64url')),
  'ISUP digits': Buffer.from('84133336990871f7', 'hex'),
  'a bigint': Buffer.from(33_639_980_177n.toString(16).padStart(16, '0'), 'hex'),
  gzip: gzipSync('from 0639980177 at nine'),
};

test('a number is found however it was written, and nothing else is', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'pledgeline-trace-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'clean'), 'another number: +33639980178, 0639980170');
  deepEqual(findTraces([folder], patternsOf(NUMBER)), []);
  for (const [name, bytes] of Object.entries(LEFT)) {
    writeFileSync(join(folder, 'left'), bytes);
    equal(findTraces([folder], patternsOf(NUMBER)).length > 0, true, name);
  }
});
