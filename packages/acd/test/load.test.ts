import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { Instant } from '@pledgeline/core';
import fc from 'fast-check';
import { LOAD_RULES, LOAD_TABLE, lookedAt, steadyLoad, weigh, type Load, type Look } from '../src/load.ts';
import { decide } from '../src/row.ts';

const at = (ms: number): Instant => ms as Instant;
const CALM: Look = { delayMs: 2, soundDelayMs: 1, doorDelayMs: 1, busy: 0.2 };
const PRESSED: Look = { ...CALM, doorDelayMs: LOAD_RULES.pressedDoorDelayMs };
const BETWEEN: Look = { delayMs: 30, soundDelayMs: 20, doorDelayMs: 20, busy: 0.9 };
const ONLY = { trunk: 'a', onTrunk: 0, calls: 0, trunks: 1 };

function shedding(callsMax = 10): Load {
  const load = steadyLoad(callsMax);
  for (let look = 0; look < LOAD_RULES.looksToShed; look += 1) lookedAt(load, PRESSED);
  return load;
}

test('[OVL-1] exactly one row of the table fits whatever the facts are', () => {
  const outcomes: string[] = [];
  for (const full of [true, false])
    for (const overShare of [true, false])
      for (const shed of [true, false])
        for (const served of [true, false])
          outcomes.push(decide(LOAD_TABLE, { full, overShare, shedding: shed, served }));
  equal(outcomes.length, 16);
  equal(new Set(LOAD_TABLE.map(({ id }) => id)).size, LOAD_TABLE.length);
  deepEqual(outcomes.slice(0, 8), Array(8).fill('machine-full'));
});

test('[OVL-1] a machine with as many calls as it carries takes no other, and an only trunk may have all of them', () => {
  const load = steadyLoad(10);
  equal(weigh(load, { ...ONLY, calls: 9, onTrunk: 9 }, at(0)), 'carry');
  equal(weigh(load, { ...ONLY, calls: 10, onTrunk: 10 }, at(0)), 'machine-full');
});

test('[OVL-2] a look or two is no overload; a late loop, late sound and messages left at the door are, each by itself', () => {
  const late = { ...CALM, delayMs: LOAD_RULES.pressedDelayMs };
  const lateSound = { ...CALM, soundDelayMs: LOAD_RULES.pressedSoundDelayMs };
  for (const pressed of [PRESSED, late, lateSound]) {
    const load = steadyLoad(10);
    for (const look of [pressed, pressed, BETWEEN, pressed, pressed]) lookedAt(load, look);
    equal(load.mood.kind, 'steady');
    lookedAt(load, pressed);
    equal(load.mood.kind, 'shedding');
  }
});

test('[OVL-2] a loop that is never idle is no overload as long as it reads what comes', () => {
  const load = steadyLoad(10);
  for (let look = 0; look < 100; look += 1) lookedAt(load, { ...CALM, busy: 1 });
  equal(load.mood.kind, 'steady');
});

test('[OVL-2] what is shed on the brink stays shed until the machine is at ease for a while', () => {
  const load = shedding();
  const almost = Array.from({ length: LOAD_RULES.looksToCarry - 1 }, () => CALM);
  for (const look of [...almost, BETWEEN, ...almost]) lookedAt(load, look);
  equal(load.mood.kind, 'shedding');
  lookedAt(load, CALM);
  equal(load.mood.kind, 'steady');
});

test('[OVL-2] looks that change from one to the next never make it flap', () => {
  const look = fc.constantFrom(PRESSED, BETWEEN, CALM);
  fc.assert(
    fc.property(fc.array(look, { minLength: 20, maxLength: 200 }), (looks) => {
      const load = steadyLoad(10);
      let changes = 0;
      for (const one of looks) {
        const before = load.mood.kind;
        lookedAt(load, one);
        if (load.mood.kind !== before) changes += 1;
      }
      ok(changes <= 1 + (2 * looks.length) / (LOAD_RULES.looksToShed + LOAD_RULES.looksToCarry));
    }),
  );
});

test('[OVL-3] while calls are shed, each trunk is served ten at once and ten a second, whatever the others send', () => {
  const load = shedding(1_000);
  const carried = { a: 0, b: 0 };
  for (let ms = 0; ms < 10_000; ms += 10) {
    for (let call = 0; call < 5; call += 1)
      if (weigh(load, { trunk: 'a', onTrunk: carried.a, calls: 0, trunks: 2 }, at(ms)) === 'carry')
        carried.a += 1;
    if (weigh(load, { trunk: 'b', onTrunk: carried.b, calls: 0, trunks: 2 }, at(ms)) === 'carry')
      carried.b += 1;
  }
  deepEqual(carried, { a: 109, b: 109 });
});

test('[OVL-3] once the machine is at ease, nobody is remembered', () => {
  const load = shedding();
  for (let call = 0; call < LOAD_RULES.trickleAtOnce; call += 1) equal(weigh(load, ONLY, at(0)), 'carry');
  equal(weigh(load, ONLY, at(1)), 'machine-busy');
  for (let look = 0; look < LOAD_RULES.looksToCarry; look += 1) lookedAt(load, CALM);
  equal(load.next.size, 0);
  equal(weigh(load, ONLY, at(2)), 'carry');
});

const TRUNKS = ['a', 'b', 'c'] as const;
type Trunk = (typeof TRUNKS)[number];
const deed = fc.record({
  kind: fc.constantFrom('asks', 'asks', 'ends'),
  // One of the trunks floods.
  trunk: fc.constantFrom<Trunk>('a', 'a', 'a', 'a', 'b', 'c'),
});

test('[OVL-4] never more calls than places, and whoever has less than its part gets any place that is left', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.array(deed, { maxLength: 300 }), (callsMax, deeds) => {
      const load = steadyLoad(callsMax);
      const on: Record<Trunk, number> = { a: 0, b: 0, c: 0 };
      for (const { kind, trunk } of deeds) {
        const calls = on.a + on.b + on.c;
        if (kind === 'ends') {
          on[trunk] = Math.max(0, on[trunk] - 1);
          continue;
        }
        const outcome = weigh(load, { trunk, onTrunk: on[trunk], calls, trunks: TRUNKS.length }, at(0));
        if (outcome === 'carry') on[trunk] += 1;
        ok(on.a + on.b + on.c <= callsMax);
        if (outcome !== 'carry' && on[trunk] < callsMax / TRUNKS.length) equal(calls, callsMax);
      }
    }),
  );
});

test('[OVL-3] a trunk that floods cannot take the last places from another', () => {
  const load = steadyLoad(100);
  let a = 0;
  while (weigh(load, { trunk: 'a', onTrunk: a, calls: a, trunks: 2 }, at(0)) === 'carry') a += 1;
  equal(a, 80);
  let b = 0;
  while (weigh(load, { trunk: 'b', onTrunk: b, calls: a + b, trunks: 2 }, at(0)) === 'carry') b += 1;
  equal(b, 20);
  equal(weigh(load, { trunk: 'a', onTrunk: a - 1, calls: a + b - 1, trunks: 2 }, at(0)), 'trunk-over-share');
  equal(weigh(load, { trunk: 'b', onTrunk: b, calls: a + b - 1, trunks: 2 }, at(0)), 'carry');
});
