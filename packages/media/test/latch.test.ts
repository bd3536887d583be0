import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { SoundAddress } from '../src/port.ts';
import { admit, latchOn, type Latch } from '../src/rtp/latch.ts';
import { blankHeader } from '../src/rtp/packet.ts';

const at = (address: string, port: number): SoundAddress => ({ address, port });
const OFFERED = at('192.0.2.10', 4000);
const TRANSLATED = at('198.51.100.7', 61_000);
const STRANGER = at('203.0.113.66', 5000);

const comes = (
  latch: Latch,
  from: SoundAddress,
  {
    ssrc = 1,
    sequence = 0,
    ms = 0,
  }: { readonly ssrc?: number; readonly sequence?: number; readonly ms?: number } = {},
): boolean => admit(latch, from, { ...blankHeader(), ssrc, sequence }, ms);

test('[MEDIA-6] sound goes to the offered address first, and stays there when the caller speaks from it', () => {
  const latch = latchOn(OFFERED);
  deepEqual(latch.remote, OFFERED);
  equal(comes(latch, OFFERED), true);
  equal(comes(latch, STRANGER, { sequence: 1, ms: 20 }), false);
  deepEqual(latch.remote, OFFERED);
});

test('[MEDIA-6] a caller behind address translation corrects it, once', () => {
  const latch = latchOn(OFFERED);
  equal(comes(latch, TRANSLATED), true);
  deepEqual(latch.remote, TRANSLATED);
  equal(comes(latch, STRANGER, { ssrc: 9, sequence: 1, ms: 5000 }), false);
  equal(comes(latch, TRANSLATED, { sequence: 1, ms: 5020 }), true);
  deepEqual(latch.remote, TRANSLATED);
});

test('[MEDIA-6] a stranger who came first gives way to the offered address, for good', () => {
  const latch = latchOn(OFFERED);
  comes(latch, STRANGER, { ssrc: 9 });
  equal(comes(latch, OFFERED, { ms: 60 }), true);
  deepEqual(latch.remote, OFFERED);
  equal(comes(latch, STRANGER, { ssrc: 9, sequence: 1, ms: 80 }), false);
});

test('[MEDIA-6] the stream may move when it goes on by SSRC and sequence and the old address is silent', () => {
  const latch = latchOn(OFFERED);
  comes(latch, OFFERED, { sequence: 0xffff });
  equal(comes(latch, TRANSLATED, { sequence: 3, ms: 300 }), true);
  deepEqual(latch.remote, TRANSLATED);
});

for (const [why, packet] of [
  ['another SSRC', { ssrc: 2, sequence: 101, ms: 300 }],
  ['a number already heard', { sequence: 100, ms: 300 }],
  ['a number far ahead', { sequence: 400, ms: 5000 }],
  ['the old address still speaking', { sequence: 101, ms: 100 }],
] as const) {
  test(`[MEDIA-6] it does not move for ${why}`, () => {
    const latch = latchOn(OFFERED);
    comes(latch, OFFERED, { sequence: 100 });
    equal(comes(latch, STRANGER, packet), false);
    deepEqual(latch.remote, OFFERED);
  });
}

test('[MEDIA-6] a new SSRC from the locked address is the caller, transferred on the far side', () => {
  const latch = latchOn(OFFERED);
  comes(latch, OFFERED, { ssrc: 1, sequence: 5 });
  equal(comes(latch, OFFERED, { ssrc: 2, sequence: 40_000, ms: 20 }), true);
});

test('[MEDIA-30] what is still under way of the call before is not taken for the next one; the same SSRC begun anew is', () => {
  const before = latchOn(OFFERED);
  comes(before, OFFERED, { ssrc: 1, sequence: 500 });
  const next = latchOn(TRANSLATED, before);
  equal(comes(next, OFFERED, { ssrc: 1, sequence: 501 }), false);
  equal(comes(next, OFFERED, { ssrc: 1, sequence: 498 }), false);
  deepEqual([next.heard, next.remote], ['nobody', TRANSLATED]);
  equal(comes(next, STRANGER, { ssrc: 1, sequence: 30_000 }), true);
  const counting = latchOn(TRANSLATED, before);
  equal(comes(counting, TRANSLATED, { ssrc: 1, sequence: 501 }), true);
});
