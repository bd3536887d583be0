import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { LIMITS } from '@pledgeline/contract';
import fc from 'fast-check';
import { Channel, readPlace } from '../../src/live/channel.ts';
import { coalesced } from '../../src/live/coalesce.ts';

const KEPT = LIMITS.liveEventsKept;

test('a screen that comes back gets exactly what it missed, or null when not all of it is kept', () => {
  fc.assert(
    fc.property(fc.nat(3 * KEPT), fc.nat(3 * KEPT + 5), (pushed, seen) => {
      const channel = new Channel<number>('e');
      for (let n = 1; n <= pushed; n++) channel.push(n);
      const missed = channel.since({ epoch: 'e', seq: seen });
      if (seen > pushed || pushed - seen > KEPT) return missed === null;
      const expected = Array.from({ length: pushed - seen }, (_, n) => seen + n + 1);
      return (
        JSON.stringify(missed?.map((message) => [message.seq, message.event])) ===
        JSON.stringify(expected.map((n) => [n, n]))
      );
    }),
    { numRuns: 60 },
  );
});

test('a place in another life of the server means nothing', () => {
  const channel = new Channel<string>('now');
  channel.push('a');
  equal(channel.since({ epoch: 'before', seq: 0 }), null);
});

test('what is said to one screen alone is numbered like any other, and kept for nobody', () => {
  const channel = new Channel<string>('e');
  channel.push('a');
  deepEqual(channel.aside('whole'), { epoch: 'e', seq: 2, event: 'whole' });
  equal(channel.push('b').seq, 3);
  deepEqual(
    channel.since({ epoch: 'e', seq: 1 })?.map((message) => message.event),
    ['b'],
  );
});

test('a place is EPOCH.SEQ and nothing else', () => {
  deepEqual(readPlace('abc-_9.12'), { epoch: 'abc-_9', seq: 12 });
  for (const senseless of [
    undefined,
    '',
    'abc',
    'abc.',
    '.1',
    'abc.-1',
    'a b.1',
    'abc.1.2',
    ['abc.1'],
    'a'.repeat(70) + '.1',
  ])
    equal(readPlace(senseless), null);
});

test('what is asked for often runs at once and then once for each gap, the last always', async () => {
  const runs: number[] = [];
  let end: () => void = () => {};
  const gate = () => new Promise<void>((resolve) => (end = resolve));
  const { ask } = coalesced(async () => {
    runs.push(runs.length);
    await gate();
  }, 1);
  for (let n = 0; n < 50; n++) ask();
  equal(runs.length, 1);
  end();
  while (runs.length < 2) await new Promise<void>((resolve) => void setImmediate(resolve));
  end();
  for (let n = 0; n < 5; n++) await new Promise<void>((resolve) => void setImmediate(resolve));
  equal(runs.length, 2);
});
