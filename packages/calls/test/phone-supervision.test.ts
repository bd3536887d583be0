import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { restore, snapshot } from '../src/index.ts';
import { Ladder } from './ladder.ts';

/** a1 talks on c1; s1 sits at a desk phone, free. */
const talk = (): Ladder => {
  const ladder = new Ladder().withFree('a1').withTalk(10, 'a1', 'c1').withPhone('s1');
  ladder.lines.splice(0);
  return ladder;
};
const listening = (): Ladder => {
  const ladder = talk().monitor(20, 's1', 'c1', 'listen').phone(25, 'c1~1', 'phone-answered');
  ladder.lines.splice(0);
  return ladder;
};

test('[CAL-61] a supervisor at a desk phone is rung there, listens, whispers, and stops', () => {
  const ladder = talk().monitor(20, 's1', 'c1', 'listen').phone(25, 'c1~1', 'phone-answered');
  ladder.monitor(30, 's1', 'c1', 'whisper').desk(40, 's1', 'unmonitor', 'c1');
  deepEqual(ladder.lines, [
    '20 s1 monitor c1 listen: s1 away (listening), monitor s1 c1 listen, ring-phone s1 c1 c1~1',
    '25 phone-answered c1~1:',
    '30 s1 monitor c1 whisper: monitor s1 c1 whisper',
    '40 s1 unmonitor c1: unmonitor s1 c1, hang-up-phone s1 c1~1',
  ]);
});

test('[CAL-61] the phone that does not answer, hangs up or is lost ends the listening, and nothing else', () => {
  for (const word of ['phone-failed', 'phone-hung-up', 'phone-lost'] as const) {
    const ladder = talk().monitor(20, 's1', 'c1', 'barge').phone(30, 'c1~1', word);
    equal(ladder.lines.at(-1), `30 ${word} c1~1: unmonitor s1 c1`);
    equal(ladder.exchange.calls.get('c1' as never)?.place.kind, 'talking');
  }
});

test('[CAL-61] from one call to another the phone is rung anew, and it is let go of with the call', () => {
  const ladder = talk().withFree('a2').away(16, 's1', 'chosen').withTalk(20, 'a2', 'c2');
  ladder.monitor(30, 's1', 'c1', 'listen').monitor(40, 's1', 'c2', 'listen').call(50, 'c2', 'caller-hung-up');
  deepEqual(ladder.lines.slice(-3), [
    '30 s1 monitor c1 listen: s1 away (listening), monitor s1 c1 listen, ring-phone s1 c1 c1~1',
    '40 s1 monitor c2 listen: unmonitor s1 c1, hang-up-phone s1 c1~1, monitor s1 c2 listen, ring-phone s1 c2 c2~2',
    '50 caller-hung-up c2: unbridge c2, unmonitor s1 c2, hang-up-phone s1 c2~2, close-leg c2, ended a2 c2 caller, c2 ended (caller), a2 wrapping-up',
  ]);
});

test('[CAL-62] a call that is listened to at the phone is taken over at once; the phone then ends it', () => {
  const ladder = listening().takeOver(30, 's1', 'c1').phone(40, 'c1~1', 'phone-hung-up');
  deepEqual(ladder.lines, [
    '30 s1 take-over c1: unmonitor s1 c1, unbridge c1, ended a1 c1 taken-over, bridge c1 s1, connected s1 c1, a1 wrapping-up, s1 talking',
    '40 phone-hung-up c1~1: release c1, unbridge c1, close-leg c1, ended s1 c1 agent, c1 ended (agent), s1 away (chosen)',
  ]);
});

test('[CAL-62] taken over from a phone that is still to be picked up, the caller stays with whom he has until then', () => {
  const ladder = talk().takeOver(20, 's1', 'c1').takeOver(21, 's1', 'c1').phone(30, 'c1~1', 'phone-answered');
  deepEqual(ladder.lines, [
    '20 s1 take-over c1: s1 away (listening), monitor s1 c1 listen, ring-phone s1 c1 c1~1',
    '21 s1 take-over c1:',
    '30 phone-answered c1~1: unmonitor s1 c1, unbridge c1, ended a1 c1 taken-over, bridge c1 s1, connected s1 c1, a1 wrapping-up, s1 talking',
  ]);
  const refused = talk().takeOver(20, 's1', 'c1').phone(30, 'c1~1', 'phone-failed');
  equal(refused.lines.at(-1), '30 phone-failed c1~1: unmonitor s1 c1');
  equal(refused.exchange.calls.get('c1' as never)?.place.kind, 'talking');
});

test('[CAL-15] the phone at which a supervisor hears is in the snapshot', () => {
  const { exchange } = listening();
  const again = restore(snapshot(exchange));
  ok(again.ok);
  deepEqual([...again.value.monitors], [...exchange.monitors]);
});
