import type { AgentId, CallId, Instant } from '@pledgeline/core';
import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  emptyFloor,
  restore,
  snapshot,
  step,
  wakeAt,
  type AgentState,
  type Floor,
  type FloorRules,
  type FloorSnapshot,
  type Waiting,
} from '../src/index.ts';
import { naiveStep, type NaiveFloor, type NaiveStep } from './naive-floor.ts';
import { mayTake, takerOf } from './naive-match.ts';
import { ANYTHING, at, CAEN, PARIS, play, RULES, script, type Played, type Script } from './random-floor.ts';

const WITH_SITES: FloorRules = {
  ...RULES,
  sites: [
    { site: PARIS, weight: 2, callsMax: 2 },
    { site: CAEN, weight: 1, callsMax: null },
  ],
};

/** Plays thousands of scripts and looks at the floor after every step. */
function always(look: (played: Played) => void, begin: () => void = () => undefined): void {
  const lookAtEach = (steps: Script): void => {
    begin();
    for (const played of play(steps)) look(played);
  };
  fc.assert(fc.property(script, lookAtEach), { numRuns: 1_000 });
}
const EMPTY: NaiveFloor = {
  waiting: [],
  agents: {},
  profiles: {},
  needs: {},
  shares: { now: 0, next: {} },
  aside: {},
  told: [],
};
const partsOf = ({ waiting, agents, profiles, needs, shares, aside, told }: NaiveFloor): NaiveFloor => ({
  aside,
  told: told.toSorted(byName),
  waiting,
  agents,
  profiles,
  needs,
  shares,
});

/** The floor as the naive one would have it. */
function asNaive(floor: Floor, now: Instant): NaiveStep {
  const { rules, waiting, agents, calls, shares, aside } = snapshot(floor);
  return {
    rules,
    now,
    effects: [],
    aside: Object.fromEntries(aside.map(({ call, ...rest }) => [call, rest])),
    told: calls.flatMap(({ call, told }) => (told ? [call] : [])),
    waiting,
    agents: Object.fromEntries(agents.map(({ agent, state }) => [agent, state])),
    profiles: Object.fromEntries(agents.map(({ agent, profile }) => [agent, profile])),
    needs: Object.fromEntries(calls.map(({ call, needs }) => [call, needs])),
    shares: { now: shares.now, next: Object.fromEntries(shares.next) },
  };
}
const askedOf = (on: NaiveStep, { call, overflowAt }: Waiting) => ({
  needs: on.needs[call] ?? ANYTHING,
  prefers: overflowAt !== null,
});

/** Who cannot be offered another. */
const HAS_A_CALL: ReadonlySet<AgentState['kind']> = new Set(['offered', 'talking', 'asked', 'consulted']);
const byName = (a: string, b: string): number => (a < b ? -1 : 1);
const waitingOf = (floor: Floor): readonly CallId[] => floor.waiting.entries().map(({ id }) => id);
const heldOf = (floor: Floor): readonly CallId[] =>
  [...floor.agents.values()].flatMap((s) => (s.kind === 'offered' || s.kind === 'talking' ? [s.call] : []));

test('[ACD-1] every live call is in exactly one place, whatever happens', () => {
  const live = new Set<CallId>();
  always(
    ({ floor, input, effects }) => {
      for (const effect of effects) if (effect.kind === 'admitted') live.add(effect.call);
      if (input.kind === 'call-gone') live.delete(input.call);
      if (input.kind === 'pass-out' && effects.length > 0) live.delete(input.call);
      if (input.kind === 'come-back') live.add(input.call);
      const places = [...waitingOf(floor), ...floor.aside.keys(), ...heldOf(floor)];
      equal(new Set(places).size, places.length, 'no call is in two places');
      deepEqual(new Set(places), live, 'no live call is lost, none that is gone is kept');
      deepEqual(new Set(floor.holders.keys()), new Set(heldOf(floor)), 'the index of holders is true');
    },
    () => live.clear(),
  );
});

test('[ACD-3] a call is offered only while no older one waits that the same agent may take', () => {
  always(({ floor, input, effects, now }) => {
    // [ACD-40][ACD-41] Whoever has a call says himself who is to get it.
    if (input.kind === 'ask' || input.kind === 'pass-on' || input.kind === 'come-back') return;
    const offers = effects.flatMap((e) => (e.kind === 'offer' ? [e] : []));
    const on = asNaive(floor, now);
    for (const { agent, call } of offers) {
      const state = floor.agents.get(agent);
      ok(
        state?.kind === 'offered' && state.call === call,
        'who is offered a call in a step has it after the step',
      );
      for (const w of on.waiting)
        if (w.since < state.waitingSince) ok(!mayTake(on, askedOf(on, w), agent), 'an older one waits');
    }
  });
});

test('[ACD-4][ACD-50] nobody waits whom somebody free may take, and no agent is offered a second call', () => {
  const offered = new Set<AgentId>();
  let waitedBesideFree = 0;
  always(
    ({ floor, effects, now }) => {
      const on = asNaive(floor, now);
      for (const w of on.waiting) equal(takerOf(on, askedOf(on, w)), null);
      if (on.waiting.length > 0 && Object.values(on.agents).some(({ kind }) => kind === 'free'))
        waitedBesideFree += 1;
      for (const effect of effects) {
        if (effect.kind === 'offer') ok(!offered.has(effect.agent));
        if (effect.kind === 'offer') offered.add(effect.agent);
        if (effect.kind === 'withdraw' || effect.kind === 'agent-gone') offered.delete(effect.agent);
        if (effect.kind === 'agent-changed' && !HAS_A_CALL.has(effect.state.kind))
          offered.delete(effect.agent);
      }
    },
    () => offered.clear(),
  );
  ok(waitedBesideFree > 1_000, 'the scripts come to what they are for');
});

test('[ACD-45] whoever is asked about a call is free again, away, or has it once nobody talks on it', () => {
  let consulted = 0;
  always(({ floor }) => {
    for (const [agent, state] of floor.agents) {
      const asked = state.kind === 'asked' || state.kind === 'consulted' ? state.call : null;
      if (asked === null) continue;
      consulted += 1;
      equal(floor.consulted.get(asked), agent);
      const holder = floor.holders.get(asked);
      ok(holder !== undefined && floor.agents.get(holder)?.kind === 'talking');
    }
    for (const agent of floor.consulted.values()) ok(floor.agents.has(agent));
  });
  ok(consulted > 30, `the scripts come to what they are for: ${consulted}`);
});

test('[ACD-71] every wrap-up ends by its limit at the latest, however much is typed', () => {
  const begun = new Map<AgentId, Instant>();
  let putOff = 0;
  always(
    ({ floor, input, effects, now }) => {
      for (const effect of effects) {
        if (effect.kind === 'agent-gone') begun.delete(effect.agent);
        if (effect.kind !== 'agent-changed') continue;
        if (effect.state.kind !== 'wrapping-up') begun.delete(effect.agent);
        else if (!begun.has(effect.agent)) begun.set(effect.agent, now);
        else if (input.kind === 'still-typing') putOff += 1;
      }
      for (const [agent, since] of begun) {
        const state = floor.agents.get(agent);
        ok(state?.kind === 'wrapping-up' && state.until <= since + RULES.wrapUpMaxMs);
      }
    },
    () => begun.clear(),
  );
  ok(putOff > 30, `the scripts come to what they are for: ${putOff}`);
});

test('[ACD-17] who follows the effects knows the state of every agent', () => {
  const followed = new Map<AgentId, AgentState>();
  always(
    ({ floor, effects }) => {
      for (const effect of effects) {
        if (effect.kind === 'agent-changed') followed.set(effect.agent, effect.state);
        if (effect.kind === 'agent-gone') followed.delete(effect.agent);
      }
      deepEqual(followed, floor.agents);
    },
    () => followed.clear(),
  );
});

test('[ACD-12] told the time at wakeAt, the floor has nothing left that is due', () => {
  always(({ floor, now }) => {
    const { waiting, aside } = snapshot(floor);
    const overflows = [
      ...waiting.flatMap(({ overflowAt, choiceAt }) => [overflowAt ?? [], choiceAt ?? []].flat()),
      ...aside.flatMap(({ until }) => until ?? []),
    ];
    const ends = [...floor.agents.values()].flatMap((s) => ('until' in s ? [s.until] : [])).concat(overflows);
    equal(wakeAt(floor), ends.length === 0 ? null : Math.min(...ends));
    if (ends.length === 0 || Math.min(...ends) > now) return;
    const copy = restore(snapshot(floor));
    step(copy, { kind: 'clock' }, now);
    const next = wakeAt(copy);
    ok(next === null || next > now);
  });
});

for (const [what, rules] of [
  ['one pool', RULES],
  ['sites with weights and caps', WITH_SITES],
] as const)
  test(`[ACD-1][ACD-3][ACD-5][ACD-8][ACD-51][ACD-52][ACD-53] the floor does what the naive floor does, step by step: ${what}`, () => {
    const lookAtEach = (steps: Script): void => {
      let naive: NaiveFloor = EMPTY;
      for (const { floor, input, effects, now } of play(steps, emptyFloor(rules))) {
        const next = naiveStep(naive, input, now, rules);
        deepEqual(effects, next.effects);
        naive = next;
        deepEqual(partsOf(asNaive(floor, now)), partsOf(next));
      }
    };
    fc.assert(fc.property(script, lookAtEach), { numRuns: 500 });
  });

test('[ACD-13] the same inputs give the same floor and the same effects, byte for byte', () => {
  const told = (steps: Script): string =>
    JSON.stringify([...play(steps)].map(({ floor, effects }) => [snapshot(floor), effects]));
  fc.assert(
    fc.property(script, (steps) => equal(told(steps), told(steps))),
    { numRuns: 300 },
  );
});

test('[ACD-14] a restored floor goes on exactly as the one it was taken of', () => {
  fc.assert(
    fc.property(script, script, (before, after) => {
      const floor = emptyFloor(RULES);
      for (const _ of play(before, floor));
      const restored = restore(JSON.parse(JSON.stringify(snapshot(floor))) as FloorSnapshot);
      const later: Script = [[1_000_000, { kind: 'clock' }], ...after];
      const one = [...play(later, floor)].map(({ effects }) => effects);
      const other = [...play(later, restored)].map(({ effects }) => effects);
      equal(JSON.stringify(other), JSON.stringify(one));
      equal(JSON.stringify(snapshot(restored)), JSON.stringify(snapshot(floor)));
    }),
    { numRuns: 500 },
  );
});

test('[ACD-11] what does not fit changes nothing and orders nothing', () => {
  always(({ floor, now }) => {
    const before = JSON.stringify(snapshot(floor));
    const strangers = { agent: 'nobody' as AgentId, call: 'no-call' as CallId };
    const because = 'chosen';
    const kinds = [
      'call-gone',
      'agent-ready',
      'agent-left',
      'picked-up',
      'wrapped-up',
      'still-typing',
    ] as const;
    for (const kind of kinds) deepEqual(step(floor, { kind, ...strangers }, now).effects, []);
    deepEqual(step(floor, { kind: 'agent-away', because, ...strangers }, at(now)).effects, []);
    for (const kind of ['take-over', 'complete', 'take-back', 'pass-out'] as const)
      deepEqual(step(floor, { kind, ...strangers }, now).effects, []);
    deepEqual(step(floor, { kind: 'pass-on', needs: null, to: null, ...strangers }, now).effects, []);
    deepEqual(step(floor, { kind: 'ask', other: strangers.agent, ...strangers }, now).effects, []);
    equal(JSON.stringify(snapshot(floor)), before);
  });
});
