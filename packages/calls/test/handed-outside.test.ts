import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { Ladder } from './ladder.ts';

/** a1 talks on c1, a2 is free. */
const talk = (): Ladder => {
  const ladder = new Ladder().withFree('a1').withTalk(10, 'a1', 'c1').withFree('a2');
  ladder.lines.splice(0);
  return ladder;
};
/** a1 speaks with somebody outside about c1. */
const out = (): Ladder => {
  const ladder = talk().consult(20, 'a1', 'c1', 'outside:depot').outside(30, 'c1~1', 'outside-answered');
  ladder.lines.splice(0);
  return ladder;
};

test('[CAL-58] handed out of the house: somebody outside is rung, has the caller, and ends the call', () => {
  deepEqual(
    talk()
      .handOver(20, 'a1', 'c1', 'outside:depot')
      .outside(30, 'c1~1', 'outside-answered')
      .outside(40, 'c1~1', 'outside-ended').lines,
    [
      '20 a1 hand-over c1: unbridge c1, ended a1 c1 handed-over, play c1 hold-fr, a1 wrapping-up, ring-outside c1 c1~1 depot',
      '30 outside-answered c1~1: join c1 c1~1',
      '40 outside-ended c1~1: release c1, unbridge c1, close-leg c1, c1 ended (agent)',
    ],
  );
});

test('[CAL-58] nobody outside takes it: the caller is for whoever handed him out, else for the line', () => {
  deepEqual(talk().handOver(20, 'a1', 'c1', 'outside:depot').outside(30, 'c1~1', 'outside-failed').lines, [
    '20 a1 hand-over c1: unbridge c1, ended a1 c1 handed-over, play c1 hold-fr, a1 wrapping-up, ring-outside c1 c1~1 depot',
    '30 outside-failed c1~1: offer a1 c1, a1 offered',
  ]);
  deepEqual(
    talk()
      .handOver(20, 'a1', 'c1', 'outside:depot')
      .away(25, 'a1', 'chosen')
      .outside(30, 'c1~1', 'outside-failed').lines,
    [
      '20 a1 hand-over c1: unbridge c1, ended a1 c1 handed-over, play c1 hold-fr, a1 wrapping-up, ring-outside c1 c1~1 depot',
      '25 a1 agent-away chosen: a1 away (chosen)',
      '30 outside-failed c1~1: offer a2 c1, a2 offered',
    ],
  );
  deepEqual(talk().handOver(20, 'a1', 'c1', 'outside:depot').until(45_020).lines, [
    '20 a1 hand-over c1: unbridge c1, ended a1 c1 handed-over, play c1 hold-fr, a1 wrapping-up, ring-outside c1 c1~1 depot',
    '10020 clock: a1 free',
    '45020 clock: hang-up-outside c1 c1~1, offer a1 c1, a1 offered',
  ]);
});

test('[CAL-52][CAL-54][CAL-57] spoken with outside, all three, completed', () => {
  deepEqual(
    talk()
      .consult(20, 'a1', 'c1', 'outside:depot')
      .outside(30, 'c1~1', 'outside-answered')
      .desk(40, 'a1', 'talk-together', 'c1')
      .desk(50, 'a1', 'complete', 'c1')
      .call(60, 'c1', 'caller-hung-up').lines,
    [
      '20 a1 consult c1: unbridge c1, play c1 hold-fr, ring-outside c1 c1~1 depot, consulting a1 c1',
      '30 outside-answered c1~1: consult a1 c1~1, consulting a1 c1',
      '40 a1 talk-together c1: unconsult a1 c1~1, join c1 c1~1, join-in a1 c1, consulting a1 c1',
      '50 a1 complete c1: step-out a1 c1, unbridge c1, ended a1 c1 handed-over, join c1 c1~1, a1 wrapping-up',
      '60 caller-hung-up c1: unbridge c1, hang-up-outside c1 c1~1, close-leg c1, c1 ended (caller)',
    ],
  );
  deepEqual(out().desk(40, 'a1', 'complete', 'c1').outside(50, 'c1~1', 'outside-failed').lines, [
    '40 a1 complete c1: unconsult a1 c1~1, ended a1 c1 handed-over, join c1 c1~1, a1 wrapping-up',
    '50 outside-failed c1~1: unbridge c1, play c1 hold-fr, offer a1 c1, a1 offered',
  ]);
});

test('[CAL-56][CAL-58] taken back, hung up, not answered: the caller is there again', () => {
  deepEqual(out().desk(40, 'a1', 'take-back', 'c1').lines, [
    '40 a1 take-back c1: unconsult a1 c1~1, hang-up-outside c1 c1~1, bridge c1 a1, consulting a1 c1',
  ]);
  deepEqual(out().outside(40, 'c1~1', 'outside-ended').lines, [
    '40 outside-ended c1~1: unconsult a1 c1~1, bridge c1 a1, consulting a1 c1',
  ]);
  deepEqual(talk().consult(20, 'a1', 'c1', 'outside:depot').outside(30, 'c1~1', 'outside-failed').lines, [
    '20 a1 consult c1: unbridge c1, play c1 hold-fr, ring-outside c1 c1~1 depot, consulting a1 c1',
    '30 outside-failed c1~1: bridge c1 a1, consulting a1 c1',
  ]);
  deepEqual(talk().consult(20, 'a1', 'c1', 'outside:depot').until(45_020).lines, [
    '20 a1 consult c1: unbridge c1, play c1 hold-fr, ring-outside c1 c1~1 depot, consulting a1 c1',
    '45020 clock: hang-up-outside c1 c1~1, bridge c1 a1, consulting a1 c1',
  ]);
});

test('[CAL-55] an agent who is lost leaves the caller to whoever outside has answered, else to the line', () => {
  deepEqual(out().agent(40, 'a1', 'agent-left').lines, [
    '40 a1 agent-left: unconsult a1 c1~1, ended a1 c1 handed-over, join c1 c1~1, a1 wrapping-up, agent-gone a1',
  ]);
  deepEqual(
    talk().agent(15, 'a2', 'agent-left').consult(20, 'a1', 'c1', 'outside:depot').agent(40, 'a1', 'line-lost')
      .lines,
    [
      '15 a2 agent-left: agent-gone a2',
      '20 a1 consult c1: unbridge c1, play c1 hold-fr, ring-outside c1 c1~1 depot, consulting a1 c1',
      '40 a1 line-lost: hang-up-outside c1 c1~1, ended a1 c1 agent-lost, play c1 hold-fr, a1 away (sound-lost)',
    ],
  );
});

test('[CAL-59][CAL-60] taken over, or without media, nobody outside is forgotten', () => {
  deepEqual(out().withFree('s1').takeOver(40, 's1', 'c1').lines, [
    '40 s1 take-over c1: unconsult a1 c1~1, hang-up-outside c1 c1~1, ended a1 c1 taken-over, bridge c1 s1, connected s1 c1, a1 wrapping-up, s1 talking',
  ]);
  deepEqual(
    talk()
      .handOver(20, 'a1', 'c1', 'outside:depot')
      .outside(30, 'c1~1', 'outside-answered')
      .say(40, { kind: 'media-lost' }).lines,
    [
      '20 a1 hand-over c1: unbridge c1, ended a1 c1 handed-over, play c1 hold-fr, a1 wrapping-up, ring-outside c1 c1~1 depot',
      '30 outside-answered c1~1: join c1 c1~1',
      '40 media-lost: unbridge c1, hang-up-outside c1 c1~1, offer a2 c1, a2 offered, a1 away (sound-lost), withdraw a2 c1 agent-away, a2 away (sound-lost)',
    ],
  );
});
