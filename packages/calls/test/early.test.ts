import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import type { ExchangeInput } from '../src/index.ts';
import { invitation, Ladder, RULES } from './ladder.ts';

const wanted = (call: string): ExchangeInput => ({ ...invitation(call), early: true }) as ExchangeInput;
/** A caller who hears the waiting sound since 14, unanswered. */
const hearing = (): Ladder => new Ladder().say(10, wanted('c1')).call(14, 'c1', 'sound-ready');

test('[CAL-80] nobody is free: the carrier gets 183 and the caller hears the waiting sound; the 200 comes with the agent', () => {
  const ladder = hearing().withFree('a1');
  ladder.desk(100, 'a1', 'picked-up', 'c1').desk(150, 'a1', 'form-shown', 'c1');
  deepEqual(ladder.lines, [
    '10 invited c1: open-leg c1, ring c1',
    '14 sound-ready c1: progress c1, play c1 hold-fr',
    '100 a1 picked-up c1:',
    '150 a1 form-shown c1: bridge c1 a1, answer c1, connected a1 c1, a1 talking',
  ]);
});

test('[CAL-80] somebody is free: it rings, and there is no early sound; where the offer is missed, there is', () => {
  const ladder = new Ladder().withFree('a1').say(10, wanted('c1')).call(14, 'c1', 'sound-ready');
  ladder.until(5_010);
  deepEqual(ladder.lines, [
    '10 invited c1: open-leg c1, ring c1, offer a1 c1, a1 offered',
    '14 sound-ready c1:',
    '5010 clock: withdraw a1 c1 missed, progress c1, play c1 hold-fr, a1 away (missed-offer)',
  ]);
});

test('[CAL-80] a trunk that does not want it has its callers hear ringing', () => {
  const ladder = new Ladder().say(10, invitation('c1')).call(14, 'c1', 'sound-ready').until(60_000);
  deepEqual(ladder.lines.slice(1), ['14 sound-ready c1:', '59010 clock: ring c1']);
});

test('[CAL-80] an offer that is missed later leaves the waiting sound as it is', () => {
  const ladder = hearing().withFree('a1').until(6_000);
  deepEqual(ladder.lines.slice(2), ['5000 clock: withdraw a1 c1 missed, a1 away (missed-offer)']);
});

test('[CAL-81] CANCEL ends it as before any answer, and a line that closes refuses it', () => {
  const ladder = hearing().call(20, 'c1', 'cancelled');
  deepEqual(ladder.lines.at(-1), '20 cancelled c1: close-leg c1, c1 ended (cancelled)');
  const closed = hearing().say(20, { kind: 'shut-down' });
  deepEqual(closed.lines.at(-1), '20 shut-down: refuse c1 480, close-leg c1, c1 ended (line-closed)');
});

test('[CAL-82] the 183 is said again each minute, and after two and a half the call is answered; the caller waits on', () => {
  const ladder = hearing().until(200_000).call(200_000, 'c1', 'acknowledged').withFree('a1');
  deepEqual(ladder.lines.slice(2), [
    '59010 clock: progress c1',
    '118010 clock: progress c1',
    '150010 clock: answer c1',
    '200000 acknowledged c1:',
  ]);
});

test('[CAL-82] answered while it is offered, it is connected without a second 200', () => {
  const ladder = new Ladder({ ...RULES, offerMs: 20_000 }).say(10, wanted('c1'));
  ladder.call(14, 'c1', 'sound-ready').agent(140_000, 'a1', 'agent-came');
  ladder.agent(140_000, 'a1', 'line-up').agent(140_000, 'a1', 'agent-ready');
  ladder.desk(155_000, 'a1', 'picked-up', 'c1').desk(155_001, 'a1', 'form-shown', 'c1');
  deepEqual(ladder.lines.slice(7), [
    '150010 clock: answer c1',
    '155000 a1 picked-up c1:',
    '155001 a1 form-shown c1: bridge c1 a1, connected a1 c1, a1 talking',
  ]);
});

test('[CAL-82] without sound there is nothing to answer with: it is answered once the sound is back', () => {
  const slow = { ...RULES, mediaBackMs: 60_000 };
  const ladder = new Ladder(slow).say(10, wanted('c1')).call(14, 'c1', 'sound-ready');
  ladder.say(149_000, { kind: 'media-lost' }).say(151_000, { kind: 'media-back' });
  ladder.call(151_005, 'c1', 'sound-ready');
  deepEqual(ladder.lines.slice(-3), [
    '149000 media-lost:',
    '151000 media-back: open-leg c1',
    '151005 sound-ready c1: play c1 hold-fr, answer c1',
  ]);
});
