import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { callOfPhoneLeg } from '../src/index.ts';
import { invitation, Ladder } from './ladder.ts';

const rung = (): Ladder => new Ladder().withPhone('a1').say(10, invitation('c1'));
const talk = (): Ladder => {
  const ladder = rung().call(11, 'c1', 'sound-ready').desk(12, 'a1', 'form-shown', 'c1');
  ladder.phone(20, 'c1~1', 'phone-answered').call(30, 'c1', 'acknowledged').lines.splice(0);
  return ladder;
};

test('[CAL-20] a desk phone is rung with the offer, and its answer picks up: the screen only shows the form', () => {
  const ladder = rung().call(11, 'c1', 'sound-ready').desk(12, 'a1', 'picked-up', 'c1');
  ladder.desk(13, 'a1', 'form-shown', 'c1').phone(20, 'c1~1', 'phone-answered');
  deepEqual(ladder.lines, [
    '10 invited c1: open-leg c1, ring c1, offer a1 c1, ring-phone a1 c1 c1~1, a1 offered',
    '11 sound-ready c1:',
    '12 a1 picked-up c1:',
    '13 a1 form-shown c1:',
    '20 phone-answered c1~1: bridge c1 a1, answer c1, connected a1 c1, a1 talking',
  ]);
});

test('[CAL-20] a phone that answers before the form is shown waits for it, but not for long', () => {
  const ladder = rung().call(11, 'c1', 'sound-ready').phone(20, 'c1~1', 'phone-answered').until(1_000);
  deepEqual(ladder.lines.slice(2), [
    '20 phone-answered c1~1:',
    '420 clock: bridge c1 a1, answer c1, connected a1 c1, a1 talking',
  ]);
});

test('[CAL-21] the own hang-up on the phone ends the call as the key on the screen does', () => {
  deepEqual(talk().phone(5_000, 'c1~1', 'phone-hung-up').lines, [
    '5000 phone-hung-up c1~1: release c1, unbridge c1, close-leg c1, ended a1 c1 agent, c1 ended (agent), a1 wrapping-up',
  ]);
  deepEqual(talk().desk(5_000, 'a1', 'hang-up', 'c1').lines, [
    '5000 a1 hang-up c1: release c1, unbridge c1, hang-up-phone a1 c1~1, close-leg c1, ended a1 c1 agent, c1 ended (agent), a1 wrapping-up',
  ]);
});

test('[CAL-21] the caller who hangs up frees the phone, ringing or answered', () => {
  deepEqual(rung().call(20, 'c1', 'cancelled').lines.slice(1), [
    '20 cancelled c1: hang-up-phone a1 c1~1, close-leg c1, c1 ended (cancelled), withdraw a1 c1 caller-gone, a1 free',
  ]);
  deepEqual(talk().call(5_000, 'c1', 'caller-hung-up').lines, [
    '5000 caller-hung-up c1: unbridge c1, hang-up-phone a1 c1~1, close-leg c1, ended a1 c1 caller, c1 ended (caller), a1 wrapping-up',
  ]);
});

test('[CAL-21] a phone that is busy, refuses or does not answer costs its agent the offer, not the caller', () => {
  const away = (word: string): string =>
    `20 ${word} c1~1: withdraw a1 c1 missed, a1 away (missed-offer), offer a2 c1, a2 offered`;
  for (const word of ['phone-failed', 'phone-hung-up', 'phone-lost'] as const) {
    const ladder = new Ladder().withPhone('a1').withFree('z').say(10, invitation('c1'));
    deepEqual(ladder.phone(20, 'c1~1', word).lines.slice(1), [away(word).replaceAll('a2', 'z')]);
  }
  deepEqual(rung().until(10_000).lines.slice(1), [
    '5010 clock: withdraw a1 c1 missed, hang-up-phone a1 c1~1, a1 away (missed-offer)',
  ]);
});

test('[CAL-9] a phone that is lost in the talk leaves the caller in the line; its next ring has another name', () => {
  const ladder = talk().phone(5_000, 'c1~1', 'phone-lost').agent(6_000, 'a1', 'agent-ready');
  ladder.phone(6_100, 'c1~1', 'phone-answered').phone(6_200, 'c1~2', 'phone-answered');
  deepEqual(ladder.desk(6_300, 'a1', 'form-shown', 'c1').lines, [
    '5000 phone-lost c1~1: unbridge c1, ended a1 c1 agent-lost, play c1 hold-fr, a1 away (sound-lost)',
    '6000 a1 agent-ready: a1 free, offer a1 c1, ring-phone a1 c1 c1~2, a1 offered',
    '6100 phone-answered c1~1:',
    '6200 phone-answered c1~2:',
    '6300 a1 form-shown c1: bridge c1 a1, connected a1 c1, a1 talking',
  ]);
  deepEqual(talk().agent(5_000, 'a1', 'line-lost').lines, [
    '5000 a1 line-lost: unbridge c1, hang-up-phone a1 c1~1, ended a1 c1 agent-lost, play c1 hold-fr, a1 away (sound-lost)',
  ]);
});

test('[CAL-23] a phone that can be rung no more keeps the talk that it has, and gets no other', () => {
  const ladder = talk().agent(5_000, 'a1', 'phone-gone').call(6_000, 'c1', 'caller-hung-up');
  ladder.agent(7_000, 'a1', 'agent-ready').agent(8_000, 'a1', 'line-up').agent(9_000, 'a1', 'agent-ready');
  deepEqual(ladder.lines, [
    '5000 a1 phone-gone: a1 talking',
    '6000 caller-hung-up c1: unbridge c1, hang-up-phone a1 c1~1, close-leg c1, ended a1 c1 caller, c1 ended (caller), a1 away (chosen)',
    '7000 a1 agent-ready: a1 away (chosen)',
    '8000 a1 line-up:',
    '9000 a1 agent-ready: a1 free',
  ]);
  deepEqual(new Ladder().withPhone('a1').agent(5, 'a1', 'phone-gone').lines, [
    '5 a1 phone-gone: a1 away (sound-lost)',
  ]);
});

test('[CAL-22] who changes from phone to browser has no sound until the browser has', () => {
  const ladder = new Ladder().withPhone('a1').agent(5, 'a1', 'agent-came').agent(6, 'a1', 'agent-ready');
  ladder.agent(7, 'a1', 'line-up').agent(8, 'a1', 'agent-ready').say(9, invitation('c1'));
  deepEqual(ladder.lines, [
    '5 a1 agent-came: a1 away (sound-lost), a1 away (sound-lost)',
    '6 a1 agent-ready: a1 away (sound-lost)',
    '7 a1 line-up:',
    '8 a1 agent-ready: a1 free',
    '9 invited c1: open-leg c1, ring c1, offer a1 c1, a1 offered',
  ]);
});

test('[CAL-20] a leg names its call', () => {
  equal(callOfPhoneLeg('c1~7'), 'c1');
  equal(callOfPhoneLeg('c1'), null);
});
