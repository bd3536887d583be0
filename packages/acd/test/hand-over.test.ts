import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { Ladder } from './ladder.ts';

/** a1 talks on c1 since 20; a2 is free. */
const talk = (): Ladder => {
  const ladder = new Ladder().withFree('a1').arrives(10, 'c1').picksUp(20, 'a1', 'c1').withFree('a2');
  ladder.lines.splice(0);
  return ladder;
};
/** a1 has asked a2, who has picked up. */
const consultation = (): Ladder => {
  const ladder = talk().asks(30, 'a1', 'c1', 'a2').picksUp(40, 'a2', 'c1');
  ladder.lines.splice(0);
  return ladder;
};

test('[ACD-40] a call is passed on to one who is free: it is offered there, and the one who had it wraps up', () => {
  const ladder = talk().passesOn(30, 'a1', 'c1', 'a2').picksUp(40, 'a2', 'c1');
  deepEqual(ladder.lines, [
    '30 pass-on: a1 passes c1 on; a1 wrapping-up c1 8030 11030; c1 to a2 until 5030; a2 offered c1 10 0 5030',
    '40 picked-up: a2 has c1; a2 talking c1 10 40 wrap-up',
  ]);
});

test('[ACD-40] passed on to the line, it stands where its arrival puts it; so it does when nobody picks it up', () => {
  const ladder = talk().arrives(30, 'c2').arrives(31, 'c3').picksUp(32, 'a2', 'c2').away(33, 'a1', 'chosen');
  ladder.passesOn(40, 'a1', 'c1', null).comes(50, 'a3').agent(51, 'a3', 'agent-ready');
  deepEqual(ladder.lines.slice(-3), [
    '40 pass-on: a1 passes c1 on; a1 away chosen',
    '50 agent-came: a3 away new',
    '51 agent-ready: a3 free 51; c1 to a3 until 5051; a3 offered c1 10 51 5051',
  ]);
  const missed = talk().passesOn(30, 'a1', 'c1', 'a2').arrives(40, 'c2').until(5_030);
  deepEqual(missed.agent(5_040, 'a1', 'wrapped-up').lines.slice(-2), [
    '5030 clock: c1 taken from a2, missed; a2 away missed-offer',
    '5040 wrapped-up: a1 free 5040; c1 to a1 until 10040; a1 offered c1 10 5040 10040',
  ]);
});

test('[ACD-40] only the agent who talks on a call passes it on, and only to one who is free', () => {
  const ladder = talk().withFree('a3').passesOn(30, 'a2', 'c1', 'a3').passesOn(31, 'a1', 'c2', 'a2');
  ladder.away(32, 'a3', 'chosen').passesOn(33, 'a1', 'c1', 'a3').passesOn(34, 'a1', 'c1', 'a1');
  deepEqual(ladder.passesOn(35, 'a1', 'c1', 'nobody').lines, [
    '30 pass-on:',
    '31 pass-on:',
    '32 agent-away: a3 away chosen',
    '33 pass-on:',
    '34 pass-on:',
    '35 pass-on:',
  ]);
});

test('[ACD-41] one who is free is asked about a call that stays where it is; nobody else calls upon it meanwhile', () => {
  const ladder = talk().asks(30, 'a1', 'c1', 'a2').arrives(31, 'c2').asks(32, 'a1', 'c1', 'a2');
  ladder.picksUp(40, 'a2', 'c2').picksUp(41, 'a2', 'c1').agent(42, 'a2', 'agent-ready');
  deepEqual(ladder.lines, [
    '30 ask: c1 to a2 until 5030; a2 asked c1 0 5030',
    '31 call-arrived: c2 in line',
    '32 ask:',
    '40 picked-up:',
    '41 picked-up: a2 has c1; a2 consulted c1 0 free',
    '42 agent-ready:',
  ]);
});

test('[ACD-41] whoever does not answer, or declines, is stood down; the call is not touched', () => {
  deepEqual(talk().asks(30, 'a1', 'c1', 'a2').until(6_000).lines.slice(1), [
    '5030 clock: c1 taken from a2, missed; a2 away missed-offer',
  ]);
  deepEqual(talk().asks(30, 'a1', 'c1', 'a2').declines(40, 'a2', 'c1').lines.slice(1), [
    '40 declined: c1 taken from a2, missed; a2 away missed-offer',
  ]);
});

test('[ACD-42] completed, the call is with the one who was asked, and the other one wraps up', () => {
  deepEqual(consultation().completes(50, 'a1', 'c1').gone(60, 'c1').lines, [
    '50 complete: c1 from a1 to a2; a2 talking c1 10 50 wrap-up; a1 wrapping-up c1 8050 11050',
    '60 call-gone: a2 wrapping-up c1 8060 11060',
  ]);
  const ladder = consultation().away(45, 'a2', 'chosen').completes(50, 'a1', 'c1').gone(60, 'c1');
  deepEqual(ladder.lines, [
    '45 agent-away: a2 consulted c1 0 away',
    '50 complete: c1 from a1 to a2; a2 talking c1 10 50 away; a1 wrapping-up c1 8050 11050',
    '60 call-gone: a2 away chosen',
  ]);
});

test('[ACD-43] taken back by either, or for the caller is gone: whoever was asked has the turn that it had', () => {
  const free = 'c1 taken from a2, taken-back; a2 free 0';
  deepEqual(consultation().takesBack(50, 'a1', 'c1').lines, [`50 take-back: ${free}`]);
  deepEqual(consultation().takesBack(50, 'a2', 'c1').lines, [`50 take-back: ${free}`]);
  deepEqual(consultation().gone(50, 'c1').lines, [
    '50 call-gone: c1 taken from a2, caller-gone; a2 free 0; a1 wrapping-up c1 8050 11050',
  ]);
  const getsUp = consultation().away(45, 'a2', 'chosen').takesBack(50, 'a1', 'c1');
  deepEqual(getsUp.lines.slice(1), ['50 take-back: c1 taken from a2, taken-back; a2 away chosen']);
});

test('[ACD-44] an agent who is lost leaves the call to the one who has picked up, else it waits again', () => {
  deepEqual(consultation().away(50, 'a1', 'sound-lost').lines, [
    '50 agent-away: c1 from a1 to a2; a2 talking c1 10 50 wrap-up; a1 away sound-lost',
  ]);
  deepEqual(consultation().agent(50, 'a1', 'agent-left').lines, [
    '50 agent-left: c1 from a1 to a2; a2 talking c1 10 50 wrap-up; a1 gone',
  ]);
  deepEqual(talk().asks(30, 'a1', 'c1', 'a2').away(50, 'a1', 'desk-lost').lines.slice(1), [
    '50 agent-away: c1 taken from a2, taken-back; a2 free 0; a1 loses c1; a1 away desk-lost; c1 to a2 until 5050; a2 offered c1 10 0 5050',
  ]);
});

test('[ACD-45] whoever was asked and is lost, or a call that is taken over, leaves nobody asked', () => {
  deepEqual(consultation().away(50, 'a2', 'sound-lost').lines, [
    '50 agent-away: c1 taken from a2, agent-away; a2 away sound-lost',
  ]);
  deepEqual(consultation().withFree('s1').takesOver(50, 's1', 'c1').lines, [
    '50 take-over: c1 taken from a2, taken-back; a2 free 0; c1 from a1 to s1; a1 wrapping-up c1 8050 11050; s1 talking c1 10 50 wrap-up',
  ]);
});

test('[ACD-46] a call that is handed out of the house is not on the floor, and comes back to the one who did it', () => {
  const ladder = talk().arrives(25, 'c2').picksUp(26, 'a2', 'c2').passesOut(30, 'a1', 'c1');
  ladder.comesBack(40, 'c1', 10, 'a1').comesBack(41, 'c1', 10, 'a1');
  deepEqual(ladder.lines.slice(2), [
    '30 pass-out: a1 passes c1 on; a1 wrapping-up c1 8030 11030',
    '40 come-back: c1 to a1 until 5040; a1 offered c1 10 40 5040',
    '41 come-back:',
  ]);
});

test('[ACD-46] where that one is not there any more, it stands in the line where its arrival puts it', () => {
  const ladder = talk().arrives(25, 'c2').picksUp(26, 'a2', 'c2').passesOut(30, 'a1', 'c1');
  ladder.away(31, 'a1', 'chosen').arrives(32, 'c3').comesBack(40, 'c1', 10, 'a1');
  deepEqual(ladder.agent(50, 'a1', 'agent-ready').lines.slice(-2), [
    '40 come-back:',
    '50 agent-ready: a1 free 50; c1 to a1 until 5050; a1 offered c1 10 50 5050',
  ]);
});
