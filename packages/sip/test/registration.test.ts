import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { Instant } from '@pledgeline/core';
import {
  createRegistration,
  registerRequest,
  registrationView,
  registrationWakesAt,
  stepRegistration,
  type RegistrationEffect,
  type RegistrationInput,
  type RequestId,
} from '../src/index.ts';
import { UDP } from './testing/bench.ts';
import { CREDENTIALS } from './testing/challenges.ts';

type Wish = RegistrationEffect & { readonly kind: 'send-register' };

/** A registration on a made-up clock, with the test for a registrar. */
class Trunk {
  state;
  nowMs = 0;
  readonly ladder: string[] = [];
  wish: Wish | null = null;

  constructor(seed = 1) {
    this.state = createRegistration({
      name: 'trunk',
      registrar: 'sip:trunk.example',
      address: 'sip:line@trunk.example',
      contactUser: 'line',
      expiresSeconds: 600,
      callId: 'r1',
      seed,
    });
  }
  feed(input: RegistrationInput): this {
    const { state, effects } = stepRegistration(this.state, input, this.nowMs as Instant);
    this.state = state;
    for (const effect of effects) {
      if (effect.kind === 'send-register') this.wish = effect;
      this.ladder.push(`${this.nowMs} ${described(effect)}`);
    }
    return this;
  }
  answer(status: number, more: Partial<RegistrationInput & { kind: 'responded' }> = {}): this {
    const { id, sequence } = this.wish!;
    const nothing = { expiresSeconds: null, minExpiresSeconds: null, retryAfterSeconds: null };
    return this.feed({ kind: 'responded', id, status, sequence, ...nothing, ...more });
  }
  until(ms: number): this {
    for (let wake = this.wakesAt(); wake <= ms; wake = this.wakesAt()) {
      this.nowMs = Math.max(wake, this.nowMs);
      this.feed({ kind: 'clock' });
    }
    this.nowMs = ms;
    return this;
  }
  wakesAt(): number {
    return registrationWakesAt(this.state) ?? Infinity;
  }
}
function described(effect: RegistrationEffect): string {
  if (effect.kind === 'send-register') return `→ ${effect.sequence} for ${effect.expiresSeconds} s`;
  const { view } = effect;
  if (view.kind === 'off') return 'off';
  return [view.kind, 'status' in view ? view.status : '', `until ${view.until}`].join(' ').replace('  ', ' ');
}

test('[REG-1] [REG-2] it registers, and again before the registrar forgets', () => {
  const trunk = new Trunk();
  trunk.feed({ kind: 'start' }).feed({ kind: 'start' }).answer(200, { expiresSeconds: 400 });
  trunk.until(360_000).answer(200);
  deepEqual(trunk.ladder, [
    '0 → 1 for 600 s',
    '0 trying until null',
    '0 registered until 400000',
    '360000 → 2 for 600 s',
    '360000 trying until 400000',
    '360000 registered until 960000',
  ]);
});

test('[REG-2] at nine tenths or 30 s before the end, not before half of it, and not each second', () => {
  const refreshed = (expiresSeconds: number): number => {
    const trunk = new Trunk().feed({ kind: 'start' }).answer(200, { expiresSeconds });
    return trunk.wakesAt();
  };
  deepEqual([3_600, 200, 100, 40, 1].map(refreshed), [3_240_000, 170_000, 70_000, 20_000, 5_000]);
  equal(refreshed(4_000_000_000), 0.9 * 86_400_000);
});

test('[REG-1] a challenge within raised the number, and the next goes on from there', () => {
  const trunk = new Trunk().feed({ kind: 'start' }).answer(200, { sequence: 3 }).until(540_000);
  equal(trunk.wish?.sequence, 4);
});

test('[REG-3] 423 is asked again at once for what it takes, once', () => {
  const trunk = new Trunk().feed({ kind: 'start' }).answer(423, { minExpiresSeconds: 900 });
  deepEqual(trunk.ladder.slice(2), ['0 → 2 for 900 s']);
  trunk.answer(423, { minExpiresSeconds: 901 });
  deepEqual(trunk.ladder.slice(3), ['0 refused 423 until null']);
  for (const more of [{ minExpiresSeconds: 600 }, {}, { minExpiresSeconds: 1_000_000 }]) {
    const other = new Trunk().feed({ kind: 'start' }).answer(423, more);
    deepEqual(other.ladder.slice(2), ['0 refused 423 until null']);
  }
});

test('[REG-4] failures wait longer and longer, half to the whole of it by lot, and not beyond half an hour', () => {
  const waits = (status: number, seed: number): number[] => {
    const trunk = new Trunk(seed).feed({ kind: 'start' });
    return Array.from({ length: 9 }, () => {
      const failedAt = trunk.nowMs;
      trunk.answer(status);
      trunk.until(trunk.wakesAt());
      return trunk.nowMs - failedAt;
    });
  };
  const wholes = [30, 60, 120, 240, 480, 960, 1_800, 1_800, 1_800].map((seconds) => 1_000 * seconds);
  for (const seed of [1, 2, 3])
    for (const [n, wait] of waits(503, seed).entries()) ok(wait >= wholes[n]! / 2 && wait <= wholes[n]!);
  deepEqual(waits(408, 5), waits(408, 5));
  ok(JSON.stringify(waits(503, 1)) !== JSON.stringify(waits(503, 2)));
  ok(waits(403, 1)[0]! >= 150_000);
});

test('[REG-4] what the registrar asks us to wait is waited, and no more than an hour', () => {
  const waited = (retryAfterSeconds: number): number =>
    new Trunk().feed({ kind: 'start' }).answer(503, { retryAfterSeconds }).wakesAt();
  equal(waited(700), 700_000);
  equal(waited(100_000), 3_600_000);
});

test('[REG-4] a success makes failures forgotten; a grant of nothing is a failure', () => {
  const trunk = new Trunk().feed({ kind: 'start' }).answer(503).until(30_000).answer(200).until(570_000);
  trunk.answer(503);
  ok(trunk.wakesAt() <= 600_000);
  deepEqual(registrationView(trunk.state, trunk.nowMs as Instant).kind, 'refused');
  equal(
    new Trunk().feed({ kind: 'start' }).answer(200, { expiresSeconds: 0 }).ladder.at(-1),
    '0 refused 200 until null',
  );
});

test('[REG-5] it is taken back at the end, and above what is under way', () => {
  const trunk = new Trunk().feed({ kind: 'start' }).answer(200).feed({ kind: 'stop' }).answer(200);
  deepEqual(trunk.ladder.slice(3), ['0 → 12 for 0 s', '0 off']);
  equal(trunk.wakesAt(), Infinity);
  const asking = new Trunk().feed({ kind: 'start' }).feed({ kind: 'stop' });
  deepEqual(asking.ladder.slice(2), ['0 → 12 for 0 s', '0 off']);
  const refused = new Trunk().feed({ kind: 'start' }).answer(403).feed({ kind: 'stop' });
  deepEqual(refused.ladder.slice(3), ['0 off']);
  equal(refused.wakesAt(), Infinity);
});

test('[REG-5] whoever starts again meanwhile registers when it is taken back', () => {
  const trunk = new Trunk().feed({ kind: 'start' }).answer(200).feed({ kind: 'stop' });
  trunk.feed({ kind: 'start' }).answer(408);
  equal(trunk.ladder.at(-2), '0 → 13 for 600 s');
  const undecided = new Trunk().feed({ kind: 'start' }).answer(200).feed({ kind: 'stop' });
  undecided.feed({ kind: 'start' }).feed({ kind: 'stop' }).answer(200);
  equal(undecided.wakesAt(), Infinity);
});

test('[REG-6] an answer to another request is passed over, and one that never comes counts as silence', () => {
  const trunk = new Trunk().feed({ kind: 'start' });
  trunk.answer(200, { id: 'other' as RequestId }).answer(100);
  equal(trunk.ladder.length, 2);
  trunk.until(150_000);
  equal(trunk.ladder.at(-1), '150000 refused 408 until null');
});

test('[REG-6] another way to the registrar is tried at once, unless it is being asked', () => {
  const trunk = new Trunk().feed({ kind: 'again' }).feed({ kind: 'start' }).feed({ kind: 'again' });
  equal(trunk.ladder.length, 2);
  trunk.answer(200).feed({ kind: 'again' });
  equal(trunk.ladder.at(-2), '0 → 2 for 600 s');
});

test('[REG-1] its wish as the user agent takes it', () => {
  const trunk = new Trunk().feed({ kind: 'start' });
  deepEqual(registerRequest(trunk.wish!, { flow: UDP, credentials: CREDENTIALS }), {
    kind: 'request',
    id: 'trunk 1',
    flow: UDP,
    method: 'REGISTER',
    target: 'sip:trunk.example',
    from: 'sip:line@trunk.example',
    to: 'sip:line@trunk.example',
    callId: 'r1',
    sequence: 1,
    contactUser: 'line',
    headers: [{ name: 'Expires', value: '600' }],
    credentials: CREDENTIALS,
  });
});
