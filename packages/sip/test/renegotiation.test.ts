import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { LegId, UserAgentEffect } from '../src/index.ts';
import { octetsOf } from '../src/grammar/octets.ts';
import { Bench, TCP } from './testing/bench.ts';
import { connected } from './testing/connected.ts';
import { leftovers, Line, sdpOf, type End } from './testing/line.ts';
import { OURS, response, valueOf } from './testing/messages.ts';
import { standing } from './testing/standing.ts';

const a = 'a' as LegId;

const told = <Kind extends UserAgentEffect['kind']>(
  end: End,
  kind: Kind,
): readonly Extract<UserAgentEffect, { kind: Kind }>[] =>
  end.effects.filter((effect): effect is Extract<UserAgentEffect, { kind: Kind }> => effect.kind === kind);

const lastSent = (end: End): string => octetsOf(told(end, 'send').at(-1)!.bytes);
const agreed = (end: End) => [...end.state.legs.values()][0]?.media;

/** Hung up, and long after: nothing is left. */
function ended(line: Line): void {
  line.feed(line.alice, { kind: 'hang-up', leg: a });
  line.until(line.nowMs + 2_000_000);
  for (const end of [line.alice, line.bob]) deepEqual(leftovers(end), [0, 0, 0, 0, 0, 0], end.name);
}

test('[AGN-1] [AGN-2] [AGN-6] Alice moves her sound: Bob is asked, and both know where it is', () => {
  const line = connected();
  const moved = sdpOf(line.alice, { port: 31_000, version: 2 });
  line.feed(line.alice, { kind: 'modify', leg: a, sdp: moved });
  line.settle();
  deepEqual(line.taken(), ['alice → INVITE (sdp)', 'bob → 100 INVITE', 'bob: offered-again']);
  equal(told(line.bob, 'offered-again')[0]!.sdp, moved);
  const answer = sdpOf(line.bob, { port: 32_000, version: 2 });
  line.feed(line.bob, { kind: 'answer-again', leg: line.invited(), sdp: answer });
  line.settle();
  deepEqual(line.taken(), ['bob → 200 INVITE (sdp)', 'alice → ACK', 'alice: modified']);
  equal(told(line.alice, 'modified')[0]!.sdp, answer);
  equal(agreed(line.alice)?.remote.port, 32_000);
  equal(agreed(line.bob)?.remote.port, 31_000);
  ended(line);
});

test('[AGN-3] [AGN-6] Bob refuses: the call goes on as it was', () => {
  for (const status of [undefined, 606]) {
    const line = connected();
    line.feed(line.alice, { kind: 'modify', leg: a, sdp: sdpOf(line.alice, { port: 31_000, version: 2 }) });
    line.settle();
    line.feed(line.bob, {
      kind: 'refuse-again',
      leg: line.invited(),
      ...(status === undefined ? {} : { status }),
    });
    line.settle();
    deepEqual(line.taken().slice(-3), [
      `bob → ${status ?? 488} INVITE`,
      'alice → ACK',
      `alice: modify-failed ${status ?? 488}`,
    ]);
    equal(agreed(line.bob)?.remote.port, 30_000);
    line.feed(line.bob, { kind: 'refuse-again', leg: line.invited() });
    equal(line.taken().at(-1), 'bob: dropped no-offer');
    ended(line);
  }
});

test('[AGN-6] nobody answers within ten seconds: 504, and both go on', () => {
  const line = connected();
  line.feed(line.alice, { kind: 'modify', leg: a, sdp: sdpOf(line.alice, { codec: 0, version: 2 }) });
  line.until(9_999);
  equal(line.taken().at(-1), 'bob: offered-again');
  line.until(10_000);
  deepEqual(line.taken(), [
    'bob → 504 INVITE',
    'bob: offer-withdrawn',
    'alice → ACK',
    'alice: modify-failed 504',
  ]);
  ended(line);
});

test('[AGN-7] Alice holds: Bob answers by himself and is told, and again when she takes it up', () => {
  const line = connected();
  const hold = (direction: string, version: number): void => {
    line.feed(line.alice, { kind: 'modify', leg: a, sdp: sdpOf(line.alice, { direction, version }) });
    line.settle();
  };
  hold('sendonly', 2);
  deepEqual(line.taken(), [
    'alice → INVITE (sdp)',
    'bob → 200 INVITE (sdp)',
    'bob: direction recvonly',
    'alice → ACK',
    'alice: modified',
  ]);
  equal(agreed(line.alice)?.direction, 'sendonly');
  hold('sendrecv', 3);
  equal(line.taken()[2], 'bob: direction sendrecv');
  hold('inactive', 4);
  equal(line.taken()[2], 'bob: direction inactive');
  ended(line);
});

test('[AGN-7] each side holds: neither ends the other’s hold', () => {
  const line = connected();
  const modify = (end: End, leg: LegId, direction: string, version: number): void => {
    line.feed(end, { kind: 'modify', leg, sdp: sdpOf(end, { direction, version }) });
    line.settle();
  };
  modify(line.alice, a, 'sendonly', 2);
  modify(line.bob, line.invited(), 'sendonly', 3);
  equal(agreed(line.alice)?.direction, 'inactive');
  equal(agreed(line.bob)?.direction, 'inactive');
  modify(line.alice, a, 'sendrecv', 4);
  equal(agreed(line.alice)?.direction, 'recvonly');
  equal(agreed(line.bob)?.direction, 'sendonly');
  ended(line);
});

test('[AGN-4] both begin at once: 491 both ways, each tries again by its own clock, and both get it', () => {
  const line = connected({ fate: () => [20] });
  line.feed(line.alice, {
    kind: 'modify',
    leg: a,
    sdp: sdpOf(line.alice, { direction: 'sendonly', version: 2 }),
  });
  line.feed(line.bob, {
    kind: 'modify',
    leg: line.invited(),
    sdp: sdpOf(line.bob, { direction: 'sendrecv', version: 2 }),
  });
  const began = line.nowMs;
  line.until(began + 100);
  deepEqual(line.taken(), [
    'alice → INVITE (sdp)',
    'bob → INVITE (sdp)',
    'bob → 491 INVITE',
    'alice → 491 INVITE',
    'alice → ACK',
    'bob → ACK',
  ]);
  const waits = [line.alice, line.bob].map((end) => {
    const ours = [...end.state.legs.values()][0]!.ours;
    return ours?.kind === 'waiting' ? ours.at - began - 40 : -1;
  });
  ok(waits[0]! >= 2_100 && waits[0]! <= 4_000 && waits[0]! % 10 === 0, String(waits));
  ok(waits[1]! >= 0 && waits[1]! <= 2_000 && waits[1]! % 10 === 0, String(waits));
  line.until(began + 6_000);
  equal(told(line.alice, 'modified').length, 1);
  equal(told(line.bob, 'modified').length, 1);
  ended(line);
});

test('[AGN-1] one at a time; and not before the call stands', () => {
  const line = new Line();
  line.call();
  line.feed(line.alice, { kind: 'modify', leg: a, sdp: sdpOf(line.alice) });
  equal(line.taken().at(-1), 'alice: modify-failed 491');
  const stands = connected();
  stands.feed(stands.alice, { kind: 'modify', leg: a, sdp: sdpOf(stands.alice, { direction: 'inactive' }) });
  stands.feed(stands.alice, { kind: 'modify', leg: a, sdp: sdpOf(stands.alice) });
  equal(stands.taken().at(-1), 'alice: modify-failed 491');
});

test('[AGN-1] what is wished before the ACK waits for it', () => {
  let lost = false;
  const line = new Line({ fate: () => (lost ? [] : [0]) });
  line.call();
  line.settle();
  line.feed(line.bob, { kind: 'answer', leg: line.invited(), sdp: sdpOf(line.bob) });
  lost = true;
  line.settle();
  lost = false;
  line.taken();
  line.feed(line.bob, {
    kind: 'modify',
    leg: line.invited(),
    sdp: sdpOf(line.bob, { direction: 'sendonly', version: 2 }),
  });
  deepEqual(line.taken(), []);
  line.until(1_000);
  deepEqual(line.taken().slice(-4), [
    'alice → 200 INVITE (sdp)',
    'alice: direction recvonly',
    'bob → ACK',
    'bob: modified',
  ]);
  ended(line);
});

test('[AGN-3] a stream that breaks under it is 503, and the call goes on over a new one', () => {
  const { bench } = standing(new Bench(TCP), { transport: 'TCP' });
  bench.feed({ kind: 'modify', leg: bench.leg(), sdp: OURS });
  bench.feed({ kind: 'flow-failed', flow: TCP });
  equal(bench.ladder.at(-1), '0 modify-failed 503');
  bench.feed({ kind: 'modify', leg: bench.leg(), sdp: OURS });
  match(bench.lastSent(), /^INVITE sip:trunk@/);
});

test('[AGN-2] a 2xx without an answer is acknowledged, and the call goes on as it was', () => {
  const { bench } = standing();
  bench.feed({ kind: 'modify', leg: bench.leg(), sdp: OURS.replace('30000', '30002') });
  const sent = bench.lastSent();
  bench.receive(response(sent, { status: 200, contact: '<sip:moved@192.0.2.1>' }));
  deepEqual(bench.ladder.slice(-3), [
    '0 → ACK sip:moved@192.0.2.1 SIP/2.0',
    '0 modify-failed 488',
    '0 dialog kept',
  ]);
  bench.receive(response(sent, { status: 200, contact: '<sip:moved@192.0.2.1>' }));
  equal(bench.ladder.at(-1), '0 → ACK sip:moved@192.0.2.1 SIP/2.0');
  ok([...bench.state.legs.values()][0]?.localSdp === OURS);
});

test('[AGN-4] who is told 491 each time gives up after eight tries', () => {
  const { bench } = standing();
  bench.feed({ kind: 'modify', leg: bench.leg(), sdp: OURS });
  for (let tries = 0; tries < 9; tries++) {
    match(bench.lastSent(), /^INVITE /);
    bench.receive(response(bench.lastSent(), { status: 491 }));
    bench.until(bench.nowMs + 2_000);
  }
  equal(bench.ladder.filter((each) => each.endsWith('modify-failed 491')).length, 1);
  const said = bench.sent().filter((each) => each.startsWith('INVITE '));
  equal(new Set(said.map((each) => valueOf(each, 'CSeq'))).size, 9);
});

test('[AGN-1] what is wished while the session is refreshed is said after it', () => {
  const more = ['Supported: timer', 'Session-Expires: 600;refresher=uas', 'Allow: INVITE, UPDATE'];
  const { bench } = standing(undefined, { more });
  bench.until(300_000);
  match(bench.lastSent(), /^UPDATE /);
  const update = bench.lastSent();
  bench.feed({ kind: 'modify', leg: bench.leg(), sdp: OURS });
  bench.feed({ kind: 'modify', leg: bench.leg(), sdp: OURS });
  equal(bench.ladder.at(-1), '300000 modify-failed 491');
  bench.receive(response(update, { status: 500 }));
  match(bench.lastSent(), /^INVITE /);
  equal(bench.lastSent().split('\r\n\r\n')[1], OURS);
});

test('[AGN-5] 481 and silence end the call', () => {
  const gone = connected();
  gone.bob.state.legs.clear();
  gone.bob.state.dialogs.clear();
  gone.feed(gone.alice, { kind: 'modify', leg: a, sdp: sdpOf(gone.alice) });
  gone.settle();
  deepEqual(gone.taken().slice(1, 5), [
    'bob → 481 INVITE',
    'alice → ACK',
    'alice: lost dialog-gone',
    'alice → BYE',
  ]);
  let silent = false;
  const line = connected({ fate: () => (silent ? [] : [0]) });
  silent = true;
  line.feed(line.alice, { kind: 'modify', leg: a, sdp: sdpOf(line.alice) });
  line.until(line.nowMs + 32_000);
  equal(line.taken().filter((each) => each === 'alice: lost dialog-gone').length, 1);
});

test('[AGN-5] a provisional answer that nothing follows ends it after three minutes', () => {
  const line = connected();
  line.feed(line.alice, { kind: 'modify', leg: a, sdp: sdpOf(line.alice, { port: 31_000 }) });
  line.settle();
  line.bob.state.legs.clear();
  line.bob.state.transactions.clear();
  line.until(179_999);
  equal(line.alice.state.legs.size, 1);
  line.until(180_000);
  deepEqual(line.taken().slice(-3, -1), ['alice: lost dialog-gone', 'alice → BYE']);
});

test('[AGN-8] who hangs up while it is being asked leaves nothing open', () => {
  for (const who of ['alice', 'bob'] as const) {
    const line = connected();
    line.feed(line.alice, { kind: 'modify', leg: a, sdp: sdpOf(line.alice, { port: 31_000 }) });
    line.settle();
    line.taken();
    line.feed(line[who], { kind: 'hang-up', leg: who === 'alice' ? a : line.invited() });
    line.settle();
    ok(line.taken().includes('bob → 487 INVITE'));
    line.until(line.nowMs + 2_000_000);
    for (const end of [line.alice, line.bob]) deepEqual(leftovers(end), [0, 0, 0, 0, 0, 0]);
  }
});

test('[FLOW-9] 3.7 a re-INVITE by whom was called, because its address changed', () => {
  const line = connected();
  const moved = sdpOf({ address: '192.0.2.21' }, { version: 2 });
  line.feed(line.bob, { kind: 'modify', leg: line.invited(), sdp: moved });
  line.settle();
  line.feed(line.alice, { kind: 'answer-again', leg: a, sdp: sdpOf(line.alice) });
  line.settle();
  deepEqual(line.taken(), [
    'bob → INVITE (sdp)',
    'alice → 100 INVITE',
    'alice: offered-again',
    'alice → 200 INVITE (sdp)',
    'bob → ACK',
    'bob: modified',
  ]);
  equal(agreed(line.alice)?.remote.address, '192.0.2.21');
  match(lastSent(line.bob), /^ACK sip:192\.0\.2\.10/);
  ended(line);
});
