import { deepEqual, equal, ok as holds } from 'node:assert/strict';
import { test } from 'node:test';
import type { FloorFigures } from '@pledgeline/contract';
import type { Instant, SiteId } from '@pledgeline/core';
import fc from 'fast-check';
import { FigureBook, type PastCall } from '../../../src/distribution/figures/book.ts';
import { figuresOf, nothing } from '../../../src/distribution/figures/counts.ts';
import { eveningSince } from '../../../src/distribution/figures/evening-since.ts';
import { MINUTE_MS } from '../../../src/distribution/figures/minutes.ts';
import { AGENTS, RULES, SmallEvening, type Deed } from './evening.ts';

const ZONE = 'Europe/Paris';
const siteNames = new Map([
  ['caen' as SiteId, 'Caen'],
  ['paris' as SiteId, 'Paris'],
]);
const read = (book: FigureBook, { now, exchange }: SmallEvening): FloorFigures => {
  book.passed(now);
  return book.figures(now, { zone: ZONE, siteNames, exchange });
};

/** An evening whose book has seen all of it. */
function watched(): { readonly evening: SmallEvening; readonly book: FigureBook } {
  const evening = new SmallEvening();
  const book = new FigureBook();
  book.remember({ calls: [], times: [] }, evening.sight, evening.now);
  evening.watchers.push((effect, sight, now) => book.told(effect, sight, now));
  evening.sitDown();
  return { evening, book };
}
const all = (evening: SmallEvening, ...deeds: readonly Deed[]): void => {
  for (const deed of deeds) evening.do(deed);
};
const second = (count: number): Deed => ['time', (count * 1_000) / 137];

test('[FIG-1] what is counted comes to shares and averages, and to nothing where there was nothing', () => {
  const none = figuresOf(nothing());
  deepEqual([none.serviceLevel, none.answerMs, none.occupancy, none.handleMs], [null, null, null, null]);
  const some = figuresOf({
    ...nothing(),
    answered: 8,
    answeredInTime: 6,
    answerWaitMs: 40_000,
    abandoned: 3,
    abandonedShort: 1,
    turnedAway: 2,
    talks: 8,
    talkMs: 400_000,
    wrapUpMs: 80_000,
    busyMs: 500_000,
    staffedMs: 1_000_000,
  });
  deepEqual(some, {
    offered: 13,
    answered: 8,
    abandoned: 3,
    abandonedShort: 1,
    turnedAway: 2,
    serviceLevel: 0.5,
    answerMs: 5_000,
    occupancy: 0.5,
    handleMs: 60_000,
  });
});

test('[FIG-3] a caller who was answered is never abandoned, even where he hung up while he waited for another agent', () => {
  const { evening, book } = watched();
  all(evening, ['call', 1], second(10));
  const [call] = evening.exchange.calls.values();
  holds(call?.place.kind === 'talking');
  for (const agent of AGENTS)
    if (agent !== call.place.agent) evening.feed({ kind: 'agent-away', agent, because: 'chosen' });
  evening.feed({ kind: 'line-lost', agent: call.place.agent });
  equal(evening.exchange.calls.get(call.call)?.place.kind, 'waiting');
  all(evening, second(30));
  evening.feed({ kind: 'caller-hung-up', call: call.call });
  const { offered, answered, abandoned } = read(book, evening).evening;
  deepEqual([offered, answered, abandoned], [1, 1, 0]);
});

test('[FIG-2] gone within three seconds is short; a full line turns away; a closed line has no call', () => {
  const { evening, book } = watched();
  for (const agent of AGENTS) evening.feed({ kind: 'agent-away', agent, because: 'chosen' });
  all(evening, ['call', 1], second(2), ['caller-goes', 0]);
  all(evening, ['call', 1], second(4), ['caller-goes', 0]);
  all(evening, ['call', 11], ['call', 1], ['call', 1], ['call', 1], ['call', 1], second(1));
  const { abandoned, abandonedShort, turnedAway, offered, serviceLevel } = read(book, evening).evening;
  deepEqual([abandoned, abandonedShort, turnedAway, offered, serviceLevel], [2, 1, 1, 3, 0]);
});

test('[FIG-6] talk and wrap-up are counted of each call, and each site has its own', () => {
  const { evening, book } = watched();
  all(evening, ['call', 1], second(30), ['hang-up', 0], ['hang-up', 1], ['hang-up', 2], second(60));
  const figures = read(book, evening);
  equal(figures.evening.handleMs, 30_000 + RULES.wrapUpMs);
  holds(Math.abs((figures.evening.occupancy ?? 0) - 42 / 270) < 1e-9, 'three agents for a minute and a half');
  equal(figures.sites.filter(({ answered }) => answered === 1).length, 1);
});

test('[FIG-7] a trial call counts nowhere, and neither does the time that it takes', () => {
  const { evening, book } = watched();
  all(evening, ['call', 7], second(30), ['hang-up', 0], ['hang-up', 1], ['hang-up', 2], second(12));
  const { offered, occupancy, handleMs } = read(book, evening).evening;
  deepEqual([offered, occupancy, handleMs], [0, 0, null]);
});

test('[FIG-8] the last fifteen minutes are the last fifteen', () => {
  const { evening, book } = watched();
  all(evening, ['call', 1], second(30), ['hang-up', 0], ['hang-up', 1], ['hang-up', 2], second(17 * 60));
  all(evening, ['call', 1], second(5));
  const { evening: whole, recent } = read(book, evening);
  deepEqual([whole.answered, recent.answered], [2, 1]);
});

test('[FIG-4] the evening begins at six in the morning, by the campaign’s clocks, the night of their change included', () => {
  const since = (now: string): string => new Date(eveningSince(Date.parse(now), ZONE)).toISOString();
  equal(since('2026-12-04T22:59:00Z'), '2026-12-04T05:00:00.000Z');
  equal(since('2026-12-05T00:30:00Z'), '2026-12-04T05:00:00.000Z');
  equal(since('2026-12-05T05:00:00Z'), '2026-12-05T05:00:00.000Z');
  equal(since('2026-03-29T02:00:00Z'), '2026-03-28T05:00:00.000Z');
  equal(since('2026-03-29T04:00:00Z'), '2026-03-29T04:00:00.000Z');
});

const deeds = fc.array(
  fc.tuple(
    fc.constantFrom<Deed[0]>(
      'call',
      'call',
      'caller-goes',
      'agent-goes',
      'agent-back',
      'hang-up',
      'wrapped-up',
      'time',
      'time',
    ),
    fc.nat(200),
  ),
  { maxLength: 120 },
);
const RUNS = { seed: 33, numRuns: 300 };

/** From nothing but the list of what was recorded. */
function recomputed(past: readonly PastCall[]) {
  const of = past.map(({ record }) => record).filter(({ reason }) => reason !== 'line-closed');
  const answered = of.filter(({ connectedAt }) => connectedAt !== null);
  const waits = answered.map(({ arrivedAt, connectedAt }) => Number(connectedAt) - arrivedAt);
  const gone = of.filter(
    ({ connectedAt, reason }) =>
      connectedAt === null && ['caller', 'cancelled', 'caller-lost', 'caller-silent'].includes(reason),
  );
  const short = gone.filter(({ arrivedAt, endedAt }) => endedAt - arrivedAt < 3_000).length;
  const inTime = waits.filter((wait) => wait <= 5_000).length;
  const answerMs = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
  return {
    offered: of.length,
    answered: answered.length,
    abandoned: gone.length,
    abandonedShort: short,
    serviceLevel: of.length === short ? null : inTime / (of.length - short),
    answerMs: waits.length === 0 ? null : answerMs,
  };
}
const ofCalls = ({
  offered,
  answered,
  abandoned,
  abandonedShort,
  serviceLevel,
  answerMs,
}: FloorFigures['evening']) => ({
  offered,
  answered,
  abandoned,
  abandonedShort,
  serviceLevel,
  answerMs,
});

test('[FIG-9] when everybody has gone, the figures are what the records come to', () => {
  fc.assert(
    fc.property(deeds, (random) => {
      const { evening, book } = watched();
      all(evening, ...random);
      while (evening.exchange.calls.size > 0) evening.do(['caller-goes', 0]);
      deepEqual(ofCalls(read(book, evening).evening), recomputed(evening.past));
    }),
    RUNS,
  );
});

test('[FIG-5] wherever the server is killed, its next life has the same figures', () => {
  fc.assert(
    fc.property(deeds, deeds, (before, after) => {
      const { evening, book } = watched();
      all(evening, ...before);
      book.passed(evening.now);
      const times = book.changes().map(({ minute, site, counts }) => {
        const { talks, talkMs, wrapUpMs, busyMs, staffedMs } = counts;
        const at = (minute * MINUTE_MS) as Instant;
        return { at, site, counts: { talks, talkMs, wrapUpMs, busyMs, staffedMs } };
      });
      const next = new FigureBook();
      next.remember({ calls: [...evening.past], times }, evening.sight, evening.now);
      evening.watchers.push((effect, sight, now) => next.told(effect, sight, now));
      all(evening, ...after);
      const [seen, remembered] = [read(book, evening), read(next, evening)];
      deepEqual(ofCalls(remembered.evening), ofCalls(seen.evening));
      deepEqual(remembered.evening.occupancy, seen.evening.occupancy);
    }),
    RUNS,
  );
});

test('[FIG-5] a call that ends while the past is being read is counted once, whether that tells of it or not', () => {
  for (const isRead of [true, false]) {
    const { evening } = watched();
    all(evening, ['call', 1], second(10));
    const next = new FigureBook();
    evening.watchers.push((effect, sight, now) => next.told(effect, sight, now));
    all(evening, ['caller-goes', 0]);
    const calls = isRead ? [...evening.past] : [];
    next.remember({ calls, times: [] }, evening.sight, evening.now);
    equal(read(next, evening).evening.offered, 1, isRead ? 'read' : 'not read yet');
  }
});
