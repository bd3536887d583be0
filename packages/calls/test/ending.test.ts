import type { CallId } from '@pledgeline/core';
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { at, invitation, Ladder, RULES } from './ladder.ts';
import { step } from '../src/index.ts';

const offeredCall = (): Ladder => new Ladder().withFree('a1').say(10, invitation('c1'));
const answeredCall = (): Ladder =>
  offeredCall()
    .call(12, 'c1', 'sound-ready')
    .desk(20, 'a1', 'picked-up', 'c1')
    .desk(30, 'a1', 'form-shown', 'c1');
const after = (ladder: Ladder, lines: number): readonly string[] => ladder.lines.slice(lines);

test('[CAL-3] a full line is told 486; no leg is opened for it', () => {
  const ladder = new Ladder({ ...RULES, waitingMax: 1 });
  ladder.say(2, invitation('c2')).say(3, invitation('c3'));
  deepEqual(ladder.lines, [
    '2 invited c2: open-leg c2, ring c2',
    '3 invited c3: refuse c3 486, c3 ended (line-full)',
  ]);
});

test('[CAL-3] sound that cannot be had is told 488', () => {
  deepEqual(after(offeredCall().call(20, 'c1', 'sound-refused'), 1), [
    '20 sound-refused c1: refuse c1 488, close-leg c1, c1 ended (sound-refused), withdraw a1 c1 caller-gone, a1 free',
  ]);
});

test('[CAL-3] a BYE before our final answer leaves the INVITE to be answered with 487', () => {
  deepEqual(after(offeredCall().call(20, 'c1', 'caller-hung-up'), 1), [
    '20 caller-hung-up c1: refuse c1 487, close-leg c1, c1 ended (caller), withdraw a1 c1 caller-gone, a1 free',
  ]);
});

test('[CAL-6] CANCEL before the 200 ends the call and withdraws the offer', () => {
  const ladder = offeredCall().desk(20, 'a1', 'picked-up', 'c1').call(30, 'c1', 'cancelled');
  ladder.desk(31, 'a1', 'form-shown', 'c1').call(32, 'c1', 'sound-ready').call(33, 'c1', 'cancelled');
  deepEqual(after(ladder, 2), [
    '30 cancelled c1: close-leg c1, c1 ended (cancelled), withdraw a1 c1 caller-gone, a1 free',
    '31 a1 form-shown c1:',
    '32 sound-ready c1:',
    '33 cancelled c1:',
  ]);
});

test('[CAL-6] CANCEL that crosses our 200 is ignored; the caller then says ACK and BYE', () => {
  const ladder = answeredCall().call(31, 'c1', 'cancelled').call(40, 'c1', 'acknowledged');
  deepEqual(after(ladder.call(41, 'c1', 'caller-hung-up'), 4), [
    '31 cancelled c1:',
    '40 acknowledged c1:',
    '41 caller-hung-up c1: unbridge c1, close-leg c1, ended a1 c1 caller, c1 ended (caller), a1 wrapping-up',
  ]);
});

test('[CAL-7] both hang up at once: whoever is first ends the call, the other orders nothing', () => {
  const agentFirst = new Ladder().withFree('a1').withTalk(10, 'a1', 'c1').desk(50, 'a1', 'hang-up', 'c1');
  deepEqual(agentFirst.call(50, 'c1', 'caller-hung-up').desk(51, 'a1', 'hang-up', 'c1').lines, [
    '50 a1 hang-up c1: release c1, unbridge c1, close-leg c1, ended a1 c1 agent, c1 ended (agent), a1 wrapping-up',
    '50 caller-hung-up c1:',
    '51 a1 hang-up c1:',
  ]);
  const callerFirst = new Ladder().withFree('a1').withTalk(10, 'a1', 'c1').call(50, 'c1', 'caller-hung-up');
  deepEqual(callerFirst.desk(50, 'a1', 'hang-up', 'c1').lines, [
    '50 caller-hung-up c1: unbridge c1, close-leg c1, ended a1 c1 caller, c1 ended (caller), a1 wrapping-up',
    '50 a1 hang-up c1:',
  ]);
});

test('[CAL-7] nobody hangs up a call of another desk, nor one that is only offered', () => {
  const ladder = new Ladder().withFree('a1', 'a2').withTalk(10, 'a1', 'c1').desk(20, 'a2', 'hang-up', 'c1');
  ladder.say(30, invitation('c2')).desk(31, 'a2', 'hang-up', 'c2').desk(32, 'a1', 'hang-up', 'c2');
  deepEqual(
    [0, 2, 3].map((line) => ladder.lines[line]),
    ['20 a2 hang-up c1:', '31 a2 hang-up c2:', '32 a1 hang-up c2:'],
  );
});

test('[CAL-12] hung up before the ACK: the BYE waits for it, the agent does not', () => {
  const over = 'unbridge c1, close-leg c1, ended a1 c1 agent, c1 ended (agent), a1 wrapping-up';
  const ladder = answeredCall().desk(40, 'a1', 'hang-up', 'c1').say(41, invitation('c1'));
  deepEqual(after(ladder.call(50, 'c1', 'acknowledged').call(60, 'c1', 'acknowledged'), 4), [
    `40 a1 hang-up c1: ${over}`,
    '41 invited c1:',
    '50 acknowledged c1: release c1',
    '60 acknowledged c1:',
  ]);
});

test('[CAL-12] no ACK: the BYE goes when the SIP layer gives up, or acknowledgeMs after the answer', () => {
  const lost = answeredCall().desk(40, 'a1', 'hang-up', 'c1').call(50, 'c1', 'caller-lost');
  deepEqual(lost.lines.at(-1), '50 caller-lost c1: release c1');
  const silent = answeredCall().desk(40, 'a1', 'hang-up', 'c1').until(32_030);
  deepEqual(silent.lines.at(-1), '32030 clock: release c1');
});

test('[CAL-12] a BYE from the caller makes ours needless, a CANCEL does not', () => {
  const ladder = answeredCall().desk(40, 'a1', 'hang-up', 'c1').call(45, 'c1', 'cancelled');
  ladder.call(50, 'c1', 'caller-hung-up').call(60, 'c1', 'acknowledged').until(40_000);
  deepEqual(after(ladder, 5), [
    '45 cancelled c1:',
    '50 caller-hung-up c1:',
    '60 acknowledged c1:',
    '10040 clock: a1 free',
  ]);
});

test('[CAL-3] a caller who is lost after our 200 gets a BYE all the same, before it nothing', () => {
  deepEqual(after(answeredCall().call(40, 'c1', 'caller-lost'), 4), [
    '40 caller-lost c1: release c1, unbridge c1, close-leg c1, ended a1 c1 caller-lost, c1 ended (caller-lost), a1 wrapping-up',
  ]);
  deepEqual(after(offeredCall().call(20, 'c1', 'caller-lost'), 1), [
    '20 caller-lost c1: close-leg c1, c1 ended (caller-lost), withdraw a1 c1 caller-gone, a1 free',
  ]);
});

test('[CAL-13] a silent leg ends an answered call, and not one that still rings', () => {
  const ladder = new Ladder().withFree('a1').withTalk(10, 'a1', 'c1').call(60_000, 'c1', 'leg-silent');
  ladder.say(60_001, invitation('c2')).call(90_000, 'c2', 'leg-silent');
  deepEqual(ladder.lines, [
    '60000 leg-silent c1: release c1, unbridge c1, close-leg c1, ended a1 c1 caller-silent, c1 ended (caller-silent), a1 wrapping-up',
    '60001 invited c2: open-leg c2, ring c2',
    '70000 clock: a1 free, offer a1 c2, a1 offered',
    '75000 clock: withdraw a1 c2 missed, a1 away (missed-offer)',
    '90000 leg-silent c2:',
  ]);
});

test('[CAL-13] a leg that is gone in mid-call ends it', () => {
  deepEqual(new Ladder().withFree('a1').withTalk(10, 'a1', 'c1').call(20, 'c1', 'sound-refused').lines, [
    '20 sound-refused c1: release c1, unbridge c1, close-leg c1, ended a1 c1 sound-lost, c1 ended (sound-lost), a1 wrapping-up',
  ]);
});

test('[CAL-41] shut down: every call is told, those that wait first, and nobody is offered anything', () => {
  const ladder = new Ladder().withFree('a1', 'a2').withTalk(10, 'a1', 'c1');
  ladder.say(20, invitation('c2')).say(21, invitation('c3')).say(30, { kind: 'shut-down' });
  deepEqual(ladder.lines.at(-1)?.split(', '), [
    '30 shut-down: refuse c3 480',
    'close-leg c3',
    'c3 ended (line-closed)',
    'release c1',
    'unbridge c1',
    'close-leg c1',
    'ended a1 c1 line-closed',
    'c1 ended (line-closed)',
    'a1 wrapping-up',
    'refuse c2 480',
    'close-leg c2',
    'c2 ended (line-closed)',
    'withdraw a2 c2 caller-gone',
    'a2 free',
  ]);
});

test('[CAL-2] the record says when the call came, was answered and ended, by whom, and who talked on it', () => {
  const { exchange } = answeredCall();
  const { effects } = step(exchange, { kind: 'caller-hung-up', call: 'c1' as CallId }, at(70_000));
  deepEqual(
    effects.filter((effect) => effect.kind === 'call-ended'),
    [
      {
        kind: 'call-ended',
        call: 'c1',
        record: {
          line: 'line',
          arrivedAt: 10,
          answeredAt: 30,
          endedAt: 70_000,
          agent: 'a1',
          connectedAt: 30,
          reason: 'caller',
        },
      },
    ],
  );
});
