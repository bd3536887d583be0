import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { Instant } from '@pledgeline/core';
import fc from 'fast-check';
import {
  alarmsOn,
  callDropped,
  look,
  noAlarms,
  type AlarmSight,
} from '../../../src/distribution/alarms/alarms.ts';

const CALM: AlarmSight = {
  waiting: 0,
  longestWaitMs: null,
  atWork: 3,
  boundMs: 10_000,
  trunksDown: [],
  mediaAway: false,
};

/** A floor that is looked at twice a second. */
class Floor {
  now = 1_000_000 as Instant;
  alarms = noAlarms();
  readonly told: string[] = [];

  is(change: Partial<AlarmSight>, forMs: number): void {
    for (const until = this.now + forMs; this.now < until;) {
      this.now = (this.now + 500) as Instant;
      const { state, effects } = look(this.alarms, { ...CALM, ...change }, this.now);
      this.alarms = state;
      for (const { kind, alarm } of effects) this.told.push(`${alarm.kind}${alarm.of} ${kind}`);
    }
  }
  drop(): void {
    this.alarms = callDropped(this.alarms, this.now);
  }
  get on(): readonly string[] {
    return alarmsOn(this.alarms).map(({ kind, of }) => `${kind}${of}`);
  }
}

test('[ALM-1] nobody at work while somebody waits, a wait beyond the bound, a trunk and the sound away: each is an alarm of its own', () => {
  const floor = new Floor();
  floor.is({ waiting: 1, longestWaitMs: 9_000, atWork: 0 }, 4_000);
  deepEqual(floor.on, ['nobody-ready']);
  floor.is({ waiting: 1, longestWaitMs: 10_001, atWork: 0, trunksDown: ['A', 'B'], mediaAway: true }, 6_000);
  deepEqual(floor.on.toSorted(), ['long-wait', 'media-away', 'nobody-ready', 'trunk-downA', 'trunk-downB']);
  equal(floor.on[0], 'nobody-ready', 'the oldest first');
});

test('[ALM-1] a calm floor alarms nobody, even where nobody is at work and nobody waits', () => {
  const floor = new Floor();
  floor.is({ atWork: 0 }, 60_000);
  floor.is({ waiting: 4, longestWaitMs: 10_000 }, 60_000);
  deepEqual(floor.told, []);
});

test('[ALM-2] what passes by itself is no alarm', () => {
  const floor = new Floor();
  floor.is({ waiting: 1, longestWaitMs: 100, atWork: 0, trunksDown: ['A'] }, 2_500);
  floor.is({}, 500);
  floor.is({ trunksDown: ['A'] }, 4_000);
  deepEqual(floor.told, []);
});

test('[ALM-3] one that comes and goes is one alarm, and ends once it has been quiet for ten seconds', () => {
  const floor = new Floor();
  for (let times = 0; times < 5; times += 1) {
    floor.is({ waiting: 1, longestWaitMs: 12_000 }, 1_000);
    floor.is({}, 8_000);
  }
  deepEqual(floor.told, ['long-wait began']);
  floor.is({}, 2_000);
  deepEqual(floor.told, ['long-wait began', 'long-wait ended']);
  deepEqual(floor.on, []);
});

test('[ALM-4] three conversations that break off within two minutes are an alarm; two are not, nor three in an hour', () => {
  const floor = new Floor();
  for (let times = 0; times < 3; times += 1) {
    floor.drop();
    floor.is({}, 61_000);
  }
  deepEqual(floor.told, []);
  floor.drop();
  floor.drop();
  floor.is({}, 500);
  deepEqual(floor.on, ['calls-dropped']);
  floor.is({}, 140_000);
  deepEqual(floor.told, ['calls-dropped began', 'calls-dropped ended']);
});

test('[ALM-1] an alarm begins and ends in turn, and is on exactly in between', () => {
  const sight = fc.record({
    waiting: fc.nat(1),
    longestWaitMs: fc.constantFrom(null, 5_000, 15_000),
    atWork: fc.nat(1),
    trunksDown: fc.constantFrom([], ['A']),
    mediaAway: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(sight, fc.nat(15_000)), { maxLength: 20 }), (evening) => {
      const floor = new Floor();
      for (const [change, ms] of evening) floor.is(change, ms);
      for (const kind of ['nobody-ready', 'long-wait', 'trunk-downA', 'media-away']) {
        const told = floor.told.filter((one) => one.startsWith(`${kind} `));
        deepEqual(
          told,
          told.map((_, index) => `${kind} ${index % 2 === 0 ? 'began' : 'ended'}`),
        );
        equal(floor.on.includes(kind), told.length % 2 === 1);
      }
    }),
    { seed: 35, numRuns: 300 },
  );
});
