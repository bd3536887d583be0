import type { AgentId } from '@pledgeline/core';
import { deepEqual, equal, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { emptyFloor, LIMITS, step } from '../src/index.ts';
import { Ladder } from './ladder.ts';
import { agent, ANYBODY, at, RULES } from './random-floor.ts';

test('[ACD-3] the longest-waiting call goes to the longest-free agent; equal times fall to the smaller id', () => {
  const ladder = new Ladder().arrives(0, 'c2', 'c1').arrives(5, 'c0');
  for (const name of ['a3', 'a1', 'a2']) ladder.comes(10, name);
  ladder.agent(20, 'a3', 'agent-ready').agent(21, 'a2', 'agent-ready').agent(22, 'a1', 'agent-ready');
  deepEqual(ladder.lines.slice(-3), [
    '20 agent-ready: a3 free 20; c1 to a3 until 5020; a3 offered c1 0 20 5020',
    '21 agent-ready: a2 free 21; c2 to a2 until 5021; a2 offered c2 0 21 5021',
    '22 agent-ready: a1 free 22; c0 to a1 until 5022; a1 offered c0 5 22 5022',
  ]);
});

test('[ACD-2] a full line turns away, a closed one too; a call given back is never turned away', () => {
  const ladder = new Ladder({ ...RULES, waitingMax: 1 }).withFree('a1').arrives(10, 'c1').arrives(11, 'c2');
  ladder.arrives(12, 'c3').rings(13, 'c4', {}, false);
  ladder.away(14, 'a1', 'chosen');
  deepEqual(ladder.lines.slice(2), [
    '12 call-arrived: c3 turned away, line-full',
    '13 call-arrived: c4 turned away, line-closed',
    '14 agent-away: c1 taken from a1, agent-away; a1 away chosen',
  ]);
  equal(ladder.floor.waiting.size, 2);
});

test('[ACD-5] whoever misses an offer is stood down, and the call goes to the next', () => {
  const ladder = new Ladder().withFree('a1', 'a2').arrives(10, 'c1').until(6_000);
  deepEqual(ladder.lines, [
    '10 call-arrived: c1 in line; c1 to a1 until 5010; a1 offered c1 10 0 5010',
    '5010 clock: c1 taken from a1, missed; a1 away missed-offer; c1 to a2 until 10010; a2 offered c1 10 1 10010',
  ]);
  deepEqual(ladder.picksUp(6_001, 'a1', 'c1').lines.at(-1), '6001 picked-up:');
});

test('[ACD-6] a call given back keeps its place before those who arrived later', () => {
  const ladder = new Ladder().withFree('a1').arrives(10, 'c1').arrives(11, 'c2').until(5_010);
  deepEqual(
    ladder.agent(6_000, 'a1', 'agent-ready').lines.at(-1),
    ['6000 agent-ready: a1 free 6000; c1 to a1 until 11000; a1 offered c1 10 6000 11000'][0],
  );
});

test('[ACD-7] a caller who gives up does not cost the agent its turn', () => {
  const ladder = new Ladder().withFree('a1', 'a2').arrives(10, 'c1').gone(20, 'c1').arrives(30, 'c2');
  deepEqual(ladder.lines.slice(1), [
    '20 call-gone: c1 taken from a1, caller-gone; a1 free 0',
    '30 call-arrived: c2 in line; c2 to a1 until 5030; a1 offered c2 30 0 5030',
  ]);
});

test('[ACD-8] a wrap-up ends by itself, or by hand', () => {
  const ladder = new Ladder().withFree('a1').arrives(10, 'c1').picksUp(20, 'a1', 'c1').gone(100, 'c1');
  deepEqual(ladder.until(9_000).lines.slice(1), [
    '20 picked-up: a1 has c1; a1 talking c1 10 20 wrap-up',
    '100 call-gone: a1 wrapping-up c1 8100 11100',
    '8100 clock: a1 free 8100',
  ]);
  ladder.arrives(9_000, 'c2').picksUp(9_000, 'a1', 'c2').gone(9_100, 'c2').agent(9_200, 'a1', 'wrapped-up');
  equal(ladder.lines.at(-1), '9200 wrapped-up: a1 free 9200');
  ladder.arrives(9_300, 'c3').picksUp(9_300, 'a1', 'c3').gone(9_400, 'c3').agent(9_500, 'a1', 'agent-ready');
  equal(ladder.lines.at(-1), '9500 agent-ready: a1 free 9500');
});

test('[ACD-70] typing puts the end of a wrap-up off, never brings it nearer, and is late once it has ended', () => {
  const ladder = new Ladder().withFree('a1').arrives(10, 'c1').picksUp(20, 'a1', 'c1').gone(100, 'c1');
  ladder.agent(200, 'a1', 'still-typing').agent(6_000, 'a1', 'still-typing').until(20_000);
  ladder.agent(20_000, 'a1', 'still-typing');
  deepEqual(ladder.lines.slice(3), [
    '200 still-typing:',
    '6000 still-typing: a1 wrapping-up c1 11000 11100',
    '11000 clock: a1 free 11000',
    '20000 still-typing:',
  ]);
});

test('[ACD-71] no typing keeps a wrap-up open beyond its limit, nor shortens one that is longer by itself', () => {
  const typing = (wrapUpMaxMs: number): readonly string[] => {
    const ladder = new Ladder({ ...RULES, choiceMs: null, wrapUpMaxMs });
    ladder.withFree('a1').arrives(10, 'c1').picksUp(20, 'a1', 'c1').gone(100, 'c1');
    for (let now = 1_000; now < 20_000; now += 1_000) ladder.agent(now, 'a1', 'still-typing');
    return ladder.lines.filter((line) => line.includes('free'));
  };
  deepEqual(typing(11_000), ['11100 clock: a1 free 11100']);
  deepEqual(typing(0), ['8100 clock: a1 free 8100']);
});

test('[ACD-20] whoever declines an offer is stood down as if it had run out; a late word is nothing', () => {
  const ladder = new Ladder()
    .withFree('a1')
    .arrives(10, 'c1')
    .declines(20, 'a1', 'c1')
    .declines(30, 'a1', 'c1');
  ladder
    .agent(40, 'a1', 'agent-ready')
    .declines(50, 'a1', 'c2')
    .picksUp(60, 'a1', 'c1')
    .declines(70, 'a1', 'c1');
  deepEqual(ladder.lines.slice(1), [
    '20 declined: c1 taken from a1, missed; a1 away missed-offer',
    '30 declined:',
    '40 agent-ready: a1 free 40; c1 to a1 until 5040; a1 offered c1 10 40 5040',
    '50 declined:',
    '60 picked-up: a1 has c1; a1 talking c1 10 60 wrap-up',
    '70 declined:',
  ]);
});

test('[ACD-8] an agent is free from the end of its wrap-up, however late the clock comes', () => {
  const floor = new Ladder().withFree('a1').arrives(10, 'c1').picksUp(20, 'a1', 'c1').gone(100, 'c1').floor;
  step(floor, { kind: 'clock' }, at(20_000));
  deepEqual(floor.agents.get('a1' as AgentId), { kind: 'free', since: 8_100 });
});

test('[ACD-9] who gets up in mid-call ends that call first, and may think better of it', () => {
  const ladder = new Ladder().withFree('a1').arrives(10, 'c1').picksUp(20, 'a1', 'c1');
  ladder.away(30, 'a1', 'chosen').away(31, 'a1', 'chosen').agent(40, 'a1', 'agent-ready');
  ladder.away(50, 'a1', 'chosen').gone(60, 'c1');
  deepEqual(ladder.lines.slice(2), [
    '30 agent-away: a1 talking c1 10 20 away',
    '31 agent-away:',
    '40 agent-ready: a1 talking c1 10 20 wrap-up',
    '50 agent-away: a1 talking c1 10 20 away',
    '60 call-gone: a1 away chosen',
  ]);
});

test('[ACD-9] who gets up while it is free or wraps up is away at once', () => {
  const ladder = new Ladder().withFree('a1', 'a2').away(5, 'a2', 'chosen');
  ladder.arrives(10, 'c1').picksUp(20, 'a1', 'c1').gone(30, 'c1').away(40, 'a1', 'chosen');
  deepEqual(
    [ladder.lines[0], ladder.lines.at(-1)],
    ['5 agent-away: a2 away chosen', '40 agent-away: a1 away chosen'],
  );
});

test('[ACD-10] an agent that is lost or has left gives its call back at once', () => {
  const ladder = new Ladder().withFree('a1', 'a2').arrives(10, 'c1').picksUp(20, 'a1', 'c1');
  ladder.away(30, 'a1', 'sound-lost').picksUp(40, 'a2', 'c1').agent(50, 'a2', 'agent-left');
  deepEqual(ladder.lines.slice(2), [
    '30 agent-away: a1 loses c1; a1 away sound-lost; c1 to a2 until 5030; a2 offered c1 10 1 5030',
    '40 picked-up: a2 has c1; a2 talking c1 10 40 wrap-up',
    '50 agent-left: a2 loses c1; a2 gone',
  ]);
  equal(ladder.agent(60, 'a2', 'agent-ready').lines.at(-1), '60 agent-ready:');
});

test('[ACD-15] coming twice or being ready twice costs no turn', () => {
  const ladder = new Ladder().withFree('a1', 'a2');
  ladder.agent(10, 'a1', 'agent-ready').comes(11, 'a1').arrives(12, 'c1');
  deepEqual(ladder.agent(13, 'a1', 'agent-ready').lines, [
    '10 agent-ready:',
    '11 agent-came: a1 free 0',
    '12 call-arrived: c1 in line; c1 to a1 until 5012; a1 offered c1 12 0 5012',
    '13 agent-ready:',
  ]);
});

test('[ACD-1] a call that arrives a second time is not counted again', () => {
  const ladder = new Ladder().arrives(10, 'c1', 'c1').withFree('a1');
  deepEqual(ladder.lines, ['10 call-arrived: c1 in line', '10 call-arrived:']);
  equal(ladder.arrives(20, 'c1').lines.at(-1), '20 call-arrived:');
});

test('[ACD-21] who listens is given no calls until it is ready; whoever has one listens to no other', () => {
  const ladder = new Ladder().withFree('a1', 'a2').away(10, 'a1', 'listening').arrives(20, 'c1', 'c2');
  ladder.away(30, 'a2', 'listening').away(31, 'a1', 'listening').agent(40, 'a1', 'agent-ready');
  deepEqual(ladder.lines, [
    '10 agent-away: a1 away listening',
    '20 call-arrived: c1 in line; c1 to a2 until 5020; a2 offered c1 20 1 5020',
    '20 call-arrived: c2 in line',
    '30 agent-away:',
    '31 agent-away:',
    '40 agent-ready: a1 free 40; c2 to a1 until 5040; a1 offered c2 20 40 5040',
  ]);
});

test('[ACD-22] a call that is taken over goes from hand to hand, and the other one wraps up', () => {
  const ladder = new Ladder().withFree('a1').arrives(10, 'c1').picksUp(20, 'a1', 'c1').withFree('s1', 's2');
  ladder.away(30, 's1', 'listening').takesOver(40, 's1', 'c1').takesOver(50, 's2', 'c1').gone(60, 'c1');
  deepEqual(ladder.lines.slice(2), [
    '30 agent-away: s1 away listening',
    '40 take-over: c1 from a1 to s1; a1 wrapping-up c1 8040 11040; s1 talking c1 10 40 away',
    '50 take-over: c1 from s1 to s2; s1 away chosen; s2 talking c1 10 50 wrap-up',
    '60 call-gone: s2 wrapping-up c1 8060 11060',
  ]);
});

test('[ACD-22] nobody takes over a call that is only offered, waits, or is its own; nor in mid-call', () => {
  const ladder = new Ladder().withFree('a1', 'a2').arrives(10, 'c1', 'c2', 'c3').picksUp(20, 'a1', 'c1');
  ladder.withFree('s1').lines.splice(0);
  ladder.takesOver(30, 's1', 'c2').takesOver(31, 's1', 'c3').takesOver(32, 'a1', 'c1');
  deepEqual(ladder.takesOver(33, 'a2', 'c1').lines, [
    '30 take-over:',
    '31 take-over:',
    '32 take-over:',
    '33 take-over:',
  ]);
});

test('[ACD-19] new rules hold for what begins after them', () => {
  const ladder = new Ladder().withFree('a1', 'a2').arrives(10, 'c1');
  ladder
    .say(20, { kind: 'rules-set', rules: { ...RULES, choiceMs: null, offerMs: 1_000 } })
    .arrives(30, 'c2')
    .until(5_010);
  deepEqual(
    ladder.lines.slice(2).map((line) => line.split(';')[0]),
    [
      '30 call-arrived: c2 in line',
      '1030 clock: c2 taken from a2, missed',
      '5010 clock: c1 taken from a1, missed',
    ],
  );
});

test('[ACD-16] a floor that is full refuses an agent; rules beyond the limits are a bug', () => {
  const floor = emptyFloor(RULES);
  for (let n = 0; n < LIMITS.agentsMax; n += 1)
    step(floor, { kind: 'agent-came', agent: agent(n), profile: ANYBODY }, at(0));
  deepEqual(step(floor, { kind: 'agent-came', agent: 'late' as AgentId, profile: ANYBODY }, at(1)).effects, [
    { kind: 'agent-refused', agent: 'late', because: 'floor-full' },
  ]);
  for (const wrong of [{ offerMs: 0 }, { wrapUpMs: 3_600_001 }, { waitingMax: 5_001 }, { offerMs: 0.5 }])
    throws(() => emptyFloor({ ...RULES, ...wrong }), /broken invariant/);
});
