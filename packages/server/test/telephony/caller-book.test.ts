import type { Caller } from '@pledgeline/contract';
import type { CallId } from '@pledgeline/core';
import { deepEqual } from 'node:assert/strict';
import { setImmediate as endOfTurn } from 'node:timers/promises';
import { test } from 'node:test';
import type { LogRecord } from '../../src/adapters/floor-log/floor-log.ts';
import { CallerBook } from '../../src/telephony/caller-book.ts';
import type { CallKey } from '../../src/telephony/seal.ts';

const FOUND: Caller = { kind: 'unknown', phone: '+33612345678' };
const [searching, found, withheld, over] = ['searching', 'found', 'withheld', 'over'] as CallId[] as [
  CallId,
  CallId,
  CallId,
  CallId,
];

/** One life of the server: what it writes, and the keys as its keeper has them. */
function bookOf(keys: Map<CallId, CallKey>, lookUp: () => Promise<Caller>) {
  const records: LogRecord[] = [];
  const log = { append: (record: LogRecord) => void records.push(record) };
  const keeper = {
    put: (call: CallId, key: CallKey) => void keys.set(call, key),
    destroy: (call: CallId) => void keys.delete(call),
  };
  return { book: new CallerBook({ keys: keeper, log, lookUp, found: () => {} }), records };
}

test('[TEL-5] after a restart the callers are known as far as they were; a look-up that died has found nobody', async () => {
  const keys = new Map<CallId, CallKey>();
  let answer: Promise<Caller> = Promise.resolve(FOUND);
  const before = bookOf(keys, () => answer);
  before.book.open(found, { kind: 'number', number: '+33612345678' });
  before.book.open(withheld, { kind: 'withheld' });
  answer = new Promise(() => {});
  before.book.open(searching, { kind: 'number', number: '+33612345678' });
  before.book.open(over, { kind: 'number', number: '+33612345678' });
  await endOfTurn();
  deepEqual(before.book.of(searching), { kind: 'searching' });

  const after = bookOf(keys, () => answer);
  after.book.restore(before.records, new Map(keys), (call) => call !== over);
  deepEqual(
    [found, withheld, searching].map((call) => after.book.of(call)),
    [FOUND, { kind: 'withheld' }, { kind: 'unknown', phone: '' }],
  );
  deepEqual([...keys.keys()], [found, withheld, searching]);
});
