import type { CallId, CampaignId, Instant } from '@pledgeline/core';
import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  outsideState,
  outsideWakesAt,
  stepOutside,
  type OutsideEffect,
  type OutsideInput,
  type OutsideLegId,
  type OutsideRules,
} from '../src/index.ts';

const SETTINGS = { callsMax: 4, firstWordMs: 4_000, ringMs: 45_000, attemptsMax: 3 };
const HOUR_MS = 3_600_000;
const CAMPAIGNS: ReadonlyMap<CampaignId, OutsideRules> = new Map([
  ['a' as CampaignId, { callsMax: 2, perHourMax: 5, longestMs: 900_000 }],
  ['b' as CampaignId, { callsMax: 3, perHourMax: 3, longestMs: 60_000 }],
]);

const leg = fc.constantFrom(...'123456789'.split('')) as fc.Arbitrary<OutsideLegId>;
const attempt = fc.integer({ min: 1, max: 4 });
const input: fc.Arbitrary<OutsideInput> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('place' as const),
      leg,
      call: fc.constant('c' as CallId),
      campaign: fc.constantFrom(...(['a', 'b', 'none'] as CampaignId[])),
    }),
  },
  fc.record({ kind: fc.constantFrom('reached', 'ringing', 'answered'), leg, attempt }),
  fc.record({
    kind: fc.constant('failed' as const),
    leg,
    attempt,
    status: fc.constantFrom(404, 408, 486, 500, 503, 603),
  }),
  fc.record({
    kind: fc.constant('over' as const),
    leg,
    attempt,
    because: fc.constantFrom('hung-up' as const, 'lost' as const),
  }),
  fc.record({ kind: fc.constantFrom('no-way', 'end'), leg }),
) as fc.Arbitrary<OutsideInput>;
const waitMs = fc.oneof(fc.nat(5_000), fc.nat(600_000));
const script = fc.array(fc.tuple(waitMs, input), { maxLength: 80 });

interface Open {
  readonly campaign: CampaignId;
  /** The attempt that may still cost; 0: none. */
  attempt: number;
  since: number | null;
}

/** What the world outside knows of our calls, from the orders alone. */
class Carriers {
  readonly open = new Map<OutsideLegId, Open>();
  readonly begun: { readonly campaign: CampaignId; readonly at: number }[] = [];

  follow(given: OutsideInput, effects: readonly OutsideEffect[], now: number): void {
    for (const effect of effects) {
      const open = this.open.get(effect.leg);
      if (effect.kind === 'try' && open === undefined) {
        ok(given.kind === 'place' && effect.attempt === 1, 'a call begins by being placed');
        this.open.set(effect.leg, { campaign: given.campaign, attempt: 1, since: null });
        this.begun.push({ campaign: given.campaign, at: now });
      } else if (effect.kind === 'try') this.open.get(effect.leg)!.attempt = effect.attempt;
      else if (effect.kind === 'connected') open!.since = now;
      else if (effect.kind === 'give-up' && open?.attempt === effect.attempt) open.attempt = 0;
      else if (effect.kind === 'closed') {
        ok(open !== undefined, 'a call is closed once, and was placed');
        const ended = given.kind === 'failed' || given.kind === 'over' || given.kind === 'no-way';
        ok(open.attempt === 0 || ended, 'whatever we close, and the other side did not, is given up first');
        equal(effect.wasAnswered, open.since !== null);
        this.open.delete(effect.leg);
      } else if (effect.kind === 'rings')
        ok(open !== undefined, 'nothing is ordered of a call that is closed');
    }
  }
}

test('[OUT-1][OUT-2][OUT-4][OUT-6] whatever comes in whatever order: no limit is passed, and each call is closed once', () => {
  const evening = (steps: readonly (readonly [number, OutsideInput])[]): void => {
    const state = outsideState(SETTINGS, CAMPAIGNS);
    const carriers = new Carriers();
    let now = 0;
    const say = (given: OutsideInput): void => {
      carriers.follow(given, stepOutside(state, given, now as Instant).effects, now);
      deepEqual([...carriers.open.keys()].toSorted(), [...state.calls.keys()].toSorted());
      ok(carriers.open.size <= SETTINGS.callsMax);
      for (const [campaign, rules] of CAMPAIGNS) {
        const its = [...carriers.open.values()].filter((open) => open.campaign === campaign);
        ok(its.length <= rules.callsMax);
        for (const { since } of its) ok(since === null || now < since + rules.longestMs);
        const lately = carriers.begun.filter((one) => one.campaign === campaign && one.at > now - HOUR_MS);
        ok(lately.length <= rules.perHourMax);
      }
      ok((outsideWakesAt(state) ?? Infinity) > now, 'what was due has happened');
    };
    const wake = (until: number): void => {
      for (let due = outsideWakesAt(state); due !== null && due <= until; due = outsideWakesAt(state)) {
        now = due;
        say({ kind: 'clock' });
      }
    };
    for (const [wait, given] of steps) {
      const next = now + wait;
      wake(next);
      now = next;
      say(given);
    }
    wake(now + HOUR_MS);
    equal(carriers.open.size, 0, 'nothing stays up by itself');
  };
  fc.assert(fc.property(script, evening), { numRuns: 2_000 });
});
