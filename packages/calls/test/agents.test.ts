import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { invitation, Ladder } from './ladder.ts';

const talk = (language: 'fr' | 'en' = 'fr'): Ladder =>
  new Ladder().withFree('a1', 'a2').withTalk(10, 'a1', 'c1', language);

test('[CAL-9] an agent whose line is lost: the caller hears the hold prompt and the next agent gets the call', () => {
  const ladder = talk().agent(5_000, 'a1', 'line-lost').desk(5_100, 'a2', 'picked-up', 'c1');
  ladder.desk(5_150, 'a2', 'form-shown', 'c1').call(6_000, 'c1', 'caller-hung-up');
  deepEqual(ladder.lines, [
    '5000 a1 line-lost: unbridge c1, ended a1 c1 agent-lost, play c1 hold-fr, a1 away (sound-lost), offer a2 c1, a2 offered',
    '5100 a2 picked-up c1:',
    '5150 a2 form-shown c1: bridge c1 a2, connected a2 c1, a2 talking',
    '6000 caller-hung-up c1: unbridge c1, close-leg c1, ended a2 c1 caller, c1 ended (caller), a2 wrapping-up',
  ]);
});

test('[CAL-9] a desk that is lost, and an agent who leaves in mid-call, give the caller back', () => {
  const lost = 'unbridge c1, ended a1 c1 agent-lost, play c1 hold-en';
  deepEqual(talk('en').away(5_000, 'a1', 'desk-lost').lines, [
    `5000 a1 agent-away desk-lost: ${lost}, a1 away (desk-lost), offer a2 c1, a2 offered`,
  ]);
  deepEqual(talk('en').agent(5_000, 'a1', 'agent-left').lines, [
    `5000 a1 agent-left: ${lost}, agent-gone a1, offer a2 c1, a2 offered`,
  ]);
});

test('[CAL-9] the call that lost its agent waits before those that came later', () => {
  const ladder = new Ladder().withFree('a1').withTalk(10, 'a1', 'c1').say(20, invitation('c2'));
  ladder.agent(30, 'a1', 'line-lost').agent(40, 'a1', 'line-up').agent(50, 'a1', 'agent-ready');
  deepEqual(ladder.lines.slice(2), ['40 a1 line-up:', '50 a1 agent-ready: a1 free, offer a1 c1, a1 offered']);
});

test('[CAL-9] a caller who gives up on hold was answered: nothing is left to be refused', () => {
  const ladder = new Ladder().withFree('a1').withTalk(10, 'a1', 'c1').agent(30, 'a1', 'line-lost');
  deepEqual(ladder.call(90_000, 'c1', 'caller-hung-up').lines.slice(1), [
    '90000 caller-hung-up c1: close-leg c1, c1 ended (caller)',
  ]);
});

test('[CAL-9] who gets up in mid-call by choice ends the call first', () => {
  deepEqual(talk().away(20, 'a1', 'chosen').call(30, 'c1', 'caller-hung-up').lines, [
    '20 a1 agent-away chosen: a1 talking',
    '30 caller-hung-up c1: unbridge c1, close-leg c1, ended a1 c1 caller, c1 ended (caller), a1 away (chosen)',
  ]);
});

test('[CAL-9] an agent who is lost after picking up, before the answer, has the offer withdrawn', () => {
  const ladder = new Ladder()
    .withFree('a1', 'a2')
    .say(10, invitation('c1'))
    .desk(20, 'a1', 'picked-up', 'c1');
  ladder.agent(30, 'a1', 'line-lost').call(40, 'c1', 'sound-ready').until(1_000);
  deepEqual(ladder.lines.slice(2), [
    '30 a1 line-lost: withdraw a1 c1 agent-away, a1 away (sound-lost), offer a2 c1, a2 offered',
    '40 sound-ready c1:',
  ]);
});

test('[CAL-10] an agent without sound is not ready, and is told where it stands', () => {
  const ladder = new Ladder().agent(0, 'a1', 'agent-came').agent(1, 'a1', 'agent-ready');
  ladder.agent(2, 'a1', 'line-up').agent(3, 'a1', 'agent-ready').agent(4, 'a1', 'line-lost');
  ladder.agent(5, 'a1', 'agent-ready').agent(6, 'a1', 'line-lost').agent(7, 'a2', 'line-up');
  deepEqual(ladder.lines, [
    '0 a1 agent-came: a1 away (new)',
    '1 a1 agent-ready: a1 away (new)',
    '2 a1 line-up:',
    '3 a1 agent-ready: a1 free',
    '4 a1 line-lost: a1 away (sound-lost)',
    '5 a1 agent-ready: a1 away (sound-lost)',
    '6 a1 line-lost:',
    '7 a2 line-up:',
  ]);
});

test('[CAL-160] a word of typing puts the wrap-up off, tells the desk so, and is nothing from anybody else', () => {
  const ladder = talk().call(100, 'c1', 'caller-hung-up').agent(200, 'a2', 'still-typing');
  ladder.agent(9_000, 'a1', 'still-typing').until(20_000);
  deepEqual(ladder.lines.slice(1), [
    '200 a2 still-typing:',
    '9000 a1 still-typing: a1 wrapping-up',
    '14000 clock: a1 free',
  ]);
});
