import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { AgentId, CallId, SiteId } from '@pledgeline/core';
import { mayMonitor, mayTakeOver, restore, snapshot, supervisedAs } from '../src/index.ts';
import { invitation, Ladder } from './ladder.ts';

/** a1 talks on c1, s1 is free. */
const talk = (): Ladder => new Ladder().withFree('a1').withTalk(10, 'a1', 'c1').withFree('s1');
const c1 = 'c1' as CallId;
const asked = (agent: string, call = 'c1') => ({ agent: agent as AgentId, call: call as CallId });
const over = 'c1 ended (caller)';

test('[CAL-24][CAL-26] a supervisor listens, whispers, barges in and stops; calls come to him only when he is ready', () => {
  const ladder = talk().monitor(20, 's1', 'c1', 'listen').monitor(21, 's1', 'c1', 'whisper');
  ladder.monitor(22, 's1', 'c1', 'whisper').monitor(23, 's1', 'c1', 'barge').say(24, invitation('c2'));
  ladder.desk(30, 's1', 'unmonitor', 'c1').desk(31, 's1', 'unmonitor', 'c1').agent(40, 's1', 'agent-ready');
  deepEqual(ladder.lines, [
    '20 s1 monitor c1 listen: s1 away (listening), monitor s1 c1 listen',
    '21 s1 monitor c1 whisper: monitor s1 c1 whisper',
    '22 s1 monitor c1 whisper:',
    '23 s1 monitor c1 barge: monitor s1 c1 barge',
    '24 invited c2: open-leg c2, ring c2',
    '30 s1 unmonitor c1: unmonitor s1 c1',
    '31 s1 unmonitor c1:',
    '40 s1 agent-ready: s1 free, offer s1 c2, s1 offered',
  ]);
});

test('[CAL-25] from one call to another: the first is left', () => {
  const ladder = talk().withFree('a2').away(16, 's1', 'chosen');
  ladder.withTalk(20, 'a2', 'c2').monitor(30, 's1', 'c1', 'barge').monitor(40, 's1', 'c2', 'listen');
  ladder.desk(50, 's1', 'unmonitor', 'c1');
  deepEqual(ladder.lines.slice(1), [
    '30 s1 monitor c1 barge: s1 away (listening), monitor s1 c1 barge',
    '40 s1 monitor c2 listen: unmonitor s1 c1, monitor s1 c2 listen',
    '50 s1 unmonitor c1:',
  ]);
});

test('[CAL-26] a monitor ends with its call, before the sound of it, and its supervisor stays away', () => {
  const ladder = talk().monitor(20, 's1', 'c1', 'listen').call(30, 'c1', 'caller-hung-up');
  deepEqual(ladder.lines.slice(1), [
    `30 caller-hung-up c1: unbridge c1, unmonitor s1 c1, close-leg c1, ended a1 c1 caller, ${over}, a1 wrapping-up`,
  ]);
});

test('[CAL-26] a monitor ends when its supervisor is ready, gets up, leaves, or loses line or desk', () => {
  const listening = (): Ladder => talk().monitor(20, 's1', 'c1', 'listen');
  const last = (ladder: Ladder): string | undefined => ladder.lines.at(-1);
  equal(last(listening().agent(30, 's1', 'agent-ready')), '30 s1 agent-ready: unmonitor s1 c1, s1 free');
  equal(
    last(listening().away(30, 's1', 'chosen')),
    '30 s1 agent-away chosen: unmonitor s1 c1, s1 away (chosen)',
  );
  equal(
    last(listening().away(30, 's1', 'desk-lost')),
    '30 s1 agent-away desk-lost: unmonitor s1 c1, s1 away (desk-lost)',
  );
  equal(
    last(listening().agent(30, 's1', 'line-lost')),
    '30 s1 line-lost: unmonitor s1 c1, s1 away (sound-lost)',
  );
  equal(last(listening().agent(30, 's1', 'agent-left')), '30 s1 agent-left: unmonitor s1 c1, agent-gone s1');
});

test('[CAL-26] a monitor goes on while the caller waits for another agent, and with that one', () => {
  const ladder = talk().monitor(20, 's1', 'c1', 'listen').agent(30, 'a1', 'line-lost');
  ladder.monitor(31, 's1', 'c1', 'barge').withFree('a2').agent(40, 'a2', 'agent-ready').until(500);
  ladder.desk(510, 'a2', 'picked-up', 'c1').desk(520, 'a2', 'form-shown', 'c1');
  deepEqual(ladder.lines.slice(1), [
    '30 a1 line-lost: unbridge c1, ended a1 c1 agent-lost, play c1 hold-fr, a1 away (sound-lost)',
    '31 s1 monitor c1 barge: monitor s1 c1 barge',
    '40 a2 agent-ready:',
    '510 a2 picked-up c1:',
    '520 a2 form-shown c1: bridge c1 a2, connected a2 c1, a2 talking',
  ]);
  equal(supervisedAs(ladder.exchange, c1), 'barge');
});

test('[CAL-24][CAL-29] three are on one call, and no fourth; the agent is told of the loudest', () => {
  const ladder = talk().withFree('s2', 's3', 's4');
  for (const [index, mode] of (['listen', 'barge', 'whisper'] as const).entries())
    ladder.monitor(20 + index, `s${index + 1}`, 'c1', mode);
  deepEqual(mayMonitor(ladder.exchange, asked('s4')), { ok: false, failure: 'TOO_MANY' });
  equal(ladder.monitor(30, 's4', 'c1', 'listen').lines.at(-1), '30 s4 monitor c1 listen:');
  equal(supervisedAs(ladder.exchange, c1), 'barge');
  ladder.desk(31, 's2', 'unmonitor', 'c1');
  equal(supervisedAs(ladder.exchange, c1), 'whisper');
  ladder.desk(32, 's1', 'unmonitor', 'c1').desk(33, 's3', 'unmonitor', 'c1');
  equal(supervisedAs(ladder.exchange, c1), null);
});

test('[CAL-24][CAL-27] who may not gets a reason, and nothing is ordered', () => {
  const ladder = talk().agent(12, 'n1', 'agent-came').withFree('o1', 'o2');
  ladder.say(13, invitation('c2'));
  const { exchange } = ladder;
  const offered = exchange.floor.holders.get('c2' as CallId) ?? '';
  const reasons = {
    nobody: 'NO_SOUND',
    n1: 'NO_SOUND',
    a1: 'ON_A_CALL',
    [offered]: 'ON_A_CALL',
  };
  for (const [agent, failure] of Object.entries(reasons)) {
    deepEqual(mayMonitor(exchange, asked(agent)), { ok: false, failure }, agent);
    deepEqual(mayTakeOver(exchange, asked(agent)), { ok: false, failure }, agent);
    ladder.lines.splice(0);
    ladder.monitor(20, agent, 'c1', 'barge').takeOver(20, agent, 'c1');
    for (const line of ladder.lines) ok(line.endsWith(':'), line);
  }
  const free = ['s1', 'o1', 'o2'].find((agent) => agent !== offered) ?? '';
  for (const call of ['c2', 'no-call'])
    deepEqual(mayTakeOver(exchange, asked(free, call)), { ok: false, failure: 'NO_SUCH_CALL' });
});

const handed =
  'unbridge c1, ended a1 c1 taken-over, bridge c1 s1, connected s1 c1, a1 wrapping-up, s1 talking';

test('[CAL-27] a call is taken over while it is listened to: the agent wraps up, the hang-up is the supervisor’s', () => {
  const ladder = talk().monitor(20, 's1', 'c1', 'whisper').takeOver(30, 's1', 'c1');
  ladder.desk(40, 'a1', 'hang-up', 'c1').desk(50, 's1', 'hang-up', 'c1');
  deepEqual(ladder.lines.slice(1), [
    `30 s1 take-over c1: unmonitor s1 c1, ${handed}`,
    '40 a1 hang-up c1:',
    '50 s1 hang-up c1: release c1, unbridge c1, close-leg c1, ended s1 c1 agent, c1 ended (agent), s1 away (chosen)',
  ]);
});

test('[CAL-27] taken over without listening, by one who was free: he wraps up like anybody', () => {
  const ladder = talk().takeOver(30, 's1', 'c1').call(40, 'c1', 'caller-hung-up');
  deepEqual(ladder.lines, [
    `30 s1 take-over c1: ${handed}`,
    `40 caller-hung-up c1: unbridge c1, close-leg c1, ended s1 c1 caller, ${over}, s1 wrapping-up`,
  ]);
});

test('[CAL-27] the agent’s desk phone is hung up; a word from it afterwards is late', () => {
  const ladder = new Ladder().withPhone('a1').say(10, invitation('c1')).call(11, 'c1', 'sound-ready');
  ladder.desk(12, 'a1', 'form-shown', 'c1').phone(20, 'c1~1', 'phone-answered').withFree('s1');
  ladder.takeOver(30, 's1', 'c1').phone(31, 'c1~1', 'phone-hung-up');
  deepEqual(ladder.lines.slice(-2), [
    `30 s1 take-over c1: ${handed.replace('unbridge c1', 'unbridge c1, hang-up-phone a1 c1~1')}`,
    '31 phone-hung-up c1~1:',
  ]);
});

test('[CAL-27][CAL-9] a supervisor who is lost after he took over leaves the caller in the line', () => {
  deepEqual(talk().takeOver(30, 's1', 'c1').agent(40, 's1', 'line-lost').lines.slice(1), [
    '40 s1 line-lost: unbridge c1, ended s1 c1 agent-lost, play c1 hold-fr, s1 away (sound-lost)',
  ]);
});

test('[CAL-28] others who listen stay on a call that is taken over', () => {
  const ladder = talk().withFree('s2').monitor(20, 's2', 'c1', 'listen').takeOver(30, 's1', 'c1');
  equal(ladder.lines.at(-1), `30 s1 take-over c1: ${handed}`);
  equal(ladder.exchange.monitors.get('s2' as AgentId)?.call, 'c1');
});

test('[CAL-15] who monitors is in the snapshot', () => {
  const ladder = talk().monitor(20, 's1', 'c1', 'whisper');
  const again = restore(snapshot(ladder.exchange));
  deepEqual(again.ok && [...again.value.monitors], [['s1', { call: 'c1', mode: 'whisper', phone: null }]]);
});

test('[CAL-66] who hears one site alone is off the call before an agent of another one has it', () => {
  for (const away of ['give', 'lose', 'take'] as const) {
    const ladder = new Ladder().withFree('a1').withTalk(10, 'a1', 'c1');
    const profile = { site: 'lyon' as SiteId, skills: ['fr'] };
    ladder.say(11, { kind: 'agent-came', agent: 'b1' as AgentId, sound: 'browser', profile });
    ladder.agent(11, 'b1', 'line-up').agent(11, 's1', 'agent-came').agent(11, 's1', 'line-up');
    const only = 'paris' as SiteId;
    ladder.say(12, { kind: 'monitor', ...asked('s1'), mode: 'listen', only }).agent(13, 'b1', 'agent-ready');
    equal(ladder.exchange.monitors.get('s1' as AgentId)?.only, only);
    ladder.lines.splice(0);
    if (away === 'give') ladder.handOver(20, 'a1', 'c1', 'b1');
    if (away === 'lose') ladder.away(20, 'a1', 'desk-lost');
    if (away === 'take') ladder.takeOver(20, 'b1', 'c1');
    if (away !== 'take') {
      equal(ladder.exchange.monitors.size, 1, 'who is still with nobody else may be heard to wait');
      ladder.desk(30, 'b1', 'picked-up', 'c1').desk(31, 'b1', 'form-shown', 'c1');
    }
    const orders = ladder.lines.join('\n');
    ok(orders.includes('unmonitor s1 c1'), orders);
    ok(orders.indexOf('unmonitor s1 c1') < orders.indexOf('bridge c1 b1'), orders);
    equal(ladder.exchange.monitors.size, 0);
  }
});
