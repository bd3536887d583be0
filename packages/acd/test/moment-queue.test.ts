import type { CallId, Instant } from '@pledgeline/core';
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MomentQueue } from '../src/index.ts';

const change = fc.record({
  id: fc.nat(30).map((n) => `call-${n}` as CallId),
  at: fc.option(
    fc.nat(8).map((n) => n as Instant),
    { nil: null },
  ),
});

test('[ACD-3] the queue gives what a sorted list gives, after any puts, moves and removals', () => {
  const run = (changes: readonly { readonly id: CallId; readonly at: Instant | null }[]): void => {
    const queue = new MomentQueue<CallId>();
    const plain = new Map<CallId, Instant>();
    for (const { id, at } of changes) {
      if (at === null) equal(queue.remove(id), plain.delete(id));
      else {
        queue.put(id, at);
        plain.set(id, at);
      }
      const sorted = [...plain]
        .map(([entry, moment]) => ({ id: entry, at: moment }))
        .toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
      deepEqual(queue.first(), sorted[0] ?? null);
      deepEqual(queue.entries(), sorted);
      equal(queue.size, sorted.length);
      equal(queue.momentOf(id), plain.get(id) ?? null);
    }
  };
  fc.assert(fc.property(fc.array(change, { maxLength: 120, size: 'max' }), run), { numRuns: 1_000 });
});
