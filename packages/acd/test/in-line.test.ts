import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { emptyFloor, restore, snapshot, type FloorRules } from '../src/index.ts';
import { Ladder } from './ladder.ts';
import { RULES } from './random-floor.ts';

const BOUNDED: FloorRules = { ...RULES, choiceMs: 4_000 };

test('[ACD-60] whoever waits is told once what else there is, at the moment that was promised', () => {
  const ladder = new Ladder(BOUNDED).arrives(10, 'c1', 'c2').gone(100, 'c2').until(60_000);
  deepEqual(ladder.lines.slice(3), ['4010 clock: c1 is told its choice']);
});

test('[ACD-60] somebody who comes free in that very moment is better than any choice', () => {
  const ladder = new Ladder(BOUNDED)
    .withFree('a1')
    .arrives(10, 'c1')
    .picksUp(11, 'a1', 'c1')
    .arrives(12, 'c2');
  ladder.until(4_011).agent(4_012, 'a1', 'agent-ready');
  equal(ladder.gone(4_012, 'c1').lines.at(-1)?.includes('told'), false);
  const wrapped = new Ladder({ ...BOUNDED, wrapUpMs: 1_000 })
    .withFree('a1')
    .arrives(10, 'c1')
    .picksUp(11, 'a1', 'c1');
  wrapped
    .gone(3_010, 'c1')
    .arrives(10 + 3_000, 'c2')
    .until(4_010);
  equal(wrapped.lines.at(-1), '4010 clock: a1 free 4010; c2 to a1 until 9010; a1 offered c2 3010 4010 9010');
});

test('[ACD-60] whoever is offered to somebody at that moment is told if he waits again', () => {
  const ladder = new Ladder(BOUNDED).arrives(10, 'c1').withAgent(3_000, 'a1', {}).until(8_000);
  equal(
    ladder.lines.at(-1),
    '8000 clock: c1 taken from a1, missed; a1 away missed-offer; c1 is told its choice',
  );
});

test('[ACD-60] after a talk the wait counts anew', () => {
  const ladder = new Ladder(BOUNDED).withFree('a1').arrives(10, 'c1').picksUp(11, 'a1', 'c1');
  ladder.away(60_000, 'a1', 'sound-lost').until(70_000);
  equal(ladder.lines.at(-1), '64000 clock: c1 is told its choice');
});

test('[ACD-61] a caller who is keying keeps his place and is offered to nobody until he has done', () => {
  const ladder = new Ladder().arrives(10, 'c1', 'c2').setsAside(20, 'c1').withAgent(30, 'a1', {});
  equal(ladder.lines.at(-1), '30 agent-ready: a1 free 30; c2 to a1 until 5030; a1 offered c2 10 30 5030');
  ladder.picksUp(31, 'a1', 'c2').arrives(40, 'c3').isBack(50, 'c1').withAgent(60, 'a2', {});
  equal(ladder.lines.at(-1), '60 agent-ready: a2 free 60; c1 to a2 until 5060; a2 offered c1 10 60 5060');
});

test('[ACD-61] with somebody free, whoever is back in the line has him at once', () => {
  const ladder = new Ladder().arrives(10, 'c1').setsAside(20, 'c1').withAgent(30, 'a1', {});
  equal(ladder.lines.at(-1), '30 agent-ready: a1 free 30');
  equal(
    ladder.isBack(40, 'c1').lines.at(-1),
    '40 back-in-line: c1 to a1 until 5040; a1 offered c1 10 30 5040',
  );
});

test('[ACD-61] who is to be called back later is in the line again at that moment, before those who came after him', () => {
  const ladder = new Ladder()
    .arrives(10, 'c1')
    .arrives(11, 'c2')
    .setsAside(20, 'c1', 5_000)
    .setsAside(30, 'c1', 9_000);
  ladder.until(9_000);
  equal(ladder.lines.at(-1), '9000 clock:');
  ladder.withAgent(9_001, 'a1', {});
  equal(ladder.lines.at(-1)?.includes('c1 to a1'), true);
});

test('[ACD-61] who is set aside counts as waiting, and may hang up', () => {
  const ladder = new Ladder({ ...RULES, waitingMax: 1 })
    .arrives(10, 'c1')
    .setsAside(20, 'c1', 50_000)
    .arrives(30, 'c2');
  equal(ladder.lines.at(-1), '30 call-arrived: c2 turned away, line-full');
  ladder.gone(40, 'c1').arrives(50, 'c3').isBack(60, 'c1');
  deepEqual(ladder.lines.slice(-2), ['50 call-arrived: c3 in line', '60 back-in-line:']);
  ladder.gone(61, 'c3');
  deepEqual(
    snapshot(ladder.floor),
    snapshot(emptyFloor({ ...RULES, waitingMax: 1 })),
    'nothing is left of either',
  );
});

test('[ACD-62] a word about a call that is offered or talked on is late', () => {
  const ladder = new Ladder().withFree('a1').arrives(10, 'c1').setsAside(20, 'c1').picksUp(30, 'a1', 'c1');
  deepEqual(ladder.setsAside(40, 'c1').isBack(41, 'c1').setsAside(42, 'nobody').lines.slice(1), [
    '20 set-aside:',
    '30 picked-up: a1 has c1; a1 talking c1 10 30 wrap-up',
    '40 set-aside:',
    '41 back-in-line:',
    '42 set-aside:',
  ]);
});

test('[ACD-14][ACD-61] a floor that is restored knows who is aside, and whom it has told', () => {
  const ladder = new Ladder(BOUNDED).arrives(10, 'c1', 'c2', 'c3').until(4_010).setsAside(5_000, 'c1', 9_000);
  const kept = snapshot(ladder.setsAside(5_001, 'c2').floor);
  deepEqual(snapshot(restore(JSON.parse(JSON.stringify(kept)) as typeof kept)), kept);
  deepEqual(kept.aside, [
    { call: 'c1', since: 10, until: 9_000 },
    { call: 'c2', since: 10, until: null },
  ]);
  deepEqual(
    kept.calls.map(({ told }) => told),
    [true, true, true],
  );
});

test('[ACD-68] whoever talked with nobody is free at once, and the call is offered again in its place', () => {
  const ladder = new Ladder().withFree('a1').arrives(10, 'c1').picksUp(20, 'a1', 'c1').arrives(30, 'c2');
  ladder.putsBack(40, 'a1', 'c1', 5_000);
  deepEqual(ladder.lines.slice(-1), [
    '40 put-back: a1 free 40; c2 to a1 until 5040; a1 offered c2 30 40 5040',
  ]);
  ladder.picksUp(50, 'a1', 'c2').arrives(60, 'c3').until(5_000).withAgent(6_000, 'a2', {});
  deepEqual(ladder.lines.slice(-1), [
    '6000 agent-ready: a2 free 6000; c1 to a2 until 11000; a2 offered c1 10 6000 11000',
  ]);
});

test('[ACD-68] whoever wanted to get up does, and a word that comes late is nothing', () => {
  const ladder = new Ladder().withFree('a1').arrives(10, 'c1').picksUp(20, 'a1', 'c1');
  ladder.away(30, 'a1', 'chosen').putsBack(40, 'a1', 'c1', 5_000).putsBack(41, 'a1', 'c1', 6_000);
  deepEqual(ladder.lines.slice(-2), ['40 put-back: a1 away chosen', '41 put-back:']);
});
