import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { LegId, UserAgentEffect } from '../src/index.ts';
import { Bench, TCP, UDP } from './testing/bench.ts';
import { happening, inputOf, type Happening } from './testing/happenings.ts';

const LIMITS = { transactionsMax: 12, legsMax: 4 };

/** One for each leg, and one for each fork that has not answered. */
const dialogsOf = ({ state }: Bench): number =>
  [...state.legs.values()].reduce((sum, { early }) => sum + 1 + early.length, 0);

/** Runs a script and holds the limits after each step. */
function run(script: readonly Happening[], flow = UDP): Bench {
  const bench = new Bench(flow, { limits: LIMITS });
  let calls = 0;
  for (const happens of script) {
    const input = inputOf(bench, happens, calls++);
    if (input !== null) bench.feed(input);
    bench.until(bench.nowMs + (happens.kind === 'wait' ? happens.ms : 0));
    const { legs, dialogs, transactions, origins, withheldCalls, wakes } = bench.state;
    ok(legs.size <= LIMITS.legsMax);
    // Beyond the limit of what may be asked of us only what we ask ourselves is kept: a few for each leg.
    ok(transactions.size <= LIMITS.transactionsMax + 3 * script.length);
    const servers = [...transactions.values()].filter(
      ({ role }) => role === 'server' || role === 'invite-server',
    );
    ok(servers.length <= LIMITS.transactionsMax);
    ok(origins.size <= servers.length && dialogs.size <= dialogsOf(bench) && withheldCalls.size <= legs.size);
    ok(wakes.length <= 6 * (script.length + 1));
  }
  return bench;
}

test('[UA-15] whatever comes in whatever order, nothing throws and the limits hold', () => {
  for (const flow of [UDP, TCP])
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 60 }), (script) => {
        run(script, flow);
      }),
      { numRuns: 300 },
    );
});

test('[UA-15] once all is quiet nothing is left of calls that have ended', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 40 }), (script) => {
      const bench = run(script);
      for (const leg of bench.state.legs.keys()) bench.feed({ kind: 'hang-up', leg });
      bench.until(bench.nowMs + 200_000);
      const { legs, dialogs, transactions, origins, withheldCalls, wakes } = bench.state;
      deepEqual(
        [legs.size, dialogs.size, transactions.size, origins.size, withheldCalls.size, wakes.length],
        [0, 0, 0, 0, 0, 0],
      );
    }),
    { numRuns: 300 },
  );
});

test('[UA-15] each leg that the shell heard of ends once', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 60 }), (script) => {
      const ends = new Map<LegId, number>();
      for (const effect of run(script).effects)
        if (ENDS.includes(effect.kind) && 'leg' in effect && !isSaidAgain(effect))
          ends.set(effect.leg, (ends.get(effect.leg) ?? 0) + 1);
      for (const [leg, times] of ends) equal(times, 1, leg);
    }),
    { numRuns: 300 },
  );
});

const ENDS: readonly string[] = ['cancelled', 'hung-up', 'lost', 'call-failed'];
/** [UA-17] An answer that comes too late is told, each time, that the call is over. */
const isSaidAgain = (effect: UserAgentEffect): boolean =>
  effect.kind === 'lost' && effect.because === 'given-up';

test('[UA-16] the same inputs give the same bytes', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 30 }), (script) => {
      deepEqual(run(script).sent(), run(script).sent());
    }),
    { numRuns: 100 },
  );
});
