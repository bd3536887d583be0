import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { Instant } from '@pledgeline/core';
import fc from 'fast-check';
import {
  createQualify,
  peerView,
  QUALIFY_SETTINGS,
  qualifyWakesAt,
  stepQualify,
  type QualifyEffect,
  type QualifyInput,
  type QualifySettings,
  type RequestId,
} from '../src/index.ts';

/** Peers that answer as the test says: with a status after a while; null: not at all. */
class Peers {
  readonly state;
  nowMs = 0;
  readonly ladder: string[] = [];
  answer: { readonly status: number; readonly afterMs: number } | null = { status: 200, afterMs: 12 };
  #answers: { readonly atMs: number; readonly id: RequestId; readonly status: number }[] = [];

  constructor(settings: Partial<QualifySettings> = {}) {
    this.state = createQualify({ ...QUALIFY_SETTINGS, ...settings });
  }
  feed(input: QualifyInput): this {
    for (const effect of stepQualify(this.state, input, this.nowMs as Instant).effects) this.#told(effect);
    return this;
  }
  until(ms: number): this {
    for (let next = this.#next(); next <= ms; next = this.#next()) {
      this.nowMs = Math.max(next, this.nowMs);
      const due = this.#answers.filter(({ atMs }) => atMs <= this.nowMs);
      this.#answers = this.#answers.filter(({ atMs }) => atMs > this.nowMs);
      for (const { id, status } of due) this.feed({ kind: 'responded', id, status });
      this.feed({ kind: 'clock' });
    }
    this.nowMs = ms;
    return this;
  }
  view(peer = 'trunk'): unknown {
    return peerView(this.state, peer);
  }
  #next(): number {
    return Math.min(qualifyWakesAt(this.state) ?? Infinity, ...this.#answers.map(({ atMs }) => atMs));
  }
  #told(effect: QualifyEffect): void {
    if (effect.kind === 'peer-changed') this.ladder.push(`${this.nowMs} ${effect.peer} ${effect.view.kind}`);
    else {
      this.ladder.push(`${this.nowMs} ask ${effect.peer}`);
      if (this.answer === null) return;
      const { status, afterMs } = this.answer;
      this.#answers.push({ atMs: this.nowMs + afterMs, id: effect.id, status });
    }
  }
}
/** The first question comes within 5 s, by lot. */
const FIRST = 3_135;

test('[QUA-1] [QUA-3] one answer makes a peer up, with its latency, and is told once', () => {
  const peers = new Peers().feed({ kind: 'watch', peer: 'trunk' });
  deepEqual(peers.view(), { kind: 'unknown' });
  peers.until(70_000);
  deepEqual(peers.ladder, [
    `${FIRST} ask trunk`,
    `${FIRST + 12} trunk up`,
    `${FIRST + 30_000} ask trunk`,
    `${FIRST + 60_000} ask trunk`,
  ]);
  deepEqual(peers.view(), { kind: 'up', latencyMs: 12 });
  peers.answer = { status: 200, afterMs: 40 };
  peers.until(100_000);
  deepEqual(peers.view(), { kind: 'up', latencyMs: 40 });
});

test('[QUA-1] a refusal is a sign of life; 408 and 503 are none', () => {
  for (const status of [200, 401, 404, 405, 481, 483, 501, 603]) {
    const peers = new Peers().feed({ kind: 'watch', peer: 'trunk' });
    peers.answer = { status, afterMs: 5 };
    deepEqual(peers.until(10_000).view(), { kind: 'up', latencyMs: 5 }, String(status));
  }
  for (const status of [408, 503]) {
    const peers = new Peers({ downAfter: 1 }).feed({ kind: 'watch', peer: 'trunk' });
    peers.answer = { status, afterMs: 5 };
    deepEqual(peers.until(10_000).view(), { kind: 'down', since: FIRST + 5 }, String(status));
  }
});

test('[QUA-2] down after some failures in a row, up after one answer, one question at a time', () => {
  const peers = new Peers().feed({ kind: 'watch', peer: 'trunk' }).until(10_000);
  peers.answer = { status: 408, afterMs: 32_000 };
  peers.until(130_000);
  peers.answer = { status: 200, afterMs: 8 };
  peers.until(170_000);
  deepEqual(peers.ladder.slice(2), [
    `${FIRST + 30_000} ask trunk`,
    `${FIRST + 62_001} ask trunk`,
    `${FIRST + 94_002} ask trunk`,
    `${FIRST + 126_002} trunk down`,
    `${FIRST + 126_003} ask trunk`,
    `${FIRST + 158_004} ask trunk`,
    `${FIRST + 158_012} trunk up`,
  ]);
});

test('[QUA-2] a failure that is not repeated changes nothing', () => {
  const peers = new Peers().feed({ kind: 'watch', peer: 'trunk' }).until(10_000);
  peers.answer = { status: 503, afterMs: 1 };
  peers.until(70_000);
  peers.answer = { status: 200, afterMs: 1 };
  peers.until(100_000);
  peers.answer = { status: 503, afterMs: 1 };
  peers.until(160_000);
  equal(peers.ladder.filter((line) => !line.includes('ask')).length, 1);
});

test('[QUA-4] a question whose answer never comes counts as silence', () => {
  const peers = new Peers({ downAfter: 1 }).feed({ kind: 'watch', peer: 'trunk' });
  peers.answer = null;
  peers.until(200_000);
  deepEqual(peers.ladder.slice(0, 3), [
    `${FIRST} ask trunk`,
    `${FIRST + 150_000} trunk down`,
    `${FIRST + 150_001} ask trunk`,
  ]);
});

test('[QUA-4] who is no longer watched is not asked, and its answer is passed over', () => {
  const peers = new Peers()
    .feed({ kind: 'watch', peer: 'trunk' })
    .until(FIRST)
    .feed({ kind: 'unwatch', peer: 'trunk' });
  peers.until(200_000);
  deepEqual(peers.ladder, [`${FIRST} ask trunk`]);
  deepEqual([peers.state.peers.size, peers.state.asking.size, peers.state.wakes.length], [0, 0, 0]);
});

test('[QUA-5] hundreds are not asked at once, and beyond the limit nobody is taken up', () => {
  const peers = new Peers({ peersMax: 350 });
  for (let n = 0; n < 400; n++)
    peers.feed({ kind: 'watch', peer: `phone-${n}` }).feed({ kind: 'watch', peer: `phone-${n}` });
  equal(peers.state.peers.size, 350);
  peers.until(5_000);
  const seconds = peers.ladder
    .filter((line) => line.includes('ask'))
    .map((line) => Math.floor(Number(line.split(' ')[0]) / 1_000));
  equal(seconds.length, 350);
  for (const second of [0, 1, 2, 3, 4]) ok(seconds.filter((each) => each === second).length < 110);
});

test('[QUA-4] whatever comes in whatever order, nothing is left of who is not watched', () => {
  const input: fc.Arbitrary<QualifyInput> = fc.oneof(
    fc.record({ kind: fc.constant('watch' as const), peer: fc.constantFrom('a', 'b', 'c') }),
    fc.record({ kind: fc.constant('unwatch' as const), peer: fc.constantFrom('a', 'b', 'c') }),
    fc.record({
      kind: fc.constant('responded' as const),
      id: fc.nat(12).map((n) => `qualify ${n}` as RequestId),
      status: fc.constantFrom(100, 200, 408, 503),
    }),
    fc.constant({ kind: 'clock' as const }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(40_000), input), { maxLength: 60 }), (script) => {
      const peers = new Peers({ peersMax: 2 });
      peers.answer = null;
      for (const [gapMs, each] of script) {
        peers.until(peers.nowMs + gapMs).feed(each);
        ok(peers.state.peers.size <= 2 && peers.state.asking.size <= 2);
      }
      for (const peer of ['a', 'b', 'c']) peers.feed({ kind: 'unwatch', peer });
      peers.until(peers.nowMs + 200_000);
      deepEqual([peers.state.peers.size, peers.state.asking.size, peers.state.wakes.length], [0, 0, 0]);
    }),
    { numRuns: 200 },
  );
});
