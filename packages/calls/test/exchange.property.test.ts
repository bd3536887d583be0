import type { AgentId, CallId, PhoneLegId } from '@pledgeline/core';
import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  emptyExchange,
  liveCalls,
  restore,
  snapshot,
  step,
  wakeAt,
  type Call,
  type Exchange,
  type OutsideId,
} from '../src/index.ts';
import { at } from './ladder.ts';
import { Ledger } from './ledger.ts';
import { play, RANDOM_RULES, script, type Script } from './random-exchange.ts';

/** Ends whatever still lives, as the callers would at the end of the evening, and waits for the last ACK. */
const closing = (exchange: Exchange): Script => [
  ...[...liveCalls(exchange)].map((call) => [0, { kind: 'caller-hung-up', call }] as const),
  ...[...exchange.calls.values()].flatMap(({ call, signal }) =>
    signal.kind === 'called-back' && signal.leg !== null
      ? [[0, { kind: 'outside-ended', call, leg: signal.leg }] as const]
      : [],
  ),
  // Whoever is to be called back waits on: for nobody, in the end, and not for ever.
  ...[...exchange.floor.agents.keys()].map((agent) => [0, { kind: 'agent-left', agent }] as const),
  [60_000, { kind: 'clock' }],
  [60_000, { kind: 'clock' }],
];

test('[CAL-2][CAL-12][CAL-21][CAL-25][CAL-60] whatever happens, in whatever order: one record for each call, all that was opened is closed', () => {
  const evening = (steps: Script): void => {
    const ledger = new Ledger();
    const exchange = emptyExchange(RANDOM_RULES);
    let now = 0;
    for (const played of play(steps, exchange)) {
      ledger.follow(played);
      deepEqual(new Set(ledger.live), liveCalls(exchange));
      now = played.now;
    }
    for (const played of play(closing(exchange), exchange, now)) ledger.follow(played);
    deepEqual(ledger.live, []);
    equal(ledger.phones, 0);
    equal(ledger.monitors, 0);
    equal(exchange.floor.consulted.size, 0);
    equal(ledger.ended, ledger.invited);
    equal(exchange.releasing.size + exchange.due.size + exchange.floor.waiting.size, 0);
    equal(exchange.floor.aside.size, 0);
    equal(exchange.floor.holders.size, 0);
  };
  fc.assert(fc.property(script, evening), { numRuns: 3_000 });
});

test('[CAL-18][CAL-10] calls, floor and lines agree after every step', () => {
  const evening = (steps: Script): void => {
    for (const { exchange } of play(steps)) {
      for (const { call, place, signal, sound } of exchange.calls.values()) {
        agrees(exchange, { call, place, signal });
        if (place.kind === 'talking')
          ok(signal.kind !== 'ringing' && (sound === 'ready' || sound === 'reopening'));
      }
      const { floor, calls, lines } = exchange;
      const out = [...calls.values()].filter(({ place }) => place.kind === 'outside').length;
      equal(floor.waiting.size + floor.aside.size + floor.holders.size + out, calls.size);
      for (const [agent, state] of floor.agents)
        ok(state.kind === 'away' || lines.has(agent) || ('next' in state && state.next === 'away'));
      for (const agent of [...lines, ...exchange.phones]) ok(floor.agents.has(agent));
    }
  };
  fc.assert(fc.property(script, evening), { numRuns: 1_000 });
});

const ON_THE_FLOOR = {
  offered: 'offered',
  'picked-up': 'offered',
  talking: 'talking',
  'calling-back': 'talking',
} as const;

function agrees({ floor }: Exchange, { call, place, signal }: Pick<Call, 'call' | 'place' | 'signal'>): void {
  if (place.kind === 'waiting' || place.kind === 'leaving') {
    // Whoever hears that he is called back, or was not reached, keeps his place and is offered to nobody.
    const aside = floor.aside.get(call);
    ok(aside === undefined || place.kind === 'leaving' || signal.kind === 'gone');
    ok(aside !== undefined || (floor.waiting.momentOf(call) !== null && place.kind === 'waiting'));
    return;
  }
  if (place.kind === 'keying') {
    ok(floor.aside.has(call) && floor.waiting.momentOf(call) === null);
    return;
  }
  if (place.kind === 'outside') {
    ok(floor.waiting.momentOf(call) === null && !floor.holders.has(call));
    return;
  }
  const asked = place.kind === 'talking' ? place.consultation?.with : undefined;
  const other = asked?.kind === 'agent' ? asked.agent : undefined;
  equal(floor.consulted.get(call), other);
  if (other !== undefined && place.kind === 'talking')
    equal(floor.agents.get(other)?.kind, place.consultation?.stage === 'ringing' ? 'asked' : 'consulted');
  const state = floor.agents.get(place.agent);
  equal(floor.holders.get(call), place.agent);
  equal(state?.kind, ON_THE_FLOOR[place.kind]);
  if (state?.kind === 'offered' && place.kind !== 'talking' && place.kind !== 'calling-back')
    equal(state.until, place.until);
}

test('[CAL-24][CAL-25] whoever monitors is away and listening, has sound, and no call of his own', () => {
  let heard = 0;
  let takenOver = 0;
  let atPhones = 0;
  const evening = (steps: Script): void => {
    for (const { exchange, effects } of play(steps)) {
      const { monitors, floor, lines, phones, calls } = exchange;
      for (const [agent, { call }] of monitors) {
        deepEqual(floor.agents.get(agent), { kind: 'away', because: 'listening' });
        ok(lines.has(agent));
        if (phones.has(agent)) atPhones += 1;
        ok(calls.get(call)?.signal.kind !== 'ringing' && calls.has(call));
        heard += 1;
      }
      takenOver += effects.filter((effect) => effect.kind === 'ended' && effect.by === 'taken-over').length;
    }
  };
  fc.assert(fc.property(script, evening), { numRuns: 1_000 });
  ok(heard > 30 && takenOver > 3 && atPhones > 3, 'the scripts come to what they are for');
});

test('[CAL-52][CAL-54][CAL-58] the scripts come to what they are for: consultations, three voices, calls outside', () => {
  const seen = { speaking: 0, together: 0, 'handed-over': 0, outside: 0, back: 0 };
  const evening = (steps: Script): void => {
    for (const { effects, input, exchange } of play(steps))
      for (const effect of effects) {
        if (effect.kind === 'consult') seen.speaking += 1;
        if (effect.kind === 'join-in') seen.together += 1;
        if (effect.kind === 'ended' && effect.by === 'handed-over') seen['handed-over'] += 1;
        if (effect.kind === 'join') seen.outside += 1;
        if (input.kind === 'outside-failed' && effect.kind === 'offer') seen.back += 1;
        ok(effect.kind !== 'offer' || exchange.floor.agents.has(effect.agent));
      }
  };
  fc.assert(fc.property(script, evening), { numRuns: 1_000 });
  for (const [what, often] of Object.entries(seen)) ok(often > 10, `${what}: ${often}`);
});

test('[CAL-8] nobody who has picked up is stood down for a missed offer', () => {
  const evening = (steps: Script): void => {
    let before = new Map<AgentId, Call['place']['kind']>();
    for (const { exchange, input, effects } of play(steps)) {
      const byHand = input.kind === 'phone-failed' || input.kind === 'phone-hung-up';
      for (const effect of effects)
        if (effect.kind === 'withdraw' && effect.because === 'missed' && !byHand)
          ok(before.get(effect.agent) !== 'picked-up');
      const held = [...exchange.calls.values()];
      before = new Map(held.flatMap(({ place }) => ('agent' in place ? [[place.agent, place.kind]] : [])));
    }
  };
  fc.assert(fc.property(script, evening), { numRuns: 500 });
});

test('[CAL-17] after a step nothing is left that is due, also where wrap-up and form take no time', () => {
  const evening = (steps: Script, wrapUpMs: number, formShownMs: number): void => {
    for (const { exchange, now } of play(steps, emptyExchange({ ...RANDOM_RULES, wrapUpMs, formShownMs }))) {
      const next = wakeAt(exchange);
      ok(next === null || next > now);
    }
  };
  fc.assert(fc.property(script, fc.constantFrom(0, 10_000), fc.constantFrom(0, 400), evening), {
    numRuns: 500,
  });
});

test('[CAL-15] a restored exchange goes on exactly as the one it was taken of', () => {
  const evening = (before: Script, later: Script): void => {
    const exchange = emptyExchange(RANDOM_RULES);
    let now = 1_000;
    for (const played of play(before, exchange)) now = played.now;
    const again = restore(snapshot(exchange));
    ok(again.ok);
    const one = [...play(later, exchange, now)].map(({ effects }) => effects);
    const other = [...play(later, again.value, now)].map(({ effects }) => effects);
    equal(JSON.stringify(other), JSON.stringify(one));
    equal(snapshot(again.value), snapshot(exchange));
    equal(wakeAt(again.value), wakeAt(exchange));
  };
  fc.assert(fc.property(script, script, evening), { numRuns: 600 });
});

test('[CAL-16] the same inputs give the same exchange and the same effects, byte for byte', () => {
  const told = (steps: Script): string =>
    JSON.stringify([...play(steps)].map(({ exchange, effects }) => [snapshot(exchange), effects]));
  fc.assert(
    fc.property(script, (steps) => equal(told(steps), told(steps))),
    { numRuns: 100 },
  );
});

test('[CAL-14] what does not fit changes nothing and orders nothing', () => {
  const strangers = { call: 'no-call' as CallId, agent: 'nobody' as AgentId };
  const kinds = [
    'acknowledged',
    'cancelled',
    'caller-hung-up',
    'caller-lost',
    'sound-ready',
    'sound-refused',
    'prompt-ended',
  ] as const;
  const more = [
    'leg-silent',
    'picked-up',
    'form-shown',
    'hang-up',
    'line-up',
    'line-lost',
    'phone-gone',
    'agent-ready',
    'unmonitor',
    'take-over',
    'talk-together',
    'complete',
    'take-back',
  ] as const;
  const evening = (steps: Script): void => {
    const exchange = emptyExchange(RANDOM_RULES);
    let now = 1_000;
    for (const played of play(steps, exchange)) now = played.now;
    step(exchange, { kind: 'clock' }, at(now));
    const before = snapshot(exchange);
    const phoneWords = ['phone-answered', 'phone-failed', 'phone-hung-up', 'phone-lost'] as const;
    for (const kind of phoneWords)
      deepEqual(
        step(exchange, { kind, call: strangers.call, leg: 'x~1' as PhoneLegId }, at(now)).effects,
        [],
      );
    for (const kind of ['outside-answered', 'outside-failed', 'outside-ended'] as const)
      deepEqual(
        step(exchange, { kind, call: strangers.call, leg: 'x~1' as PhoneLegId }, at(now)).effects,
        [],
      );
    const to = { kind: 'outside', to: 'depot' as OutsideId } as const;
    deepEqual(step(exchange, { kind: 'hand-over', to, ...strangers }, at(now)).effects, []);
    deepEqual(step(exchange, { kind: 'consult', with: to, ...strangers }, at(now)).effects, []);
    deepEqual(step(exchange, { kind: 'monitor', mode: 'barge', ...strangers }, at(now)).effects, []);
    for (const kind of [...kinds, ...more, 'agent-left', 'wrapped-up'] as const)
      deepEqual(step(exchange, { kind, ...strangers }, at(now)).effects, []);
    equal(snapshot(exchange), before);
  };
  fc.assert(fc.property(script, evening), { numRuns: 200 });
});

test('[CAL-110][CAL-112] the scripts come to what they are for: callers who are told, who key, and who are offered after it', () => {
  const seen = { told: 0, keying: 0, again: 0, 'keyed-out': 0, offered: 0 };
  const evening = (steps: Script): void => {
    for (const { effects, input, exchange } of play(steps))
      for (const effect of effects) {
        if (effect.kind === 'offer-choice') seen[effect.again ? 'again' : 'told'] += 1;
        if (effect.kind === 'key-in') seen.keying += 1;
        if (input.kind !== 'keyed-out') continue;
        if (effect.kind === 'play') seen['keyed-out'] += 1;
        if (effect.kind === 'offer') seen.offered += 1;
        ok(exchange.calls.get(input.call)?.place.kind !== 'keying');
      }
  };
  fc.assert(fc.property(script, evening), { numRuns: 1_000 });
  ok(
    Object.values(seen).every((times) => times > 3),
    JSON.stringify(seen),
  );
});
