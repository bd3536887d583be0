import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { invitation, Ladder } from './ladder.ts';

const connected = 'bridge c1 a1, answer c1, connected a1 c1, a1 talking';

test('[CAL-1][CAL-5] somebody is free: rung and offered at once, answered when the form is shown', () => {
  const ladder = new Ladder().withFree('a1').say(10, invitation('c1')).call(14, 'c1', 'sound-ready');
  ladder
    .desk(100, 'a1', 'picked-up', 'c1')
    .desk(150, 'a1', 'form-shown', 'c1')
    .call(170, 'c1', 'acknowledged');
  deepEqual(ladder.lines, [
    '10 invited c1: open-leg c1, ring c1, offer a1 c1, a1 offered',
    '14 sound-ready c1:',
    '100 a1 picked-up c1:',
    `150 a1 form-shown c1: ${connected}`,
    '170 acknowledged c1:',
  ]);
});

test('[CAL-1] nobody is free: it rings and waits, and is offered to whoever comes free', () => {
  const ladder = new Ladder().say(10, invitation('c1')).agent(11, 'a1', 'agent-came');
  ladder.agent(12, 'a1', 'line-up').agent(20, 'a1', 'agent-ready');
  deepEqual(ladder.lines, [
    '10 invited c1: open-leg c1, ring c1',
    '11 a1 agent-came: a1 away (new)',
    '12 a1 line-up:',
    '20 a1 agent-ready: a1 free, offer a1 c1, a1 offered',
  ]);
  const busy = new Ladder().withFree('a1').withTalk(10, 'a1', 'c1').say(20, invitation('c2'));
  busy.desk(30, 'a1', 'hang-up', 'c1').agent(40, 'a1', 'wrapped-up');
  deepEqual(busy.lines, [
    '20 invited c2: open-leg c2, ring c2',
    '30 a1 hang-up c1: release c1, unbridge c1, close-leg c1, ended a1 c1 agent, c1 ended (agent), a1 wrapping-up',
    '40 a1 wrapped-up: a1 free, offer a1 c2, a1 offered',
  ]);
});

test('[CAL-1] a second invitation for the same call is ignored', () => {
  const ladder = new Ladder().withFree('a1').say(10, invitation('c1')).say(10, invitation('c1'));
  deepEqual(ladder.lines[1], '10 invited c1:');
});

test('[CAL-5] a hidden tab paints nothing: the answer does not wait longer than formShownMs', () => {
  const ladder = new Ladder().withFree('a1').say(10, invitation('c1')).call(14, 'c1', 'sound-ready');
  ladder.desk(100, 'a1', 'picked-up', 'c1').until(500);
  deepEqual(ladder.lines.slice(2), ['100 a1 picked-up c1:', `500 clock: ${connected}`]);
});

test('[CAL-5] the form may be shown before the agent has picked up', () => {
  const ladder = new Ladder().withFree('a1').say(10, invitation('c1')).call(14, 'c1', 'sound-ready');
  ladder.desk(50, 'a1', 'form-shown', 'c1').desk(60, 'a1', 'picked-up', 'c1');
  deepEqual(ladder.lines.slice(2), ['50 a1 form-shown c1:', `60 a1 picked-up c1: ${connected}`]);
});

test('[CAL-5] the agent is there before the sound: the answer waits for the sound', () => {
  const ladder = new Ladder().withFree('a1').say(10, invitation('c1')).desk(20, 'a1', 'picked-up', 'c1');
  ladder.desk(30, 'a1', 'form-shown', 'c1').until(2_000).call(2_000, 'c1', 'sound-ready');
  deepEqual(ladder.lines.slice(1), [
    '20 a1 picked-up c1:',
    '30 a1 form-shown c1:',
    `2000 sound-ready c1: ${connected}`,
  ]);
});

test('[CAL-5] picked up at the last moment of the offer, the call is connected at its end', () => {
  const ladder = new Ladder().withFree('a1').say(10, invitation('c1')).call(14, 'c1', 'sound-ready');
  ladder.desk(5_000, 'a1', 'picked-up', 'c1').until(6_000);
  deepEqual(ladder.lines.slice(2), ['5000 a1 picked-up c1:', `5010 clock: ${connected}`]);
});

test('[CAL-8] no sound by the end of the offer: the call is given up, the agent keeps its turn', () => {
  const ladder = new Ladder()
    .withFree('a1', 'a2')
    .say(10, invitation('c1'))
    .desk(20, 'a1', 'picked-up', 'c1');
  ladder.until(5_010).say(5_020, invitation('c2'));
  deepEqual(ladder.lines.slice(2), [
    '5010 clock: refuse c1 500, close-leg c1, c1 ended (sound-lost), withdraw a1 c1 caller-gone, a1 free',
    '5020 invited c2: open-leg c2, ring c2, offer a1 c2, a1 offered',
  ]);
});

test('[CAL-5] an offer that nobody picks up goes to the next, and the late desk is too late', () => {
  const ladder = new Ladder().withFree('a1', 'a2').say(10, invitation('c1')).call(14, 'c1', 'sound-ready');
  ladder.until(5_010).desk(5_011, 'a1', 'picked-up', 'c1').desk(5_012, 'a1', 'form-shown', 'c1');
  ladder.desk(5_020, 'a2', 'picked-up', 'c1').desk(5_030, 'a2', 'form-shown', 'c1');
  deepEqual(ladder.lines.slice(2), [
    '5010 clock: withdraw a1 c1 missed, a1 away (missed-offer), offer a2 c1, a2 offered',
    '5011 a1 picked-up c1:',
    '5012 a1 form-shown c1:',
    '5020 a2 picked-up c1:',
    '5030 a2 form-shown c1: bridge c1 a2, answer c1, connected a2 c1, a2 talking',
  ]);
});

test('[CAL-4] a call that is long in the answering is rung again each minute, also while it is offered', () => {
  const ladder = new Ladder().say(0, invitation('c1')).until(120_000);
  deepEqual(ladder.lines, [
    '0 invited c1: open-leg c1, ring c1',
    '59000 clock: ring c1',
    '118000 clock: ring c1',
  ]);
  const answered = new Ladder().withFree('a1').withTalk(10, 'a1', 'c1').until(300_000);
  deepEqual(answered.lines, []);
});
