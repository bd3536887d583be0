import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { invitation, Ladder } from './ladder.ts';

/** a1 talks on c1, a2 is free. */
const talk = (): Ladder => {
  const ladder = new Ladder().withFree('a1').withTalk(10, 'a1', 'c1').withFree('a2');
  ladder.lines.splice(0);
  return ladder;
};
/** a1 speaks with a2 about c1. */
const spoken = (): Ladder => {
  const ladder = talk().consult(20, 'a1', 'c1', 'a2').desk(21, 'a2', 'picked-up', 'c1');
  ladder.lines.splice(0);
  return ladder;
};
/** a1 talks on c1 at a desk phone, and a2 sits at another. */
const phones = (): Ladder => {
  const ladder = new Ladder().withPhone('a1').say(10, invitation('c1')).call(11, 'c1', 'sound-ready');
  ladder
    .desk(12, 'a1', 'form-shown', 'c1')
    .phone(13, 'c1~1', 'phone-answered')
    .call(14, 'c1', 'acknowledged');
  ladder.withPhone('a2').lines.splice(0);
  return ladder;
};

test('[CAL-51] given to one who is free, the call is offered there while the caller waits; who gave it wraps up', () => {
  deepEqual(
    talk()
      .handOver(20, 'a1', 'c1', 'a2')
      .desk(21, 'a2', 'picked-up', 'c1')
      .desk(22, 'a2', 'form-shown', 'c1')
      .until(10_030).lines,
    [
      '20 a1 hand-over c1: unbridge c1, ended a1 c1 handed-over, play c1 hold-fr, a1 wrapping-up, offer a2 c1, a2 offered',
      '21 a2 picked-up c1:',
      '22 a2 form-shown c1: bridge c1 a2, connected a2 c1, a2 talking',
      '10020 clock: a1 free',
    ],
  );
  deepEqual(talk().handOver(20, 'a1', 'c1', 'a2').until(5_020).lines, [
    '20 a1 hand-over c1: unbridge c1, ended a1 c1 handed-over, play c1 hold-fr, a1 wrapping-up, offer a2 c1, a2 offered',
    '5020 clock: withdraw a2 c1 missed, a2 away (missed-offer)',
  ]);
});

test('[CAL-51] given to a line, it waits in its place, in the language of that line', () => {
  deepEqual(
    talk().agent(15, 'a2', 'agent-left').handOver(20, 'a1', 'c1', 'line').handOver(21, 'a1', 'c1', 'line')
      .lines,
    [
      '15 a2 agent-left: agent-gone a2',
      '20 a1 hand-over c1: unbridge c1, ended a1 c1 handed-over, play c1 hold-en, a1 wrapping-up',
      '21 a1 hand-over c1:',
    ],
  );
});

test('[CAL-50] only the agent who talks gives a call away, to somebody who is free or a line that is open', () => {
  deepEqual(
    talk()
      .handOver(20, 'a1', 'c1', 'closed')
      .handOver(21, 'a2', 'c1', 'a1')
      .handOver(22, 'a1', 'c1', 'a3')
      .handOver(23, 'a1', 'c1', 'a1').lines,
    ['20 a1 hand-over c1:', '21 a2 hand-over c1:', '22 a1 hand-over c1:', '23 a1 hand-over c1:'],
  );
});

test('[CAL-50][CAL-52] one is asked at a time, and a call that is spoken about is not given away beside it', () => {
  deepEqual(
    talk()
      .withFree('a3')
      .consult(20, 'a1', 'c1', 'a2')
      .consult(21, 'a1', 'c1', 'a3')
      .handOver(22, 'a1', 'c1', 'a3')
      .consult(23, 'a2', 'c1', 'a3').lines,
    [
      '20 a1 consult c1: offer a2 c1, unbridge c1, play c1 hold-fr, consulting a1 c1, a2 asked',
      '21 a1 consult c1:',
      '22 a1 hand-over c1:',
      '23 a2 consult c1:',
    ],
  );
});

test('[CAL-52][CAL-53][CAL-54][CAL-57] asked, spoken with, all three, completed', () => {
  deepEqual(
    talk()
      .consult(20, 'a1', 'c1', 'a2')
      .desk(21, 'a2', 'picked-up', 'c1')
      .desk(22, 'a2', 'form-shown', 'c1')
      .desk(30, 'a1', 'talk-together', 'c1')
      .desk(40, 'a1', 'complete', 'c1')
      .desk(50, 'a2', 'hang-up', 'c1').lines,
    [
      '20 a1 consult c1: offer a2 c1, unbridge c1, play c1 hold-fr, consulting a1 c1, a2 asked',
      '21 a2 picked-up c1: consult a1 a2, consulting a1 c1, consulting a2 c1, a2 consulted',
      '22 a2 form-shown c1:',
      '30 a1 talk-together c1: unconsult a1 a2, bridge c1 a1, join-in a2 c1, consulting a1 c1, consulting a2 c1',
      '40 a1 complete c1: step-out a2 c1, unbridge c1, ended a1 c1 handed-over, bridge c1 a2, connected a2 c1, a2 talking, a1 wrapping-up',
      '50 a2 hang-up c1: release c1, unbridge c1, close-leg c1, ended a2 c1 agent, c1 ended (agent), a2 wrapping-up',
    ],
  );
  deepEqual(spoken().desk(30, 'a1', 'complete', 'c1').lines, [
    '30 a1 complete c1: unconsult a1 a2, ended a1 c1 handed-over, bridge c1 a2, connected a2 c1, a2 talking, a1 wrapping-up',
  ]);
});

test('[CAL-56] taken back by the one who asked, or left by the other: the caller is there again', () => {
  deepEqual(
    talk().consult(20, 'a1', 'c1', 'a2').desk(30, 'a1', 'complete', 'c1').desk(31, 'a1', 'take-back', 'c1')
      .lines,
    [
      '20 a1 consult c1: offer a2 c1, unbridge c1, play c1 hold-fr, consulting a1 c1, a2 asked',
      '30 a1 complete c1:',
      '31 a1 take-back c1: withdraw a2 c1 taken-back, bridge c1 a1, consulting a1 c1, a2 free',
    ],
  );
  deepEqual(spoken().desk(30, 'a1', 'take-back', 'c1').lines, [
    '30 a1 take-back c1: withdraw a2 c1 taken-back, unconsult a1 a2, bridge c1 a1, consulting a1 c1, a2 free',
  ]);
  deepEqual(spoken().desk(25, 'a1', 'talk-together', 'c1').desk(30, 'a1', 'take-back', 'c1').lines, [
    '25 a1 talk-together c1: unconsult a1 a2, bridge c1 a1, join-in a2 c1, consulting a1 c1, consulting a2 c1',
    '30 a1 take-back c1: withdraw a2 c1 taken-back, step-out a2 c1, consulting a1 c1, a2 free',
  ]);
  deepEqual(spoken().desk(30, 'a2', 'hang-up', 'c1').lines, [
    '30 a2 hang-up c1: withdraw a2 c1 taken-back, unconsult a1 a2, bridge c1 a1, consulting a1 c1, a2 free',
  ]);
});

test('[CAL-53] who does not answer, or is lost, leaves the caller with the one who asked', () => {
  deepEqual(talk().consult(20, 'a1', 'c1', 'a2').until(5_020).lines, [
    '20 a1 consult c1: offer a2 c1, unbridge c1, play c1 hold-fr, consulting a1 c1, a2 asked',
    '5020 clock: withdraw a2 c1 missed, bridge c1 a1, consulting a1 c1, a2 away (missed-offer)',
  ]);
  deepEqual(spoken().agent(30, 'a2', 'line-lost').lines, [
    '30 a2 line-lost: withdraw a2 c1 agent-away, unconsult a1 a2, bridge c1 a1, consulting a1 c1, a2 away (sound-lost)',
  ]);
});

test('[CAL-55] who asked and hangs up, or is lost, leaves the caller to the other one; where nobody has answered, to the line', () => {
  deepEqual(spoken().desk(30, 'a1', 'hang-up', 'c1').lines, [
    '30 a1 hang-up c1: unconsult a1 a2, ended a1 c1 handed-over, bridge c1 a2, connected a2 c1, a2 talking, a1 wrapping-up',
  ]);
  deepEqual(talk().consult(20, 'a1', 'c1', 'a2').desk(30, 'a1', 'hang-up', 'c1').lines, [
    '20 a1 consult c1: offer a2 c1, unbridge c1, play c1 hold-fr, consulting a1 c1, a2 asked',
    '30 a1 hang-up c1: withdraw a2 c1 taken-back, bridge c1 a1, consulting a1 c1, a2 free, unbridge c1, ended a1 c1 handed-over, play c1 hold-fr, a1 wrapping-up, offer a2 c1, a2 offered',
  ]);
  deepEqual(spoken().agent(30, 'a1', 'line-lost').lines, [
    '30 a1 line-lost: unconsult a1 a2, ended a1 c1 handed-over, bridge c1 a2, connected a2 c1, a2 talking, a1 away (sound-lost)',
  ]);
  deepEqual(talk().consult(20, 'a1', 'c1', 'a2').agent(30, 'a1', 'line-lost').lines, [
    '20 a1 consult c1: offer a2 c1, unbridge c1, play c1 hold-fr, consulting a1 c1, a2 asked',
    '30 a1 line-lost: withdraw a2 c1 taken-back, bridge c1 a1, consulting a1 c1, a2 free, unbridge c1, ended a1 c1 agent-lost, play c1 hold-fr, a1 away (sound-lost), offer a2 c1, a2 offered',
  ]);
});

test('[CAL-60] a caller who hangs up, or a supervisor who takes over, leaves nobody in a consultation', () => {
  deepEqual(spoken().call(30, 'c1', 'caller-hung-up').lines, [
    '30 caller-hung-up c1: unconsult a1 a2, close-leg c1, ended a1 c1 caller, c1 ended (caller), withdraw a2 c1 caller-gone, a2 free, a1 wrapping-up',
  ]);
  deepEqual(spoken().desk(25, 'a1', 'talk-together', 'c1').call(30, 'c1', 'caller-hung-up').lines, [
    '25 a1 talk-together c1: unconsult a1 a2, bridge c1 a1, join-in a2 c1, consulting a1 c1, consulting a2 c1',
    '30 caller-hung-up c1: step-out a2 c1, unbridge c1, close-leg c1, ended a1 c1 caller, c1 ended (caller), withdraw a2 c1 caller-gone, a2 free, a1 wrapping-up',
  ]);
  deepEqual(spoken().withFree('s1').takeOver(30, 's1', 'c1').lines, [
    '30 s1 take-over c1: withdraw a2 c1 taken-back, unconsult a1 a2, bridge c1 a1, consulting a1 c1, a2 free, unbridge c1, ended a1 c1 taken-over, bridge c1 s1, connected s1 c1, a1 wrapping-up, s1 talking',
  ]);
});

test('[CAL-59] when the media process dies the consultation is over; a leg alone is made again as it was', () => {
  deepEqual(
    spoken()
      .say(30, { kind: 'media-lost' })
      .say(40, { kind: 'media-back' })
      .call(41, 'c1', 'sound-ready')
      .agent(42, 'a2', 'line-up').lines,
    [
      '30 media-lost: withdraw a2 c1 taken-back, unconsult a1 a2, consulting a1 c1, a2 free, unbridge c1, ended a1 c1 agent-lost, a1 away (sound-lost), offer a2 c1, a2 offered, withdraw a2 c1 agent-away, a2 away (sound-lost)',
      '40 media-back: open-leg c1',
      '41 sound-ready c1: play c1 hold-fr',
      '42 a2 line-up: a2 free, offer a2 c1, a2 offered',
    ],
  );
  deepEqual(spoken().call(30, 'c1', 'leg-gone').call(31, 'c1', 'sound-ready').lines, [
    '30 leg-gone c1: open-leg c1',
    '31 sound-ready c1: play c1 hold-fr',
  ]);
  deepEqual(
    spoken().desk(25, 'a1', 'talk-together', 'c1').call(30, 'c1', 'leg-gone').call(31, 'c1', 'sound-ready')
      .lines,
    [
      '25 a1 talk-together c1: unconsult a1 a2, bridge c1 a1, join-in a2 c1, consulting a1 c1, consulting a2 c1',
      '30 leg-gone c1: open-leg c1',
      '31 sound-ready c1: bridge c1 a1, join-in a2 c1',
    ],
  );
});

test('[CAL-53][CAL-55] desk phones are rung, answer and hang up as in any call', () => {
  deepEqual(
    phones()
      .consult(20, 'a1', 'c1', 'a2')
      .desk(21, 'a2', 'picked-up', 'c1')
      .phone(22, 'c1~2', 'phone-answered')
      .phone(30, 'c1~1', 'phone-hung-up')
      .phone(40, 'c1~2', 'phone-hung-up').lines,
    [
      '20 a1 consult c1: offer a2 c1, ring-phone a2 c1 c1~2, unbridge c1, play c1 hold-fr, consulting a1 c1, a2 asked',
      '21 a2 picked-up c1:',
      '22 phone-answered c1~2: consult a1 a2, consulting a1 c1, consulting a2 c1, a2 consulted',
      '30 phone-hung-up c1~1: unconsult a1 a2, ended a1 c1 handed-over, bridge c1 a2, connected a2 c1, a2 talking, a1 wrapping-up',
      '40 phone-hung-up c1~2: release c1, unbridge c1, close-leg c1, ended a2 c1 agent, c1 ended (agent), a2 wrapping-up',
    ],
  );
  deepEqual(phones().consult(20, 'a1', 'c1', 'a2').phone(22, 'c1~2', 'phone-failed').lines, [
    '20 a1 consult c1: offer a2 c1, ring-phone a2 c1 c1~2, unbridge c1, play c1 hold-fr, consulting a1 c1, a2 asked',
    '22 phone-failed c1~2: withdraw a2 c1 missed, bridge c1 a1, consulting a1 c1, a2 away (missed-offer)',
  ]);
  deepEqual(
    phones()
      .consult(20, 'a1', 'c1', 'a2')
      .phone(22, 'c1~2', 'phone-answered')
      .phone(30, 'c1~2', 'phone-hung-up').lines,
    [
      '20 a1 consult c1: offer a2 c1, ring-phone a2 c1 c1~2, unbridge c1, play c1 hold-fr, consulting a1 c1, a2 asked',
      '22 phone-answered c1~2: consult a1 a2, consulting a1 c1, consulting a2 c1, a2 consulted',
      '30 phone-hung-up c1~2: withdraw a2 c1 taken-back, unconsult a1 a2, bridge c1 a1, consulting a1 c1, a2 free',
    ],
  );
  deepEqual(
    phones().consult(20, 'a1', 'c1', 'a2').phone(22, 'c1~2', 'phone-answered').phone(30, 'c1~2', 'phone-lost')
      .lines,
    [
      '20 a1 consult c1: offer a2 c1, ring-phone a2 c1 c1~2, unbridge c1, play c1 hold-fr, consulting a1 c1, a2 asked',
      '22 phone-answered c1~2: consult a1 a2, consulting a1 c1, consulting a2 c1, a2 consulted',
      '30 phone-lost c1~2: withdraw a2 c1 agent-away, unconsult a1 a2, bridge c1 a1, consulting a1 c1, a2 away (sound-lost)',
    ],
  );
});
