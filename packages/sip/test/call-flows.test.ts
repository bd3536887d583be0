import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { LegId } from '../src/index.ts';
import { leftovers, Line, sdpOf } from './testing/line.ts';
import { proxy } from './testing/proxy.ts';

/** The flows of RFC 3665 §3 between two of our own, each as a ladder. The numbers are its sections. */

/** Bob rings and answers; the ladder is left for the test to look at. */
function established(line = new Line()): Line {
  line.call();
  line.settle();
  line.feed(line.bob, { kind: 'ring', leg: line.invited() });
  line.settle();
  line.feed(line.bob, { kind: 'answer', leg: line.invited(), sdp: sdpOf(line.bob) });
  return line.settle();
}

/** Long after the end there is nothing left of it on either side. */
function allGone(line: Line): void {
  line.until(line.nowMs + 2_000_000);
  for (const end of [line.alice, line.bob]) deepEqual(leftovers(end), [0, 0, 0, 0, 0, 0], end.name);
}

const ESTABLISHED = [
  'alice → INVITE (sdp)',
  'bob → 100 INVITE',
  'bob: invited',
  'bob → 180 INVITE',
  'alice: progress 180',
  'bob → 200 INVITE (sdp)',
  'alice → ACK',
  'alice: answered',
  'bob: acknowledged',
];

test('[FLOW-1] 3.1 a session is established, and Bob ends it', () => {
  const line = established();
  deepEqual(line.taken(), ESTABLISHED);
  line.feed(line.bob, { kind: 'hang-up', leg: line.invited() });
  line.settle();
  deepEqual(line.taken(), ['bob → BYE', 'alice → 200 BYE', 'alice: hung-up']);
  allGone(line);
});

test('[FLOW-1] 3.1 the other way round: Alice ends it', () => {
  const line = established();
  line.taken();
  line.feed(line.alice, { kind: 'hang-up', leg: 'a' as LegId });
  line.settle();
  deepEqual(line.taken(), ['alice → BYE', 'bob → 200 BYE', 'bob: hung-up']);
  allGone(line);
});

test('[FLOW-2] 3.2 through two proxies that stay in the path, both ways', () => {
  const [one, two] = ['192.0.2.101', '192.0.2.102'] as const;
  const line = new Line({ hops: [proxy(one, () => two), proxy(two)] });
  established(line);
  deepEqual(line.taken(), ESTABLISHED);
  const routes = (end: Line['alice']): readonly string[] =>
    [...end.state.legs.values()][0]?.dialog?.routeSet ?? [];
  deepEqual(routes(line.alice), [`<sip:${one};lr>`, `<sip:${two};lr>`]);
  deepEqual(routes(line.bob), [`<sip:${two};lr>`, `<sip:${one};lr>`]);
  line.feed(line.bob, { kind: 'hang-up', leg: line.invited() });
  line.settle();
  deepEqual(line.taken(), ['bob → BYE', 'alice → 200 BYE', 'alice: hung-up']);
  allGone(line);
});

test('[FLOW-3] 3.4 the first proxy does not answer: 408 after 32 s, and the call goes by the second', () => {
  const silent = { address: '192.0.2.101', forward: () => null };
  const line = new Line({ hops: [silent, proxy('192.0.2.102')] });
  line.call();
  line.until(40_000);
  deepEqual(line.taken(), [
    ...Array.from({ length: 7 }, () => 'alice → INVITE (sdp)'),
    'alice: call-failed 408',
  ]);
  const second = { address: '192.0.2.102', port: 5060 };
  const local = { address: line.alice.address, port: 5060 };
  line.call({ flow: { transport: 'udp', local, remote: second, id: 'udp' } }, 'again' as LegId);
  line.settle();
  deepEqual(line.taken(), ESTABLISHED.slice(0, 3));
});

test('[FLOW-4] 3.8 no answer: Alice gives up', () => {
  const line = new Line();
  const leg = line.call();
  line.settle();
  line.feed(line.bob, { kind: 'ring', leg: line.invited() });
  line.settle();
  line.taken();
  line.feed(line.alice, { kind: 'cancel', leg });
  line.settle();
  deepEqual(line.taken(), [
    'alice → CANCEL',
    'bob → 200 CANCEL',
    'bob → 487 INVITE',
    'bob: cancelled',
    'alice → ACK',
    'alice: call-failed 487',
  ]);
  allGone(line);
});

test('[FLOW-4] 3.8 no answer, and Bob sees the patience of the INVITE run out', () => {
  const line = new Line();
  line.call({ extraHeaders: [{ name: 'Expires', value: '20' }] });
  line.settle();
  line.feed(line.bob, { kind: 'ring', leg: line.invited() });
  line.until(20_000);
  deepEqual(line.taken().slice(-4), [
    'bob → 487 INVITE',
    'bob: cancelled',
    'alice → ACK',
    'alice: call-failed 487',
  ]);
  allGone(line);
});

test('[FLOW-5] 3.9 busy, 3.11 temporarily unavailable, and a redirection that we do not follow by ourselves', () => {
  for (const status of [486, 480, 302, 603]) {
    const line = new Line();
    line.call();
    line.settle();
    line.feed(line.bob, { kind: 'refuse', leg: line.invited(), status });
    line.settle();
    deepEqual(line.taken().slice(3), [
      `bob → ${status} INVITE`,
      'alice → ACK',
      `alice: call-failed ${status}`,
    ]);
    allGone(line);
  }
});

test('[FLOW-6] 3.10 no response from Bob at all', () => {
  const line = new Line({ fate: () => [] });
  line.call();
  line.until(31_999);
  equal(line.ladder.at(-1), 'alice → INVITE (sdp)');
  line.until(32_000);
  equal(line.ladder.at(-1), 'alice: call-failed 408');
  allGone(line);
});

test('[FLOW-7] CANCEL that comes too late: Bob has answered, Alice ends it', () => {
  const line = new Line({ fate: () => [50] });
  const leg = line.call();
  line.until(200);
  line.feed(line.bob, { kind: 'answer', leg: line.invited(), sdp: sdpOf(line.bob) });
  line.taken();
  line.feed(line.alice, { kind: 'cancel', leg });
  line.until(500);
  deepEqual(line.taken(), [
    'alice → CANCEL',
    'alice → ACK',
    'alice → BYE',
    'alice: call-failed 487',
    'bob → 200 CANCEL',
    'bob: acknowledged',
    'bob → 200 BYE',
    'bob: hung-up',
  ]);
  allGone(line);
});

test('[FLOW-8] the 200 is lost twice and the first ACK once: each is said again', () => {
  const lost = new Set([2, 3, 5]);
  let count = -1;
  const line = new Line({ fate: () => (lost.has((count += 1)) ? [] : [0]) });
  line.call();
  line.settle();
  line.feed(line.bob, { kind: 'answer', leg: line.invited(), sdp: sdpOf(line.bob) });
  line.until(10_000);
  deepEqual(line.taken().slice(3), [
    'bob → 200 INVITE (sdp)',
    'bob → 200 INVITE (sdp)',
    'bob → 200 INVITE (sdp)',
    'alice → ACK',
    'alice: answered',
    'bob → 200 INVITE (sdp)',
    'alice → ACK',
    'bob: acknowledged',
  ]);
});
