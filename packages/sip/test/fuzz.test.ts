import { ok } from 'node:assert/strict';
import { test } from 'node:test';
import { besiege } from './testing/besieged.ts';

/** Each siege is this long. */
const MESSAGES = 1_000;
/** Sieges that found something once. */
const KEPT: readonly number[] = [];

test('[FUZ-1] mutated messages break nothing, and leave nothing behind', () => {
  let malformed = 0;
  for (const seed of [...KEPT, ...Array.from({ length: 20 }, (_, at) => 1 + at)]) {
    const siege = besiege(seed, MESSAGES);
    malformed += siege.malformed;
  }
  ok(malformed > 1_000, 'what is tried is not all sound');
});
