import type { CallId } from '@pledgeline/core';
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { restore, snapshot, step } from '../src/index.ts';
import { at, invitation, Ladder, RULES } from './ladder.ts';

const CHOICE = { ...RULES, choiceMs: 10_000 };
type ChoiceWord = 'choice-again' | 'keypad-chosen' | 'keyed-out';
const chosen = (call: string, kind: ChoiceWord) => ({ kind, call: call as CallId });

/** A caller who has been waiting for ten seconds and has heard what else there is. */
const told = (): Ladder => {
  const ladder = new Ladder(CHOICE).say(0, invitation('c1')).call(20, 'c1', 'sound-ready').until(10_000);
  ladder.call(10_010, 'c1', 'acknowledged').lines.splice(0);
  return ladder;
};
const keying = (): Ladder => {
  const ladder = told().say(12_000, chosen('c1', 'keypad-chosen'));
  ladder.lines.splice(0);
  return ladder;
};

test('[CAL-110] whoever waits is answered at the bound and told what else there is, and the waiting goes on after it', () => {
  const ladder = new Ladder(CHOICE).say(0, invitation('c1')).call(20, 'c1', 'sound-ready').until(10_000);
  deepEqual(ladder.call(15_000, 'c1', 'prompt-ended').lines, [
    '0 invited c1: open-leg c1, ring c1',
    '20 sound-ready c1:',
    '10000 clock: answer c1, offer-choice c1',
    '15000 prompt-ended c1: play c1 hold-fr',
  ]);
});

test('[CAL-110] it waits for the sound, and for an offer that comes to nothing', () => {
  const late = new Ladder(CHOICE).say(0, invitation('c1')).call(11_000, 'c1', 'sound-ready');
  deepEqual(late.lines.slice(1), ['10000 clock:', '11000 sound-ready c1: answer c1, offer-choice c1']);
  const offered = new Ladder({ ...CHOICE, choiceMs: 3_000 }).withFree('a1').say(10, invitation('c1'));
  offered.call(20, 'c1', 'sound-ready').until(5_010);
  equal(
    offered.lines.at(-1),
    '5010 clock: withdraw a1 c1 missed, a1 away (missed-offer), answer c1, offer-choice c1',
  );
});

test('[CAL-110] whoever hears the waiting sound before the answer is answered too; it is told once', () => {
  const early = new Ladder(CHOICE).say(0, { ...invitation('c1'), early: true } as never);
  early.call(20, 'c1', 'sound-ready').until(10_000).call(15_000, 'c1', 'prompt-ended');
  deepEqual(early.until(200_000).lines, [
    '0 invited c1: open-leg c1, ring c1',
    '20 sound-ready c1: progress c1, play c1 hold-fr',
    '10000 clock: answer c1, offer-choice c1',
    '15000 prompt-ended c1: play c1 hold-fr',
  ]);
});

test('[CAL-111] a key that means nothing has it said again; who has not been told has no choice', () => {
  deepEqual(told().say(11_000, chosen('c1', 'choice-again')).lines, [
    '11000 choice-again c1: offer-choice c1',
  ]);
  const early = new Ladder(CHOICE).say(0, invitation('c1')).call(20, 'c1', 'sound-ready');
  early.say(30, chosen('c1', 'choice-again')).say(40, chosen('c1', 'keypad-chosen'));
  deepEqual(early.lines.slice(2), ['30 choice-again c1:', '40 keypad-chosen c1:']);
});

test('[CAL-112] whoever keys is offered to nobody, and in the place that he had to whoever comes free after it', () => {
  const ladder = keying().say(12_500, invitation('c2')).call(12_510, 'c2', 'sound-ready');
  ladder.agent(13_000, 'a1', 'agent-came').agent(13_000, 'a1', 'line-up').agent(13_010, 'a1', 'agent-ready');
  equal(ladder.lines.at(-1), '13010 a1 agent-ready: a1 free, offer a1 c2, a1 offered');
  ladder.agent(13_020, 'a2', 'agent-came').agent(13_020, 'a2', 'line-up').agent(13_030, 'a2', 'agent-ready');
  equal(ladder.lines.at(-1), '13030 a2 agent-ready: a2 free');
  ladder.say(14_000, chosen('c1', 'keyed-out'));
  equal(ladder.lines.at(-1), '14000 keyed-out c1: play c1 hold-fr, offer a2 c1, a2 offered');
  const both = keying().say(12_500, invitation('c2')).call(12_510, 'c2', 'sound-ready');
  both.say(20_000, chosen('c1', 'keyed-out'));
  both.agent(21_000, 'a1', 'agent-came').agent(21_000, 'a1', 'line-up').agent(21_010, 'a1', 'agent-ready');
  equal(both.lines.at(-1), '21010 a1 agent-ready: a1 free, offer a1 c1, a1 offered');
});

test('[CAL-112] a choice that comes after the offer is late, and so is the end of a keying that is over', () => {
  const ladder = told().agent(11_000, 'a1', 'agent-came').agent(11_000, 'a1', 'line-up');
  ladder.agent(11_010, 'a1', 'agent-ready').say(11_020, chosen('c1', 'keypad-chosen'));
  ladder.say(11_030, chosen('c1', 'keyed-out'));
  deepEqual(ladder.lines.slice(-2), ['11020 keypad-chosen c1:', '11030 keyed-out c1:']);
});

test('[CAL-113] nobody keys for longer than five minutes, and a caller who hangs up is gone from the line', () => {
  deepEqual(keying().until(312_000).lines, ['312000 clock: keying-over c1, play c1 hold-fr']);
  const gone = keying().call(13_000, 'c1', 'caller-hung-up');
  deepEqual(gone.lines, ['13000 caller-hung-up c1: close-leg c1, c1 ended (caller)']);
  equal(gone.exchange.floor.aside.size, 0);
});

test('[CAL-113] the sound comes back to whoever keys, and he is asked again', () => {
  const ladder = keying().say(13_000, { kind: 'media-lost' }).say(14_000, { kind: 'media-back' });
  deepEqual(ladder.call(14_100, 'c1', 'sound-ready').lines, [
    '13000 media-lost:',
    '14000 media-back: open-leg c1',
    '14100 sound-ready c1: key-in c1',
  ]);
});

test('[CAL-114] a supervisor who was on the call hears nothing of what is keyed', () => {
  const ladder = new Ladder(CHOICE).withFree('a1', 's1').withTalk(10, 'a1', 'c1');
  ladder.monitor(500, 's1', 'c1', 'listen').agent(600, 'a1', 'agent-left').until(11_000);
  ladder.say(12_000, chosen('c1', 'keypad-chosen'));
  deepEqual(ladder.lines.slice(-2), [
    '10600 clock: offer-choice c1',
    '12000 keypad-chosen c1: unmonitor s1 c1, key-in c1',
  ]);
});

test('[CAL-115] a line that is closed at once lets whoever keys come to the end of it', () => {
  const ladder = keying().say(13_000, { kind: 'let-go' }).say(20_000, chosen('c1', 'keyed-out'));
  deepEqual(ladder.lines, ['13000 let-go:', '20000 keyed-out c1: play c1 closed-fr']);
  const long = keying().say(13_000, { kind: 'let-go' }).until(312_000);
  equal(long.lines.at(-1), '312000 clock: release c1, close-leg c1, c1 ended (line-closed)');
});

test('[CAL-15] a restored exchange goes on with whoever keys', () => {
  const { exchange } = keying();
  const restored = restore(snapshot(exchange));
  if (!restored.ok) throw new Error('it is ours');
  const next = chosen('c1', 'keyed-out');
  deepEqual(step(restored.value, next, at(20_000)).effects, step(exchange, next, at(20_000)).effects);
});

test('[CAL-110] whoever was handed to the charity is asked for no promise', () => {
  const ladder = new Ladder(CHOICE).withFree('a1').withTalk(10, 'a1', 'c1').withListener('l1');
  // The listener does not pick up: he waits for another one.
  ladder.toCharity(500, 'a1', 'c1', 'listeners').away(510, 'a1', 'chosen');
  ladder.until(60_000).say(60_000, chosen('c1', 'keypad-chosen'));
  equal(ladder.exchange.calls.get('c1' as CallId)?.place.kind, 'waiting');
  deepEqual(
    ladder.lines.filter((line) => line.includes('offer-choice') || line.includes('key-in')),
    [],
  );
});
