import type { AgentId, CallId } from '@pledgeline/core';
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  LIMITS,
  mayAskHelp,
  restore,
  snapshot,
  step,
  type CallPlace,
  type ExchangeInput,
} from '../src/index.ts';
import { at, invitation, Ladder, PROFESSIONAL } from './ladder.ts';
import { play, script, type Script } from './random-exchange.ts';

const talk = (...others: readonly string[]): Ladder =>
  new Ladder().withFree('a1', ...others).withTalk(10, 'a1', 'c1');
const after = (ladder: Ladder, lines = 0): readonly string[] => ladder.lines.slice(lines);
const hoaxOf = ({ exchange }: Ladder, call = 'c1') => {
  const place = exchange.calls.get(call as CallId)?.place;
  return place?.kind === 'talking' ? (place.hoax?.kind ?? null) : undefined;
};
const trade = (ladder: Ladder, agent: string): Ladder => {
  const came = {
    kind: 'agent-came',
    agent: agent as AgentId,
    sound: 'browser',
    profile: PROFESSIONAL,
  } as const;
  step(ladder.exchange, came, at(9));
  return ladder;
};

test('[CAL-140][CAL-141] help is asked by one word, and by one word not any more; the talk goes on', () => {
  const ladder = talk().desk(20, 'a1', 'help-asked', 'c1').desk(21, 'a1', 'help-asked', 'c1');
  deepEqual(after(ladder), ['20 a1 help-asked c1: help a1 c1', '21 a1 help-asked c1:']);
  equal(hoaxOf(ladder), 'asked');
  ladder.desk(22, 'a1', 'help-withdrawn', 'c1').desk(23, 'a1', 'help-withdrawn', 'c1');
  deepEqual(after(ladder, 2), ['22 a1 help-withdrawn c1: help a1 c1', '23 a1 help-withdrawn c1:']);
  equal(hoaxOf(ladder), null);
});

test('[CAL-140] nobody asks for help with the call of another, with none, or while he speaks with somebody about it', () => {
  const ladder = talk('a2').desk(20, 'a2', 'help-asked', 'c1').desk(21, 'a1', 'help-asked', 'none');
  deepEqual(after(ladder), ['20 a2 help-asked c1:', '21 a1 help-asked none:']);
  ladder.consult(22, 'a1', 'c1', 'a2').desk(23, 'a1', 'help-asked', 'c1');
  equal(ladder.lines.at(-1), '23 a1 help-asked c1:');
  const own = { agent: 'a1' as AgentId, call: 'c1' as CallId };
  deepEqual(mayAskHelp(ladder.exchange, own), { ok: false, failure: 'CONSULTING' });
});

test('[CAL-140] an agent who is lost takes the mark along: the next one gets a call like any other', () => {
  const ladder = talk('a2').desk(20, 'a1', 'help-asked', 'c1').agent(30, 'a1', 'line-lost');
  ladder.desk(31, 'a2', 'picked-up', 'c1').desk(32, 'a2', 'form-shown', 'c1');
  equal(hoaxOf(ladder), null);
});

test('[CAL-143] a supervisor who takes the call over has it as a hoax, and so has whoever takes it from him', () => {
  const ladder = talk().desk(20, 'a1', 'help-asked', 'c1').withFree('boss', 'second');
  ladder.takeOver(30, 'boss', 'c1');
  equal(
    ladder.lines.at(-1),
    '30 boss take-over c1: unbridge c1, ended a1 c1 taken-over, bridge c1 boss, connected boss c1, a1 wrapping-up, boss talking',
  );
  equal(hoaxOf(ladder), 'given');
  ladder.desk(31, 'boss', 'help-asked', 'c1');
  equal(ladder.lines.at(-1), '31 boss help-asked c1:');
  equal(hoaxOf(ladder.takeOver(40, 'second', 'c1')), 'given');
  equal(hoaxOf(talk().withFree('boss').takeOver(30, 'boss', 'c1')), null);
});

test('[CAL-142] a professional who is free is asked at once, and has the call as soon as he picks up', () => {
  const ladder = trade(talk('a2', 'pro'), 'pro').desk(20, 'a1', 'help-asked', 'c1');
  equal(
    ladder.lines[0],
    '20 a1 help-asked c1: help a1 c1, offer pro c1, unbridge c1, play c1 hold-fr, consulting a1 c1, pro asked',
  );
  ladder.desk(21, 'pro', 'picked-up', 'c1');
  equal(
    ladder.lines[1],
    '21 pro picked-up c1: consult a1 pro, consulting a1 c1, consulting pro c1, pro consulted, unconsult a1 pro, ended a1 c1 handed-over, bridge c1 pro, connected pro c1, pro talking, a1 wrapping-up',
  );
  equal(hoaxOf(ladder), 'given');
});

test('[CAL-142] a professional who does not pick up leaves the caller with the volunteer, who still asks for help', () => {
  const ladder = trade(talk('pro'), 'pro').desk(20, 'a1', 'help-asked', 'c1').until(5_020);
  equal(
    ladder.lines.at(-1),
    '5020 clock: withdraw pro c1 missed, bridge c1 a1, consulting a1 c1, pro away (missed-offer)',
  );
  equal(hoaxOf(ladder), 'asked');
});

test('[CAL-140][CAL-142] help that is withdrawn lets go of the professional who was asked', () => {
  const ladder = trade(talk('pro'), 'pro').desk(20, 'a1', 'help-asked', 'c1');
  ladder.desk(21, 'a1', 'help-withdrawn', 'c1');
  equal(
    ladder.lines[1],
    '21 a1 help-withdrawn c1: help a1 c1, withdraw pro c1 taken-back, bridge c1 a1, consulting a1 c1, pro free',
  );
  equal(hoaxOf(ladder), null);
});

test('[CAL-15] help that is asked is still asked in a restored exchange', () => {
  const ladder = talk().desk(20, 'a1', 'help-asked', 'c1');
  const again = restore(snapshot(ladder.exchange));
  if (!again.ok) throw new Error(again.failure);
  equal(snapshot(again.value), snapshot(ladder.exchange));
});

const barred = (call: string, language: 'fr' | 'en' = 'fr', open = true): ExchangeInput =>
  Object.assign(invitation(call, language, open), { barred: true });

test('[CAL-145] a barred caller hears the announcement and is let go; nobody is offered, nothing rings', () => {
  const ladder = new Ladder().withFree('a1').say(10, barred('c1')).call(12, 'c1', 'sound-ready');
  ladder.call(30, 'c1', 'acknowledged').call(9_000, 'c1', 'prompt-ended');
  deepEqual(ladder.lines, [
    '10 invited c1: open-leg c1',
    '12 sound-ready c1: answer c1, play c1 barred-fr',
    '30 acknowledged c1:',
    '9000 prompt-ended c1: release c1, close-leg c1, c1 ended (barred)',
  ]);
  const english = new Ladder().say(10, barred('c2', 'en')).call(12, 'c2', 'sound-ready').until(60_000);
  equal(english.lines[1], '12 sound-ready c2: answer c2, play c2 barred-en');
  equal(english.lines[2], '16012 clock: close-leg c2, c2 ended (barred)');
  const many = new Ladder();
  for (let n = 0; n <= LIMITS.announcedMax; n += 1) many.say(1, barred(`c${n}`));
  equal(
    many.lines.at(-1),
    `1 invited c${LIMITS.announcedMax}: refuse c${LIMITS.announcedMax} 480, c${LIMITS.announcedMax} ended (barred)`,
  );
});

test('[CAL-145] a barred caller who hangs up in the middle is no caller who gave up', () => {
  const ladder = new Ladder().say(10, barred('c1')).call(12, 'c1', 'sound-ready');
  equal(
    ladder.call(2_000, 'c1', 'caller-hung-up').lines.at(-1),
    '2000 caller-hung-up c1: close-leg c1, c1 ended (barred)',
  );
});

test('[CAL-145] of a closed line a barred caller hears what everybody hears', () => {
  const ladder = new Ladder().say(10, barred('c1', 'fr', false));
  equal(ladder.call(12, 'c1', 'sound-ready').lines.at(-1), '12 sound-ready c1: answer c1, play c1 closed-fr');
});

test('[CAL-140][CAL-142][CAL-143] whatever happens, a barred call has no place, and a mark is of a talk whose helper waits for nothing', () => {
  const seen = { asked: 0, given: 0 };
  const evening = (steps: Script): void => {
    for (const { exchange, input, effects } of play(steps)) {
      if (input.kind === 'invited' && input.barred === true && input.open && effects.length > 0)
        equal(exchange.calls.has(input.call), false);
      for (const { place } of exchange.calls.values()) marked(place, seen);
      for (const effect of effects)
        if (effect.kind === 'offer') equal(exchange.announced.has(effect.call), false);
    }
  };
  fc.assert(fc.property(script, evening), { numRuns: 1_000 });
  equal(seen.asked > 30 && seen.given > 10, true, JSON.stringify(seen));
});

function marked(place: CallPlace, seen: { asked: number; given: number }): void {
  if (place.kind !== 'talking' || place.hoax === undefined) return;
  seen[place.hoax.kind] += 1;
  const { consultation } = place;
  const helped = consultation?.with.kind === 'agent' && consultation.stage !== 'ringing';
  equal(place.hoax.kind === 'asked' && helped, false, 'whoever picked up has the call');
}
