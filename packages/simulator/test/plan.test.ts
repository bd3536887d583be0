import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { seeded } from '@pledgeline/core';
import {
  callersAgain,
  eveningFaults,
  figuresOf,
  LIMITS,
  play,
  seatsFor,
  type RecordedCall,
} from '../src/index.ts';
import { withSeats } from '../src/seats-for.ts';
import { evening, HOUR_MS, night, seats } from './evening.ts';

const SEEDS = [1, 2, 3];
const busy = evening({
  arrivals: { perHour: 900, onAir: [] },
  patience: { kind: 'exponential', meanMs: 60_000 },
});

test('[SIM-12] the seats that are found are enough, and one less is not', () => {
  for (const goal of [
    { kind: 'service-level', least: 0.95 },
    { kind: 'gave-up', most: 0.02 },
  ] as const) {
    const found = seatsFor(busy, { goal, seeds: SEEDS, seatsMax: 500 });
    ok(found !== null);
    const middle = (count: number): number => {
      const figures = SEEDS.map((seed) => night(withSeats(busy, count), seed));
      const shares = figures.map((one) => (goal.kind === 'gave-up' ? one.gaveUpShare : one.serviceLevel));
      return shares.toSorted((a, b) => a - b)[1] ?? Number.NaN;
    };
    const reached = (share: number) => (goal.kind === 'gave-up' ? share <= goal.most : share >= goal.least);
    equal(reached(middle(found)), true);
    equal(reached(middle(found - 1)), false);
  }
});

test('[SIM-12] where no number up to the limit is enough, it says so', () => {
  equal(seatsFor(busy, { goal: { kind: 'gave-up', most: 0 }, seeds: SEEDS, seatsMax: 10 }), null);
});

test('[SIM-12] other seats are shared out over the sites as they are now', () => {
  const two = evening({ seats: [seats(20), seats(10, { site: 'Caen' })] });
  const counts = (count: number) => withSeats(two, count).seats.map((one) => one.count);
  deepEqual(counts(30), [20, 10]);
  deepEqual(counts(31), [21, 10]);
  deepEqual(counts(1), [1, 0]);
  deepEqual(counts(0), [0, 0]);
  const empty = evening({ seats: [seats(0), seats(0, { site: 'Caen' })] });
  deepEqual(
    withSeats(empty, 3).seats.map((one) => one.count),
    [2, 1],
  );
});

const talked = (arrivedAtMs: number, waitedMs: number, talkedMs: number): RecordedCall => ({
  arrivedAtMs,
  waitedMs,
  end: { kind: 'talked', talkedMs },
});
const instead = (
  kind: 'gave-up' | 'keyed' | 'turned-away',
  arrivedAtMs: number,
  waitedMs: number,
): RecordedCall => ({ arrivedAtMs, waitedMs, end: { kind } });

const recorded: readonly RecordedCall[] = [
  instead('gave-up', 5_000, 20_000),
  talked(0, 0, 60_000),
  talked(1_000, 59_000, 30_000),
];

test('[SIM-13] a night played again on the same seats is the night that was', () => {
  const again = play(evening({ seats: [seats(1)] }), callersAgain(recorded, seeded(1)), seeded(1));
  equal(again.answered, 2);
  equal(again.gaveUp, 1);
  equal(again.asaMs, 29_500);
});

test('[SIM-13] on more seats nobody waits, and who gave up talks as long as somebody else did', () => {
  const callers = callersAgain(recorded, seeded(1));
  deepEqual(
    callers.map(({ arrivesAtMs }) => arrivesAtMs),
    [0, 1_000, 5_000],
  );
  ok(callers[2]?.talkMs === 60_000 || callers[2]?.talkMs === 30_000);
  equal(callers[2]?.patienceMs, 20_000);
  const again = play(evening({ seats: [seats(3)] }), callers, seeded(1));
  equal(again.answered, 3);
  equal(again.waitMaxMs, 0);
});

test('[SIM-13] patience that was cut short by an answer goes on with the mean of the night', () => {
  // 1,000 answered after 10 s each and 100 who gave up after 10 s: 11,000 s of waiting for 100 who gave up.
  const calls = Array.from({ length: 1_100 }, (_, n): RecordedCall => ({
    arrivedAtMs: n,
    waitedMs: 10_000,
    end: n % 11 === 0 ? { kind: 'gave-up' } : { kind: 'talked', talkedMs: 1_000 },
  }));
  const answered = callersAgain(calls, seeded(2)).filter(({ patienceMs }) => patienceMs !== 10_000);
  const beyond = answered.reduce((sum, { patienceMs }) => sum + patienceMs - 10_000, 0) / answered.length;
  ok(Math.abs(beyond - 110_000) < 12_000, String(beyond));
  const patient = callersAgain([talked(0, 3_000, 1_000)], seeded(2));
  equal(patient[0]?.patienceMs, Infinity);
});

test('[SIM-30] what was is counted as what is played', () => {
  const was = figuresOf({ calls: recorded, seats: [seats(1)] }, { boundMs: 10_000, wrapUpMs: 0 });
  const again = play(evening({ seats: [seats(1)] }), callersAgain(recorded, seeded(1)), seeded(1));
  deepEqual(was, again);
  equal(was.occupancy, 1);
  const more = figuresOf(
    { calls: [...recorded, instead('keyed', 6_000, 12_000), instead('turned-away', 7_000, 0)], seats: [] },
    { boundMs: 10_000, wrapUpMs: 12_000 },
  );
  deepEqual([more.rang, more.answered, more.gaveUp, more.byKeypad, more.turnedAway], [5, 2, 1, 1, 1]);
  equal(more.serviceLevel, 0.2);
  equal(more.handledMs, 57_000);
  equal(more.occupancy, 0, 'nobody is known to have sat there');
  deepEqual(more.minutes[0], { rang: 5, gaveUp: 1, waitingMax: 3, talkingMax: 1 });
  equal(figuresOf({ calls: [], seats: [] }, { boundMs: 1, wrapUpMs: 1 }).rang, 0);
});

test('[SIM-31] whoever was told does again what he did, and the others choose as those did', () => {
  const told = [instead('keyed', 0, 12_000), talked(1, 15_000, 30_000), instead('gave-up', 2, 11_000)];
  const many = Array.from({ length: 3_000 }, (_, n) => talked(n + 3, 0, 30_000));
  const callers = callersAgain([...told, ...many], seeded(3), 10_000);
  deepEqual(
    callers.slice(0, 3).map(({ choice }) => choice),
    ['keypad', 'wait', 'wait'],
  );
  const share = callers.slice(3).filter(({ choice }) => choice === 'keypad').length / many.length;
  ok(Math.abs(share - 1 / 3) < 0.03, String(share));
  ok(
    callersAgain([talked(0, 0, 1), talked(1, 20_000, 1)], seeded(3), 10_000).every(
      (one) => one.choice === 'wait',
    ),
  );
});

test('[SIM-31] whoever was turned away would have waited as others do', () => {
  const [caller] = callersAgain([instead('turned-away', 0, 0), instead('gave-up', 1, 30_000)], seeded(4));
  ok(caller !== undefined && caller.patienceMs > 0 && caller.patienceMs < Infinity);
});

test('[SIM-14] what is more than can be played is refused, and says why', () => {
  deepEqual(eveningFaults(evening()), []);
  deepEqual(eveningFaults(evening({ openMs: 25 * HOUR_MS })), ['TOO_LONG']);
  deepEqual(eveningFaults(evening({ arrivals: { perHour: 1e9, onAir: [] } })), ['TOO_MANY_CALLERS']);
  deepEqual(eveningFaults(evening({ seats: [seats(LIMITS.seatsMax), seats(1)] })), ['TOO_MANY_SEATS']);
});
