import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { AgentId, CallId } from '@pledgeline/core';
import fc from 'fast-check';
import { confidentialCalls, mayHandToCharity, restore, snapshot, step } from '../src/index.ts';
import { at, HANDING, Ladder } from './ladder.ts';
import { play, script, type Script } from './random-exchange.ts';

const OWN = { agent: 'a1' as AgentId, call: 'c1' as CallId };
const LISTENERS = { ...OWN, to: { kind: 'listeners' } } as const;

/** a1 talks on c1, a2 is free, and so is l1, who listens for the charity. */
function talk({ listener = true }: { readonly listener?: boolean } = {}): Ladder {
  const ladder = new Ladder().withFree('a1').withTalk(10, 'a1', 'c1').withFree('a2');
  if (listener) ladder.withListener('l1');
  ladder.lines.splice(0);
  return ladder;
}
const failureOf = (ladder: Ladder, wish: Parameters<typeof mayHandToCharity>[1] = LISTENERS): string => {
  const may = mayHandToCharity(ladder.exchange, wish);
  return may.ok ? 'may' : may.failure;
};

test('[CAL-150][CAL-151] a listener of the charity gets the call, after its caller was forgotten', () => {
  const ladder = talk().toCharity(20, 'a1', 'c1', 'listeners');
  ladder.desk(30, 'l1', 'picked-up', 'c1').desk(30, 'l1', 'form-shown', 'c1').desk(40, 'l1', 'hang-up', 'c1');
  deepEqual(
    ladder.lines,
    [
      '20 a1 hand-to-charity c1: forget-caller c1, unbridge c1, ended a1 c1 handed-over, play c1 hold-fr, a1 wrapping-up, offer l1 c1, l1 offered',
      '30 l1 picked-up c1: ',
      '30 l1 form-shown c1: bridge c1 l1, connected l1 c1, l1 talking',
      '40 l1 hang-up c1: release c1, unbridge c1, close-leg c1, ended l1 c1 agent, c1 counted (agent), l1 wrapping-up',
    ].map((line) => line.trimEnd()),
  );
});

test('[CAL-150] without a listener who is free and speaks the language, nothing is forgotten', () => {
  const alone = talk({ listener: false });
  equal(failureOf(alone), 'NO_LISTENER');
  deepEqual(alone.toCharity(20, 'a1', 'c1', 'listeners').lines, ['20 a1 hand-to-charity c1:']);
  equal(confidentialCalls(alone.exchange).size, 0);
  const busy = talk().away(15, 'l1', 'chosen');
  equal(failureOf(busy), 'NO_LISTENER');
  equal(failureOf(talk()), 'may');
  equal(failureOf(talk(), { ...LISTENERS, agent: 'a2' as AgentId }), 'NO_SUCH_CALL');
  equal(failureOf(talk().consult(20, 'a1', 'c1', 'a2')), 'CONSULTING');
  equal(failureOf(talk().call(20, 'c1', 'leg-gone')), 'NO_SOUND');
  equal(failureOf(talk({ listener: false }), { ...OWN, to: { kind: 'nobody' } }), 'may');
});

test('[CAL-150] a listener outside is rung; where nobody answers, the giver has the caller again, and nothing of him', () => {
  const ladder = talk().toCharity(20, 'a1', 'c1', 'outside:depot').outside(30, 'c1~1', 'outside-failed');
  deepEqual(ladder.lines, [
    '20 a1 hand-to-charity c1: forget-caller c1, unbridge c1, ended a1 c1 handed-over, play c1 hold-fr, a1 wrapping-up, ring-outside c1 c1~1 depot',
    '30 outside-failed c1~1: offer a1 c1, a1 offered',
  ]);
  deepEqual([...confidentialCalls(ladder.exchange)], [['c1', HANDING]]);
  deepEqual(
    talk()
      .toCharity(20, 'a1', 'c1', 'outside:depot')
      .outside(30, 'c1~1', 'outside-answered')
      .call(40, 'c1', 'caller-hung-up')
      .lines.slice(1),
    [
      '30 outside-answered c1~1: join c1 c1~1',
      '40 caller-hung-up c1: unbridge c1, hang-up-outside c1 c1~1, close-leg c1, c1 counted (caller)',
    ],
  );
});

test('[CAL-151] forgotten and ended: to nobody, by hand', () => {
  deepEqual(talk({ listener: false }).toCharity(20, 'a1', 'c1', 'nobody').lines, [
    '20 a1 hand-to-charity c1: forget-caller c1, release c1, unbridge c1, close-leg c1, ended a1 c1 agent, c1 counted (agent), a1 wrapping-up',
  ]);
});

test('[CAL-152] whoever listened to the call is off it first, and nobody gets on it or takes it over', () => {
  const ladder = talk().monitor(15, 's1', 'c1', 'listen');
  ladder.withFree('s1', 's2').monitor(16, 's1', 'c1', 'listen').toCharity(20, 'a1', 'c1', 'listeners');
  ok(ladder.lines.at(-1)?.startsWith('20 a1 hand-to-charity c1: unmonitor s1 c1, forget-caller c1,'));
  ladder.desk(30, 'l1', 'picked-up', 'c1').desk(30, 'l1', 'form-shown', 'c1');
  deepEqual(ladder.monitor(40, 's2', 'c1', 'listen').takeOver(50, 's2', 'c1').lines.slice(-2), [
    '40 s2 monitor c1 listen:',
    '50 s2 take-over c1:',
  ]);
});

test('[CAL-153] a listener who is lost leaves the caller to the next listener, and still there is no record', () => {
  const ladder = talk().toCharity(20, 'a1', 'c1', 'listeners');
  ladder.desk(30, 'l1', 'picked-up', 'c1').desk(30, 'l1', 'form-shown', 'c1').agent(40, 'l1', 'line-lost');
  equal(ladder.exchange.calls.get('c1' as CallId)?.place.kind, 'waiting', 'a2 is free and does not listen');
  ladder.call(50, 'c1', 'caller-hung-up');
  equal(ladder.lines.at(-1), '50 caller-hung-up c1: close-leg c1, c1 counted (caller)');
});

test('[CAL-154] a restart knows that nothing may be known of the call', () => {
  const { exchange } = talk().toCharity(20, 'a1', 'c1', 'listeners');
  const restored = restore(snapshot(exchange));
  ok(restored.ok);
  deepEqual([...confidentialCalls(restored.value)], [['c1', HANDING]]);
});

test('[CAL-155] whoever is with the charity is offered nothing else while he waits', () => {
  const { exchange } = talk().toCharity(20, 'a1', 'c1', 'listeners');
  const rules = { ...exchange.rules, choiceMs: 10 };
  const effects = [
    ...step(exchange, { kind: 'rules-set', rules }, at(30)).effects,
    ...step(exchange, { kind: 'line-lost', agent: 'l1' as AgentId }, at(40)).effects,
    ...step(exchange, { kind: 'clock' }, at(20_000)).effects,
    ...step(exchange, { kind: 'let-go' }, at(20_010)).effects,
  ];
  equal(exchange.calls.get('c1' as CallId)?.place.kind, 'waiting');
  ok(effects.every(({ kind }) => kind !== 'offer' && kind !== 'ring-outside'));
  deepEqual(
    effects.filter((effect) => effect.kind === 'play' && !effect.prompt.startsWith('hold')),
    [],
  );
});

test('[CAL-151][CAL-152][CAL-153] whatever happens: what is forgotten is forgotten once, before anything else, and counted once', () => {
  const seen = { listener: 0, outside: 0, back: 0, nobody: 0 };
  const evening = (steps: Script): void => {
    const forgotten = new Set<CallId>();
    for (const { input, effects, exchange } of play(steps)) {
      for (const effect of effects) {
        if (effect.kind === 'forget-caller') {
          ok(!forgotten.has(effect.call));
          forgotten.add(effect.call);
          const before = effects.slice(0, effects.indexOf(effect));
          ok(before.every(({ kind }) => kind === 'unmonitor' || kind === 'hang-up-phone'));
          equal(input.kind, 'hand-to-charity');
        }
        if (effect.kind === 'charity-call-ended') ok(forgotten.delete(effect.call));
        if (effect.kind === 'call-ended') ok(!forgotten.has(effect.call));
        if (effect.kind === 'monitor') ok(!forgotten.has(effect.call));
        if (effect.kind === 'bridge' && forgotten.has(effect.call)) seen.listener += 1;
        if (effect.kind === 'join' && forgotten.has(effect.call)) seen.outside += 1;
        if (effect.kind === 'offer' && input.kind === 'outside-failed') seen.back += 1;
        if (effect.kind === 'charity-call-ended' && input.kind === 'hand-to-charity') seen.nobody += 1;
      }
      deepEqual(new Set(confidentialCalls(exchange).keys()), forgotten);
    }
  };
  fc.assert(fc.property(script, evening), { numRuns: 1_000 });
  for (const [what, often] of Object.entries(seen)) ok(often > 3, `${what}: ${often}`);
});
