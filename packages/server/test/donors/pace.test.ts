import type { Instant } from '@pledgeline/core';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pace } from '../../src/donors/pace.ts';

const at = (ms: number): Instant => ms as Instant;

test('[DONOR-5] a link comes through so many times at once, then at its pace; another link is not held up', () => {
  const pace = new Pace({ burst: 3, perSecond: 2, namesMax: 10 });
  const taken = [0, 0, 0, 0, 500, 500].map((ms) => pace.take('a', at(ms)));
  assert.deepEqual(taken, [true, true, true, false, true, false]);
  assert.equal(pace.take('b', at(500)), true);
  assert.equal(pace.take('a', at(60_000)), true);
});

test('[DONOR-5] memory has a limit as well: the name that was quiet longest is forgotten', () => {
  const pace = new Pace({ burst: 1, perSecond: 0, namesMax: 2 });
  for (const name of ['a', 'b', 'c']) assert.equal(pace.take(name, at(0)), true);
  assert.equal(pace.take('c', at(1)), false);
  assert.equal(pace.take('a', at(1)), true);
});
