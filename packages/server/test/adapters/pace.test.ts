import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { Instant } from '@pledgeline/core';
import { Pace } from '../../src/adapters/sip-sockets/pace.ts';

const at = (ms: number): Instant => ms as Instant;
const limits = { newRequestsPerSecond: 10, newRequestsAtOnce: 3, addressesMax: 2 } as object;

test('[SOCKET-4] an address may come all at once, then so many each second', () => {
  const pace = new Pace(limits);
  const taken = (ms: number): boolean => pace.takes('a', at(ms));
  deepEqual([taken(0), taken(0), taken(0), taken(0)], [true, true, true, false]);
  deepEqual([taken(99), taken(100), taken(101)], [false, true, false]);
  deepEqual(
    [0, 0, 0, 0].map(() => taken(60_000)),
    [true, true, true, false],
  );
});

test('[SOCKET-4] one address’s flood costs no other one anything', () => {
  const pace = new Pace(limits);
  for (let count = 0; count < 100; count += 1) pace.takes('flood', at(0));
  equal(pace.takes('flood', at(0)), false);
  equal(pace.takes('carrier', at(0)), true);
});

test('[SOCKET-4] beyond its limit the address that was quiet longest is forgotten', () => {
  const pace = new Pace(limits);
  for (const address of ['a', 'a', 'a', 'b', 'a', 'c']) pace.takes(address, at(0));
  equal(pace.takes('a', at(0)), false, 'a is remembered');
  equal(pace.takes('b', at(0)), true);
});
