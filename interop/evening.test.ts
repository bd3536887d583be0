import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { playEvening } from './evening/play.ts';
import { Line } from './line.ts';

/** A minute of the evening that `npm run bench -- served` plays whole. */
const CALLS = 60;
const EVENING_MS = 45_000;

test('[TEL-105] an evening at 15 positions: no call is lost, the totals are what the callers promised, and the log leads to the same floor', async (t) => {
  const line = await Line.start();
  t.after(() => line.end());
  const { faults, donors, served, totals, floorHash } = await playEvening(line, {
    calls: CALLS,
    ms: EVENING_MS,
  });
  deepEqual(faults, []);
  deepEqual(
    donors.filter(({ refused }) => refused !== null),
    [],
  );
  equal(served.size, CALLS);
  equal(totals.promisedCount, CALLS);
  equal(
    totals.promisedCents,
    donors.reduce((sum, { cents }) => sum + cents, 0),
  );
  match(floorHash, /^\w{64}$/);
  const [, replayed] = /leads to the floor (\w+)/.exec(line.command('check').printed) ?? [];
  equal(replayed, floorHash);
});
