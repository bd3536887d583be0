import { deepEqual, equal, throws } from 'node:assert/strict';
import { test } from 'node:test';
import type { CallId } from '@pledgeline/core';
import { emptyExchange, restore, snapshot } from '../src/index.ts';
import { invitation, Ladder, RULES } from './ladder.ts';

const LEG = 'c1~back-1';

/** A caller who was answered, whose agent was lost, and who has chosen to be called back; nobody is free. */
const leaving = (): Ladder => {
  const ladder = new Ladder().withFree('a1').withTalk(10, 'a1', 'c1').away(1_000, 'a1', 'desk-lost');
  return ladder.chooses(2_000, 'c1');
};
/** The same, gone by now. */
const gone = (): Ladder => leaving().call(5_000, 'c1', 'prompt-ended');
const cut = (ladder: Ladder, from: number): readonly string[] => ladder.lines.slice(-from);
const places = ({ exchange }: Ladder): readonly string[] =>
  [...exchange.calls.values()].map(({ call, place }) => `${call} ${place.kind}`);

test('[CAL-120] whoever chooses it hears so, and is offered to nobody meanwhile', () => {
  const ladder = leaving().agent(2_500, 'a1', 'agent-ready');
  deepEqual(cut(ladder, 2), [
    '2000 callback-chosen c1: play c1 callback-thanks-fr',
    '2500 a1 agent-ready: a1 free',
  ]);
  deepEqual(places(ladder), ['c1 leaving']);
});

test('[CAL-120] it is for callers who wait and have been answered, and for nobody else', () => {
  const ladder = new Ladder().withFree('a1').withTalk(10, 'a1', 'c1').say(20, invitation('c2'));
  deepEqual(cut(ladder.chooses(30, 'c1').chooses(31, 'c2').chooses(32, 'nobody'), 3), [
    '30 callback-chosen c1:',
    '31 callback-chosen c2:',
    '32 callback-chosen nobody:',
  ]);
});

test('[CAL-121] the carrier is let go after the words, and the call is offered in its turn', () => {
  const ladder = leaving().agent(2_500, 'a1', 'agent-ready').call(5_000, 'c1', 'prompt-ended');
  deepEqual(cut(ladder, 1), ['5000 prompt-ended c1: release c1, close-leg c1, offer a1 c1, a1 offered']);
});

test('[CAL-121] his own hang-up, silence, a leg that is lost and words without an end leave him his place', () => {
  const how = {
    'caller-hung-up': 'close-leg c1',
    'caller-lost': 'release c1, close-leg c1',
    'leg-silent': 'release c1, close-leg c1',
    'leg-gone': 'release c1, close-leg c1',
  } as const;
  for (const [kind, effects] of Object.entries(how)) {
    const ladder = leaving().call(3_000, 'c1', kind as keyof typeof how);
    deepEqual(cut(ladder, 1), [`3000 ${kind} c1: ${effects}`]);
    deepEqual(places(ladder), ['c1 waiting']);
  }
  deepEqual(cut(leaving().until(14_000), 1), ['14000 clock: release c1, close-leg c1']);
});

test('[CAL-121] no BYE goes before the ACK', () => {
  const ladder = new Ladder().withFree('a1').say(10, invitation('c1')).call(10, 'c1', 'sound-ready');
  ladder.desk(10, 'a1', 'picked-up', 'c1').desk(10, 'a1', 'form-shown', 'c1').away(20, 'a1', 'desk-lost');
  ladder.chooses(30, 'c1').call(40, 'c1', 'prompt-ended').call(50, 'c1', 'acknowledged');
  deepEqual(cut(ladder, 2), ['40 prompt-ended c1: close-leg c1', '50 acknowledged c1: release c1']);
});

test('[CAL-122] what is said of the leg that he had is late', () => {
  const words = [
    'caller-hung-up',
    'caller-lost',
    'acknowledged',
    'leg-silent',
    'leg-gone',
    'sound-ready',
  ] as const;
  for (const word of words) deepEqual(cut(gone().call(6_000, 'c1', word), 1), [`6000 ${word} c1:`]);
});

test('[CAL-123][CAL-124] the agent is there first, then he is rung; once he answers it is a talk as any', () => {
  const ladder = gone().agent(6_000, 'a1', 'agent-ready').desk(6_010, 'a1', 'picked-up', 'c1');
  ladder.desk(6_020, 'a1', 'form-shown', 'c1').outside(9_000, LEG, 'outside-answered');
  deepEqual(cut(ladder, 4), [
    '6000 a1 agent-ready: a1 free, offer a1 c1, a1 offered',
    '6010 a1 picked-up c1:',
    `6020 a1 form-shown c1: ring-back c1 ${LEG}, calling-back a1 c1, a1 talking`,
    `9000 outside-answered ${LEG}: bridge c1 a1, connected a1 c1`,
  ]);
  ladder.desk(20_000, 'a1', 'hang-up', 'c1');
  deepEqual(cut(ladder, 1), [
    `20000 a1 hang-up c1: unbridge c1, hang-up-outside c1 ${LEG}, ended a1 c1 agent, c1 ended (agent), a1 wrapping-up`,
  ]);
});

test('[CAL-123] a form that is not shown is waited for no longer than with any call', () => {
  const ladder = gone().agent(6_000, 'a1', 'agent-ready').desk(6_010, 'a1', 'picked-up', 'c1').until(6_410);
  deepEqual(cut(ladder, 1), [`6410 clock: ring-back c1 ${LEG}, calling-back a1 c1, a1 talking`]);
});

/** Rung at 6,020 for a1. */
const rung = (): Ladder =>
  gone()
    .agent(6_000, 'a1', 'agent-ready')
    .desk(6_010, 'a1', 'picked-up', 'c1')
    .desk(6_020, 'a1', 'form-shown', 'c1');

test('[CAL-125] not answered: the agent is free without a wrap-up, and he is rung again in his place', () => {
  const ladder = rung().outside(10_000, LEG, 'outside-failed');
  deepEqual(cut(ladder, 1), [`10000 outside-failed ${LEG}: ended a1 c1 not-answered, a1 free`]);
  // Somebody who came later does not find him gone before.
  ladder.agent(10_001, 'a1', 'agent-left').withFree('a2').away(10_002, 'a2', 'chosen');
  ladder.say(11_000, invitation('c2')).until(30_000).agent(31_000, 'a2', 'agent-ready');
  deepEqual(cut(ladder, 1), ['31000 a2 agent-ready: a2 free, offer a2 c1, a2 offered']);
});

test('[CAL-125] the hang-up of the agent, his telephone, and ringing without an end are tries that failed', () => {
  deepEqual(cut(rung().desk(8_000, 'a1', 'hang-up', 'c1'), 1), [
    `8000 a1 hang-up c1: hang-up-outside c1 ${LEG}, ended a1 c1 not-answered, a1 free`,
  ]);
  deepEqual(cut(rung().until(51_020), 1), [
    `51020 clock: hang-up-outside c1 ${LEG}, ended a1 c1 not-answered, a1 free`,
  ]);
});

/** Rings him once more at `now`, for the agent who is free. */
const again = (ladder: Ladder, now: number, agent = 'a1'): Ladder =>
  ladder.desk(now, agent, 'picked-up', 'c1').desk(now, agent, 'form-shown', 'c1');

test('[CAL-127] after so many tries he is dropped, and the agent has nothing to wrap up', () => {
  const ladder = again(rung().outside(10_000, LEG, 'outside-failed').until(30_000), 30_010);
  deepEqual(cut(ladder.outside(40_000, 'c1~back-2', 'outside-failed'), 1), [
    '40000 outside-failed c1~back-2: ended a1 c1 not-answered, c1 ended (callback-dropped), a1 free',
  ]);
  equal(ladder.exchange.floor.aside.size + ladder.exchange.due.size, 0);
});

test('[CAL-126] what did not ring is no try: a line that is busy here is tried again, what may not be rung never', () => {
  let ladder = rung().notRung(6_030, LEG, 'later').until(26_030);
  ladder = again(ladder, 26_040).outside(30_000, 'c1~back-2', 'outside-failed').until(50_000);
  ladder = again(ladder, 50_010);
  deepEqual(places(ladder), ['c1 calling-back'], 'the second try');
  deepEqual(cut(rung().notRung(6_030, LEG, 'never'), 1), [
    `6030 outside-failed ${LEG} never: ended a1 c1 not-answered, c1 ended (callback-dropped), a1 free`,
  ]);
});

test('[CAL-126] an agent who is lost meanwhile is no try: he is rung no more, and the next agent has him', () => {
  const ladder = rung().agent(6_100, 'a2', 'agent-came').agent(6_100, 'a2', 'line-up');
  ladder.agent(6_200, 'a2', 'agent-ready').agent(7_000, 'a1', 'line-lost');
  deepEqual(cut(ladder, 1), [
    `7000 a1 line-lost: hang-up-outside c1 ${LEG}, ended a1 c1 agent-lost, a1 away (sound-lost), offer a2 c1, a2 offered`,
  ]);
});

test('[CAL-128] who cannot be called back in time is dropped, also where he waits for somebody', () => {
  deepEqual(cut(gone().until(95_000), 1), ['95000 clock: c1 ended (callback-dropped)']);
  const ladder = gone().until(94_000).agent(94_000, 'a1', 'agent-ready').until(99_001);
  deepEqual(cut(ladder, 2), [
    '99000 clock: withdraw a1 c1 missed, a1 away (missed-offer)',
    '99001 clock: c1 ended (callback-dropped)',
  ]);
});

test('[CAL-129] his hang-up ends the call, his loss too; a leg of his that is made anew goes on', () => {
  const talking = (): Ladder => rung().outside(9_000, LEG, 'outside-answered');
  deepEqual(cut(talking().outside(20_000, LEG, 'outside-ended'), 1), [
    `20000 outside-ended ${LEG}: unbridge c1, ended a1 c1 caller, c1 ended (caller), a1 wrapping-up`,
  ]);
  deepEqual(cut(talking().outside(20_000, LEG, 'outside-failed'), 1), [
    `20000 outside-failed ${LEG}: unbridge c1, ended a1 c1 caller-lost, c1 ended (caller-lost), a1 wrapping-up`,
  ]);
  const ladder = talking().call(20_000, 'c1', 'leg-gone').call(20_100, 'c1', 'sound-ready');
  deepEqual(cut(ladder, 2), ['20000 leg-gone c1: open-leg c1', '20100 sound-ready c1: bridge c1 a1']);
});

test('[CAL-129] the record of whoever was called back says who talked, and when he was first answered', () => {
  const ladder = rung().outside(9_000, LEG, 'outside-answered');
  const { signal, agent, arrivedAt } = ladder.exchange.calls.get('c1' as CallId) ?? {};
  deepEqual(
    { ...signal, agent, arrivedAt },
    {
      kind: 'called-back',
      answeredAt: 10,
      leg: LEG,
      agent: 'a1',
      arrivedAt: 10,
    },
  );
});

test('[CAL-130] a line that is stopped, or shut down, drops them; whoever is rung is served when it is stopped', () => {
  deepEqual(cut(gone().say(6_000, { kind: 'let-go' }), 1), ['6000 let-go: c1 ended (callback-dropped)']);
  deepEqual(cut(leaving().say(3_000, { kind: 'let-go' }), 1), [
    '3000 let-go: release c1, close-leg c1, c1 ended (callback-dropped)',
  ]);
  deepEqual(places(rung().say(7_000, { kind: 'let-go' })), ['c1 calling-back']);
  deepEqual(cut(rung().say(7_000, { kind: 'shut-down' }), 1), [
    `7000 shut-down: hang-up-outside c1 ${LEG}, ended a1 c1 callback-dropped, c1 ended (callback-dropped), a1 wrapping-up`,
  ]);
});

test('[CAL-131] a callback goes on where the exchange is restored', () => {
  for (const ladder of [leaving(), gone(), rung(), rung().outside(9_000, LEG, 'outside-answered')]) {
    const restored = restore(snapshot(ladder.exchange));
    equal(restored.ok && snapshot(restored.value), snapshot(ladder.exchange));
  }
});

test('[CAL-19] rules without tries, without a while between them and without an end are a bug of the caller', () => {
  for (const callback of [{ triesMax: 0 }, { retryMs: 0 }, { keepMs: 0 }, { triesMax: 11 }])
    throws(
      () => emptyExchange({ ...RULES, callback: { ...RULES.callback, ...callback } }),
      /broken invariant/,
    );
});
