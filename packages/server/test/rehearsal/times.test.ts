import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { seeded, type Instant } from '@pledgeline/core';
import fc from 'fast-check';
import { eveningToRehearse } from '../../src/rehearsal/evening-to-rehearse.ts';
import { timesOf } from '../../src/rehearsal/times.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;

test('[RHS-10] as many calls as wanted, all within the minutes, in order, the same for the same chance', () => {
  const moments = fc.array(fc.integer({ min: -HOUR, max: 4 * HOUR }), { maxLength: 20 });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 30 }),
      moments,
      fc.integer({ min: 0, max: 1_000 }),
      (calls, minutes, onAir, seed) => {
        const of = { calls, minutes, span: { from: 0, until: 3 * HOUR }, onAir };
        const times = timesOf(of, seeded(seed));
        equal(times.length, calls);
        ok(times.every((at, index) => at >= 0 && at < minutes * MINUTE && at >= (times[index - 1] ?? 0)));
        deepEqual(timesOf(of, seeded(seed)), times);
      },
    ),
  );
});

test('[RHS-10] most calls come after a moment on air, where it lies in the evening', () => {
  const span = { from: 0, until: 3 * HOUR };
  const times = timesOf({ calls: 6_000, minutes: 30, span, onAir: [HOUR, 2 * HOUR] }, seeded(1));
  const within = (minute: number): number =>
    times.filter((at) => at >= minute * MINUTE && at < (minute + 1) * MINUTE).length;
  ok(within(10) > 5 * within(9), `${within(9)} ${within(10)}`);
  ok(within(20) > 5 * within(19));
});

test('[RHS-10] what is rehearsed is the evening that comes next, with its moments', () => {
  const now = Date.parse('2026-12-04T12:00:00Z');
  const evening = (day: string) => ({ id: day, date: day, from: '21:00', until: '24:00' });
  const moment = (iso: string) => ({
    id: iso,
    date: '2026-12-04',
    time: '21:00',
    title: 'x',
    seconds: 30,
    calls: null,
    at: Date.parse(iso) as Instant,
  });
  const show = {
    zone: 'Europe/Paris',
    openings: [evening('2026-12-03'), evening('2026-12-04'), evening('2026-12-05')],
    moments: ['2026-12-03T20:10:00Z', '2026-12-04T20:10:00Z', '2026-12-05T20:10:00Z'].map(moment),
  };
  deepEqual(eveningToRehearse(show, now), {
    span: { from: Date.parse('2026-12-04T20:00:00Z'), until: Date.parse('2026-12-04T23:00:00Z') },
    onAir: [Date.parse('2026-12-04T20:10:00Z')],
  });
  const unhoured = eveningToRehearse({ ...show, openings: [] }, now);
  deepEqual(unhoured.onAir, [Date.parse('2026-12-04T20:10:00Z')]);
  deepEqual(eveningToRehearse({ ...show, openings: [], moments: [] }, now).onAir, []);
  const over = eveningToRehearse({ ...show, openings: [evening('2026-12-03')] }, now);
  equal(over.span.from, Date.parse('2026-12-03T20:00:00Z'), 'after the last evening, that one');
});
