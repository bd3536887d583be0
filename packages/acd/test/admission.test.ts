import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { ADMISSION, admission } from '../src/admission.ts';

test('[ACD-2] exactly one row of the table fits whatever the facts are', () => {
  const outcomes = new Map<string, string>();
  for (const open of [true, false])
    for (const free of [true, false])
      for (const full of [true, false])
        outcomes.set(`${open} ${free} ${full}`, admission({ open, free, full }));
  equal(outcomes.size, 8);
  equal(outcomes.get('false true false'), 'line-closed');
  equal(outcomes.get('true true true'), 'admit');
  equal(outcomes.get('true false false'), 'admit');
  equal(outcomes.get('true false true'), 'line-full');
  equal(new Set(ADMISSION.map((row) => row.id)).size, ADMISSION.length);
});
