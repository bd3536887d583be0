import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { invitation, Ladder } from './ladder.ts';

/** c1 is talked on by a1, c2 is offered to a2, c3 waits. */
const evening = (): Ladder => {
  const ladder = new Ladder().withFree('a1', 'a2').withTalk(10, 'a1', 'c1');
  ladder.say(20, invitation('c2')).call(20, 'c2', 'sound-ready').say(21, invitation('c3'));
  ladder.call(21, 'c3', 'sound-ready').lines.splice(0);
  return ladder;
};

test('[CAL-11] media lost: no call ends, who talked is given back, and all of them wait in their order', () => {
  const ladder = evening().say(30, { kind: 'media-lost' }).say(40, { kind: 'media-back' });
  ladder.agent(50, 'a2', 'line-up').call(60, 'c1', 'sound-ready').desk(70, 'a2', 'picked-up', 'c1');
  ladder.desk(80, 'a2', 'form-shown', 'c1').agent(90, 'a1', 'line-up');
  deepEqual(ladder.lines, [
    '30 media-lost: unbridge c1, ended a1 c1 agent-lost, a1 away (sound-lost), withdraw a2 c2 agent-away, a2 away (sound-lost)',
    '40 media-back: open-leg c1, open-leg c2, open-leg c3',
    '50 a2 line-up: a2 free, offer a2 c1, a2 offered',
    '60 sound-ready c1: play c1 hold-fr',
    '70 a2 picked-up c1:',
    '80 a2 form-shown c1: bridge c1 a2, connected a2 c1, a2 talking',
    '90 a1 line-up: a1 free, offer a1 c2, a1 offered',
  ]);
});

test('[CAL-11] a process that does not come back costs the calls, after the time that is given', () => {
  const ladder = evening().say(30, { kind: 'media-lost' }).until(20_000);
  deepEqual(ladder.lines.slice(1), [
    '10030 clock: release c1, close-leg c1, c1 ended (sound-lost), refuse c2 500, close-leg c2, c2 ended (sound-lost), refuse c3 500, close-leg c3, c3 ended (sound-lost)',
  ]);
});

test('[CAL-11] a call that comes while the process is away rings, and has its leg opened as soon as it is back', () => {
  const ladder = new Ladder().withFree('a1').say(30, { kind: 'media-lost' }).say(35, invitation('c1'));
  ladder.say(40, { kind: 'media-back' }).call(45, 'c1', 'sound-ready').agent(50, 'a1', 'line-up');
  deepEqual(ladder.lines.slice(1), [
    '35 invited c1: ring c1',
    '40 media-back: open-leg c1',
    '45 sound-ready c1:',
    '50 a1 line-up: a1 free, offer a1 c1, a1 offered',
  ]);
});

test('[CAL-11] who stood down meanwhile, or was away before, is not put to work again', () => {
  const ladder = new Ladder().withFree('a1', 'a2').away(20, 'a2', 'chosen').say(30, { kind: 'media-lost' });
  ladder.away(35, 'a1', 'chosen').say(40, { kind: 'media-back' });
  ladder.agent(50, 'a1', 'line-up').agent(60, 'a2', 'line-up');
  deepEqual(ladder.lines.slice(2), [
    '35 a1 agent-away chosen: a1 away (chosen)',
    '40 media-back:',
    '50 a1 line-up:',
    '60 a2 line-up:',
  ]);
});

test('[CAL-40] a leg that is not there any more is opened again, and the talk goes on where it was', () => {
  const ladder = new Ladder().withFree('a1').withTalk(10, 'a1', 'c1').call(20, 'c1', 'leg-gone');
  ladder.call(30, 'c1', 'sound-ready').call(40, 'c1', 'leg-gone').call(50, 'c1', 'sound-refused');
  deepEqual(ladder.lines, [
    '20 leg-gone c1: open-leg c1',
    '30 sound-ready c1: bridge c1 a1',
    '40 leg-gone c1: open-leg c1',
    '50 sound-refused c1: release c1, unbridge c1, close-leg c1, ended a1 c1 sound-lost, c1 ended (sound-lost), a1 wrapping-up',
  ]);
});
