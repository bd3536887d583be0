import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { seeded } from '@pledgeline/core';
import fc from 'fast-check';
import { callersOf, play, type Caller, type Evening } from '../src/index.ts';
import { evening, HOUR_MS, night, seats, SECOND_MS } from './evening.ts';

const MINUTE_MS = 60 * SECOND_MS;
const busy = evening({
  arrivals: {
    perHour: 300,
    onAir: [{ atMs: 10 * MINUTE_MS, calls: 400, halfLifeMs: 90_000, dialMs: 8_000 }],
  },
  talk: { kind: 'log-normal', meanMs: 68_000, cv: 0.6 },
  patience: { kind: 'exponential', meanMs: 60_000 },
  rules: {
    offerMs: 5_000,
    wrapUpMs: 12_000,
    wrapUpMaxMs: 0,
    waitingMax: 200,
    overflowMs: 0,
    sites: [],
    choiceMs: null,
  },
  pickUpMs: 300,
});

const caller = (arrivesAtMs: number, talkMs: number, patienceMs = Infinity): Caller => ({
  arrivesAtMs,
  talkMs,
  patienceMs,
  choice: 'wait',
});
const played = (of: Evening, callers: readonly Caller[]) => play(of, callers, seeded(1));

test('[SIM-1] the same evening and seed give the same night; another seed gives another', () => {
  deepEqual(night(busy, 7), night(busy, 7));
  ok(night(busy, 7).rang !== night(busy, 8).rang);
});

test('[SIM-2] a moment on air brings what is expected of it, half of it within its half-life', () => {
  const onAir = [{ atMs: HOUR_MS, calls: 100_000, halfLifeMs: 90_000, dialMs: 8_000 }];
  const callers = callersOf(evening({ arrivals: { perHour: 0, onAir } }), seeded(3));
  ok(Math.abs(callers.length - 100_000) < 4 * Math.sqrt(100_000));
  const first = HOUR_MS + 8_000;
  ok(callers.every(({ arrivesAtMs }) => arrivesAtMs >= first));
  const early = callers.filter(({ arrivesAtMs }) => arrivesAtMs < first + 90_000).length / callers.length;
  ok(Math.abs(early - 0.5) < 0.01, String(early));
});

test('[SIM-2][SIM-4] calls come at an even rate while the line is open, in order', () => {
  const callers = callersOf(
    evening({ openMs: 10 * HOUR_MS, arrivals: { perHour: 1_000, onAir: [] } }),
    seeded(3),
  );
  const moments = callers.map(({ arrivesAtMs }) => arrivesAtMs);
  deepEqual(
    moments,
    moments.toSorted((a, b) => a - b),
  );
  ok((moments.at(-1) ?? 0) < 10 * HOUR_MS);
  for (let hour = 0; hour < 10; hour += 1) {
    const rang = moments.filter((at) => Math.floor(at / HOUR_MS) === hour).length;
    ok(Math.abs(rang - 1_000) < 4 * Math.sqrt(1_000), `${rang} in hour ${hour}`);
  }
});

test('[SIM-3] talk and patience have the mean that was asked for', () => {
  for (const talk of [
    { kind: 'exponential', meanMs: 68_000 },
    { kind: 'log-normal', meanMs: 68_000, cv: 0.6 },
    { kind: 'fixed', meanMs: 68_000 },
  ] as const) {
    const callers = callersOf(
      evening({ arrivals: { perHour: 20_000, onAir: [] }, talk, patience: { kind: 'fixed', meanMs: 9_000 } }),
      seeded(5),
    );
    const mean = callers.reduce((sum, { talkMs }) => sum + talkMs, 0) / callers.length;
    ok(Math.abs(mean - 68_000) < 1_200, `${talk.kind}: ${mean}`);
    ok(callers.every(({ patienceMs }) => patienceMs === 9_000));
  }
});

test('[SIM-4] who waits when the line closes is served', () => {
  const one = evening({ openMs: MINUTE_MS, seats: [seats(1)] });
  const figures = played(one, [caller(0, 2 * MINUTE_MS), caller(59_000, 1_000)]);
  equal(figures.answered, 2);
  equal(figures.waitMaxMs, 61_000);
});

test('[SIM-5] every caller is counted once, whatever the evening', () => {
  const anyEvening = fc.record({
    perHour: fc.integer({ min: 0, max: 3_000 }),
    calls: fc.integer({ min: 0, max: 500 }),
    count: fc.integer({ min: 0, max: 20 }),
    untilMs: fc.integer({ min: 0, max: HOUR_MS }),
    noShowShare: fc.double({ min: 0, max: 1, noNaN: true }),
    wrapUpMs: fc.constantFrom(0, 12_000),
    pickUpMs: fc.constantFrom(0, 300, 5_000, 9_000),
    waitingMax: fc.constantFrom(0, 5, 1_000),
    patient: fc.boolean(),
    choiceMs: fc.constantFrom(null, 0, 8_000),
    keypadShare: fc.constantFrom(0, 0.3),
  });
  const looksRight = (
    of: typeof anyEvening extends fc.Arbitrary<infer T> ? T : never,
    seed: number,
  ): void => {
    const one = evening({
      openMs: HOUR_MS / 2,
      arrivals: { perHour: of.perHour, onAir: [{ atMs: 0, calls: of.calls, halfLifeMs: 30_000, dialMs: 0 }] },
      patience: of.patient ? null : { kind: 'exponential', meanMs: 40_000 },
      seats: [
        seats(of.count, { untilMs: of.untilMs, noShowShare: of.noShowShare }),
        seats(1, { site: 'Caen', fromMs: of.untilMs }),
      ],
      pickUpMs: of.pickUpMs,
      choices: { keypadShare: of.keypadShare, callbackShare: 0.2, keyingMs: 25_000 },
      rules: {
        offerMs: 5_000,
        wrapUpMs: of.wrapUpMs,
        wrapUpMaxMs: 0,
        waitingMax: of.waitingMax,
        overflowMs: 0,
        sites: [],
        choiceMs: of.choiceMs,
      },
    });
    const random = seeded(seed);
    const callers = callersOf(one, random);
    const figures = play(one, callers, random);
    equal(figures.rang, callers.length);
    equal(figures.answered + figures.gaveUp + figures.turnedAway + figures.byKeypad, figures.rang);
    equal(
      figures.minutes.reduce((sum, minute) => sum + minute.rang, 0),
      figures.rang,
    );
    equal(
      figures.minutes.reduce((sum, minute) => sum + minute.gaveUp, 0),
      figures.gaveUp,
    );
    ok(figures.occupancy >= 0 && figures.occupancy <= 1, `occupancy ${figures.occupancy}`);
    ok(figures.serviceLevel + figures.gaveUpShare <= 1 + 1e-9);
  };
  fc.assert(fc.property(anyEvening, fc.nat(), looksRight), { numRuns: 150 });
});

test('[SIM-6] patience ends at its moment, and not while the call is being connected', () => {
  const one = evening({ seats: [seats(1)], pickUpMs: 500 });
  const figures = played(one, [
    caller(0, 60_000),
    caller(1_000, 1_000, 20_000),
    caller(2_000, 1_000, 58_700),
  ]);
  equal(figures.gaveUp, 1);
  equal(figures.minutes[0]?.gaveUp, 1);
  // The second hangs on until 60.7 s, is offered at 60.5 s, and connected at 61 s.
  equal(figures.answered, 2);
  equal(figures.waitMaxMs, 58_500);
});

test('[SIM-7] seats are taken from hour to hour, and whoever gets up in mid-call ends it first', () => {
  const one = evening({ seats: [seats(1, { fromMs: 10_000, untilMs: 20_000 })] });
  const figures = played(one, [caller(0, 30_000), caller(1_000, 1_000, 60_000)]);
  equal(figures.answered, 1);
  equal(figures.gaveUp, 1);
  equal(figures.waitMaxMs, 60_000);
  equal(figures.handledMs, 30_000);
});

test('[SIM-7] of those who are expected, a share does not come', () => {
  const one = evening({ seats: [seats(1_000, { noShowShare: 0.3 })] });
  const figures = played(
    one,
    Array.from({ length: 1_000 }, () => caller(0, 60_000, 1_000)),
  );
  ok(Math.abs(figures.answered - 700) < 60, String(figures.answered));
  equal(figures.answered + figures.gaveUp, 1_000);
});

test('[SIM-8] the figures of a night that can be reckoned by hand', () => {
  const one = evening({
    seats: [seats(1)],
    rules: {
      offerMs: 5_000,
      wrapUpMs: 10_000,
      wrapUpMaxMs: 0,
      waitingMax: 2,
      overflowMs: 0,
      sites: [],
      choiceMs: null,
    },
  });
  // Answered at once; after 60 s + 10 s - 1 s = 69 s; gives up after 5 s; turned away, for two wait.
  const figures = played(one, [
    caller(0, 60_000),
    caller(1_000, 20_000),
    caller(2_000, 1, 5_000),
    caller(3_000, 1),
  ]);
  const { minutes, ...rest } = figures;
  deepEqual(rest, {
    rang: 4,
    answered: 2,
    gaveUp: 1,
    turnedAway: 1,
    byKeypad: 0,
    calledBack: 0,
    serviceLevel: 0.25,
    gaveUpShare: 0.25,
    waitedShare: 0.5,
    beyondBoundShare: 0.25,
    asaMs: 34_500,
    waitP90Ms: 69_000,
    waitMaxMs: 69_000,
    // The night ends with the last caller: the second wrap-up is not of it.
    handledMs: 45_000,
    occupancy: 1,
  });
  deepEqual(minutes, [
    { rang: 4, gaveUp: 1, waitingMax: 2, talkingMax: 1 },
    { rang: 0, gaveUp: 0, waitingMax: 1, talkingMax: 1 },
  ]);
});

test('[SIM-9] a minute in which nothing happens shows who talks all the same', () => {
  const figures = played(evening({ seats: [seats(1)] }), [caller(0, 5 * MINUTE_MS)]);
  deepEqual(
    figures.minutes.map(({ talkingMax }) => talkingMax),
    [1, 1, 1, 1, 1, 1],
  );
});

test('[SIM-15] who promises by keypad has waited until he was told, and rings off when he has done', () => {
  const one = evening({
    seats: [seats(1)],
    rules: { ...evening().rules, choiceMs: 8_000 },
    choices: { keypadShare: 1, callbackShare: 0, keyingMs: 20_000 },
  });
  const figures = played(one, [
    caller(0, 60_000),
    { ...caller(1_000, 1, 15_000), choice: 'keypad' },
    { ...caller(2_000, 1_000, 15_000), choice: 'wait' },
  ]);
  deepEqual([figures.answered, figures.byKeypad, figures.gaveUp, figures.rang], [1, 1, 1, 3]);
  equal(figures.waitMaxMs, 15_000);
  equal(figures.waitP90Ms, 15_000);
});

test('[SIM-15] who is called back keeps his place and gives up no more', () => {
  const one = evening({
    seats: [seats(1)],
    rules: { ...evening().rules, choiceMs: 8_000 },
    choices: { keypadShare: 0, callbackShare: 1, keyingMs: 20_000 },
  });
  const figures = played(one, [
    caller(0, 60_000),
    { ...caller(1_000, 10_000, 15_000), choice: 'callback' },
    caller(2_000, 1_000, 100_000),
  ]);
  deepEqual([figures.answered, figures.calledBack, figures.gaveUp], [3, 1, 0]);
  // The last one waited until the one before him had been called back and had talked.
  equal(figures.waitMaxMs, 68_000);
  equal(figures.asaMs, 34_000);
});

test('[SIM-15] of those who are told, the shares that were asked for choose', () => {
  const callers = callersOf(
    evening({
      arrivals: { perHour: 10_000, onAir: [] },
      choices: { keypadShare: 0.3, callbackShare: 0.1, keyingMs: 20_000 },
    }),
    seeded(4),
  );
  const share = (choice: Caller['choice']) =>
    callers.filter((one) => one.choice === choice).length / callers.length;
  ok(Math.abs(share('keypad') - 0.3) < 0.01 && Math.abs(share('callback') - 0.1) < 0.01);
});
