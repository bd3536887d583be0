import type { CallId } from '@pledgeline/core';
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { LIMITS, restore, snapshot, step } from '../src/index.ts';
import { at, invitation, Ladder } from './ladder.ts';

const closed = (call = 'c1', language: 'fr' | 'en' = 'fr') => invitation(call, language, false);
const heard = (): Ladder => new Ladder().withFree('a1').say(10, closed()).call(12, 'c1', 'sound-ready');
const after = (ladder: Ladder, lines: number): readonly string[] => ladder.lines.slice(lines);

test('[CAL-90][CAL-91] a caller of a closed line hears so once, in the language of the line, and is hung up', () => {
  const ladder = heard().call(30, 'c1', 'acknowledged').call(8_000, 'c1', 'prompt-ended');
  deepEqual(ladder.lines, [
    '10 invited c1: open-leg c1',
    '12 sound-ready c1: answer c1, play c1 closed-fr',
    '30 acknowledged c1:',
    '8000 prompt-ended c1: release c1, close-leg c1, c1 ended (line-closed)',
  ]);
  const english = new Ladder().say(10, closed('c2', 'en')).call(12, 'c2', 'sound-ready');
  equal(english.lines.at(-1), '12 sound-ready c2: answer c2, play c2 closed-en');
});

test('[CAL-91] the BYE waits for the ACK, and the same call is not taken twice meanwhile', () => {
  const ladder = heard().call(8_000, 'c1', 'prompt-ended').say(8_001, closed());
  deepEqual(after(ladder.call(8_100, 'c1', 'acknowledged'), 2), [
    '8000 prompt-ended c1: close-leg c1, c1 ended (line-closed)',
    '8001 invited c1:',
    '8100 acknowledged c1: release c1',
  ]);
  deepEqual(after(heard().say(20, closed()), 2), ['20 invited c1:']);
});

test('[CAL-90] beyond so many at once, and while media is away, the carrier says it itself', () => {
  const ladder = new Ladder();
  for (let n = 0; n < LIMITS.announcedMax; n += 1) ladder.say(1, closed(`c${n}`));
  deepEqual(after(ladder.say(2, closed('late')), LIMITS.announcedMax), [
    '2 invited late: refuse late 480, late ended (line-closed)',
  ]);
  ladder.call(3, 'c0', 'caller-hung-up').say(4, closed('later'));
  equal(ladder.lines.at(-1), '4 invited later: open-leg later');
  const away = new Ladder().say(1, { kind: 'media-lost' }).say(2, closed());
  equal(away.lines.at(-1), '2 invited c1: refuse c1 480, c1 ended (line-closed)');
});

test('[CAL-92] an announcement that nobody ends is ended, and a leg that does not open is not waited for', () => {
  const silent = new Ladder().say(10, closed()).until(20_000);
  deepEqual(after(silent, 1), ['3010 clock: refuse c1 480, close-leg c1, c1 ended (line-closed)']);
  const endless = heard().call(30, 'c1', 'acknowledged').until(60_000);
  deepEqual(after(endless, 3), ['16012 clock: release c1, close-leg c1, c1 ended (line-closed)']);
});

test('[CAL-93] CANCEL, BYE and a lost caller end it as they end any call', () => {
  const opening = (): Ladder => new Ladder().say(10, closed());
  equal(
    opening().call(11, 'c1', 'cancelled').lines[1],
    '11 cancelled c1: close-leg c1, c1 ended (cancelled)',
  );
  equal(
    opening().call(11, 'c1', 'caller-hung-up').lines[1],
    '11 caller-hung-up c1: refuse c1 487, close-leg c1, c1 ended (caller)',
  );
  equal(
    opening().call(11, 'c1', 'caller-lost').lines[1],
    '11 caller-lost c1: close-leg c1, c1 ended (caller-lost)',
  );
  deepEqual(after(heard().call(13, 'c1', 'cancelled').call(14, 'c1', 'caller-hung-up'), 2), [
    '13 cancelled c1:',
    '14 caller-hung-up c1: close-leg c1, c1 ended (caller)',
  ]);
  equal(
    heard().call(14, 'c1', 'caller-lost').lines[2],
    '14 caller-lost c1: release c1, close-leg c1, c1 ended (caller-lost)',
  );
});

test('[CAL-94] where the sound is lost there is nothing to hear any more', () => {
  const lost = heard().call(20, 'c1', 'acknowledged').say(30, { kind: 'media-lost' });
  equal(
    lost.lines[3],
    '30 media-lost: release c1, close-leg c1, c1 ended (line-closed), a1 away (sound-lost)',
  );
  for (const word of ['sound-refused', 'leg-gone'] as const)
    equal(
      new Ladder().say(10, closed()).call(20, 'c1', word).lines[1],
      `20 ${word} c1: refuse c1 480, close-leg c1, c1 ended (line-closed)`,
    );
});

test('[CAL-95] closed at once: whoever waits hears so, whoever is offered or talks is served', () => {
  const ladder = new Ladder().withFree('a1', 'a2').withTalk(10, 'a1', 'c1');
  ladder
    .say(20, invitation('c2'))
    .say(21, invitation('c3'))
    .call(22, 'c3', 'sound-ready')
    .say(23, invitation('c4'));
  deepEqual(after(ladder.say(30, { kind: 'let-go' }).call(40, 'c4', 'sound-ready'), 4), [
    '30 let-go: answer c3, play c3 closed-fr',
    '40 sound-ready c4: answer c4, play c4 closed-fr',
  ]);
  deepEqual(after(ladder.desk(50, 'a1', 'hang-up', 'c1').until(10_060), 6), [
    '50 a1 hang-up c1: release c1, unbridge c1, close-leg c1, ended a1 c1 agent, c1 ended (agent), a1 wrapping-up',
    '5020 clock: withdraw a2 c2 missed, a2 away (missed-offer)',
    '10050 clock: a1 free, offer a1 c2, a1 offered',
  ]);
});

test('[CAL-95] one who was answered before, and lost his volunteer, hears the announcement without a second answer', () => {
  const ladder = new Ladder().withFree('a1').withTalk(10, 'a1', 'c1').agent(20, 'a1', 'line-lost');
  equal(ladder.say(30, { kind: 'let-go' }).lines.at(-1), '30 let-go: play c1 closed-fr');
  equal(
    ladder.call(8_000, 'c1', 'prompt-ended').lines.at(-1),
    '8000 prompt-ended c1: release c1, close-leg c1, c1 ended (line-closed)',
  );
});

test('[CAL-95][CAL-26] a supervisor who listened to one who waits again is taken off before the announcement', () => {
  const ladder = new Ladder().withFree('a1', 'a2').withTalk(10, 'a1', 'c1').away(15, 'a2', 'chosen');
  ladder.monitor(16, 'a2', 'c1', 'listen').agent(20, 'a1', 'line-lost');
  equal(ladder.say(30, { kind: 'let-go' }).lines.at(-1), '30 let-go: unmonitor a2 c1, play c1 closed-fr');
});

test('[CAL-15] an announcement that is on goes on in a restored exchange', () => {
  const again = restore(snapshot(heard().exchange));
  if (!again.ok) throw new Error(again.failure);
  const { effects } = step(again.value, { kind: 'caller-hung-up', call: 'c1' as CallId }, at(20));
  deepEqual(
    effects.map(({ kind }) => kind),
    ['close-leg', 'call-ended'],
  );
});
