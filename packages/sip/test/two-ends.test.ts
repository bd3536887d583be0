import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { negotiate, type Direction, type LegId, type UserAgentEffect } from '../src/index.ts';
import { mirrored } from '../src/offer-answer/direction.ts';
import { leftovers, Line, type End } from './testing/line.ts';
import {
  fate,
  fulfil,
  inManner,
  manner,
  script,
  type Done,
  type Manner,
  type Wish,
} from './testing/wishes.ts';

/** Twice the longest that a call stands without being refreshed, and all that the transport may repeat. */
const QUIET_MS = 400_000;
const session = { intervalSeconds: 90, minSeconds: 90 };

interface Evening {
  readonly wishes: readonly Wish[];
  readonly fates: readonly (readonly number[])[];
  readonly how: Manner;
}
const anyEvening: fc.Arbitrary<Evening> = fc.record({
  wishes: script,
  fates: fc.array(fate, { maxLength: 60 }),
  how: manner,
});

/** Both shells wish, the network does its worst for a while, and then all has the time that it needs. */
function evening({ wishes, fates, how }: Evening): { line: Line; done: Done } {
  let at = 0;
  const line = new Line({
    fate: () => fates[at++] ?? [10],
    reply: (end, effect) => inManner(how, end, effect),
    alice: { session },
    bob: { session },
  });
  const done: Done = { calls: [], ended: new Set() };
  for (const each of wishes) {
    line.until(line.nowMs + each.waitMs);
    fulfil(line, done, each);
  }
  line.until(line.nowMs + 80_000);
  // Nobody lets it ring for ever: an INVITE that was late by more than its lifetime rings for a caller who is gone.
  for (const end of [line.alice, line.bob])
    for (const [leg, { phase }] of end.state.legs)
      if (phase.kind === 'ringing') {
        done.ended.add(leg);
        line.feed(end, { kind: 'refuse', leg, status: 480 });
      }
  line.until(line.nowMs + QUIET_MS);
  return { line, done };
}

interface Standing {
  /** What it does with the sound; null: it rings. */
  readonly direction: Direction | null;
  /** The ports of both ends, as this end knows them. */
  readonly here: number;
  readonly there: number;
}

/** What stands at one end, by its Call-ID. */
const standing = ({ state }: End): ReadonlyMap<string, Standing> =>
  new Map(
    [...state.legs.values()].map(({ callId, phase, media, localSdp }) => {
      const direction = phase.kind === 'up' ? (media?.direction ?? null) : null;
      const here = negotiate(localSdp ?? '');
      return [
        callId,
        { direction, here: here.ok ? here.value.remote.port : 0, there: media?.remote.port ?? 0 },
      ];
    }),
  );

test('[END-1] both ends agree on which calls stand, and on their sound', () => {
  fc.assert(
    fc.property(anyEvening, (any) => {
      const { line } = evening(any);
      const [alice, bob] = [standing(line.alice), standing(line.bob)];
      deepEqual([...alice.keys()].toSorted(), [...bob.keys()].toSorted());
      for (const [callId, hers] of alice) {
        const his = bob.get(callId);
        if (his === undefined || his.direction === null || hers.direction === null) continue;
        deepEqual(
          [hers.direction, hers.here, hers.there],
          [mirrored(his.direction), his.there, his.here],
          line.ladder.join('\n'),
        );
      }
    }),
    { numRuns: 250 },
  );
});

const ENDS: readonly string[] = ['cancelled', 'hung-up', 'lost', 'call-failed'];
const isEnd = (effect: UserAgentEffect): boolean =>
  ENDS.includes(effect.kind) && !(effect.kind === 'lost' && effect.because === 'given-up');

test('[END-2] each shell is told once of the end of a call that it did not end itself', () => {
  fc.assert(
    fc.property(anyEvening, (any) => {
      const { line, done } = evening(any);
      for (const end of [line.alice, line.bob]) {
        const told = new Map<LegId, number>();
        for (const effect of end.effects)
          if (isEnd(effect) && 'leg' in effect) told.set(effect.leg, (told.get(effect.leg) ?? 0) + 1);
        const invited = end.effects.filter((effect) => effect.kind === 'invited').map(({ leg }) => leg);
        const called = done.calls.filter((leg) => leg.startsWith(end.name));
        for (const leg of [...invited, ...called]) {
          const times = told.get(leg) ?? 0;
          if (end.state.legs.has(leg)) equal(times, 0, leg);
          else if (done.ended.has(leg)) ok(times <= 1, leg);
          else equal(times, 1, `${leg}\n${line.ladder.join('\n')}`);
        }
      }
    }),
    { numRuns: 250 },
  );
});

test('[END-3] once both have hung up and all is quiet, nothing is left', () => {
  fc.assert(
    fc.property(anyEvening, (any) => {
      const { line } = evening(any);
      for (const end of [line.alice, line.bob])
        for (const leg of end.state.legs.keys()) line.feed(end, { kind: 'hang-up', leg });
      line.until(line.nowMs + QUIET_MS);
      for (const end of [line.alice, line.bob]) deepEqual(leftovers(end), [0, 0, 0, 0, 0, 0], end.name);
    }),
    { numRuns: 250 },
  );
});

test('[END-4] the same evening is the same ladder', () => {
  fc.assert(
    fc.property(anyEvening, (any) => {
      deepEqual(evening(any).line.ladder, evening(any).line.ladder);
    }),
    { numRuns: 50 },
  );
});
