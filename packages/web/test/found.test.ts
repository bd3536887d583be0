import assert from 'node:assert/strict';
import { test } from 'node:test';
import { found } from '../src/desk/found.ts';
import { someTargets } from './browser/evening.ts';

const named = (typed: string): string[] => found(someTargets().people, typed).map(({ name }) => name);

test('[DESK-61] somebody is found by name, site or position, whatever case and accents', () => {
  assert.deepEqual(named(''), ['Inès', 'Jean-Baptiste', 'Marc']);
  assert.deepEqual(named(' INES '), ['Inès']);
  assert.deepEqual(named('caen'), ['Inès', 'Marc']);
  assert.deepEqual(named('1'), ['Jean-Baptiste']);
  assert.deepEqual(named('5'), ['Marc']);
  assert.deepEqual(named('zz'), []);
});
