import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { LegId } from '../src/index.ts';
import { Bench, UDP } from './testing/bench.ts';
import { leftovers, Line, sdpOf, type LineOptions } from './testing/line.ts';
import { invite, OFFER, OURS, request, response, valueOf, type RequestParts } from './testing/messages.ts';

const a = 'a' as LegId;
const KNOWS = { more: ['Supported: 100rel'] };
const REQUIRES = { more: ['Require: 100rel'] };

/** Bob has the INVITE and says nothing yet. */
function invited(options: LineOptions = {}): Line {
  const line = new Line(options);
  line.call();
  line.settle();
  line.taken();
  return line;
}
function allGone(line: Line): void {
  line.until(line.nowMs + 2_000_000);
  for (const end of [line.alice, line.bob]) deepEqual(leftovers(end), [0, 0, 0, 0, 0, 0], end.name);
}

/** A caller's INVITE, and what its PRACKs must say. */
function ringing(parts: RequestParts): { bench: Bench; prack: (rack: string, more?: RequestParts) => void } {
  const bench = new Bench();
  bench.receive(invite(parts));
  let count = 1;
  return {
    bench,
    prack: (rack, more = {}) => {
      count += 1;
      const to = `<sip:110@192.0.2.10>;tag=${[...bench.state.legs.values()][0]!.dialog!.localTag}`;
      bench.receive(
        request({
          method: 'PRACK',
          sequence: count,
          branch: `z9hG4bK-prack-${count}`,
          to,
          contact: null,
          ...more,
          more: [`RAck: ${rack}`],
        }),
      );
    },
  };
}

test('[REL-1] [REL-3] [REL-6] early sound: 183 reliably, PRACK, and a 200 that need not say it again', () => {
  const line = invited();
  line.feed(line.bob, { kind: 'progress', leg: line.invited(), sdp: sdpOf(line.bob) });
  line.settle();
  line.feed(line.bob, { kind: 'answer', leg: line.invited(), sdp: sdpOf(line.bob) });
  line.settle();
  deepEqual(line.taken(), [
    'bob → 183 INVITE (sdp)',
    'alice → PRACK',
    'alice: progress 183',
    'bob → 200 PRACK',
    'bob: progress-acknowledged',
    'bob → 200 INVITE',
    'alice → ACK',
    'alice: answered',
    'bob: acknowledged',
  ]);
  const answered = line.alice.effects.findLast((effect) => effect.kind === 'answered');
  equal(answered?.sdp, sdpOf(line.bob));
  equal([...line.alice.state.legs.values()][0]?.media?.remote.address, line.bob.address);
  line.feed(line.alice, { kind: 'hang-up', leg: a });
  allGone(line);
});

test('[REL-1] it is said again at T1, doubling, until the PRACK; the next waits for it', () => {
  const { bench, prack } = ringing(REQUIRES);
  bench.feed({ kind: 'ring', leg: bench.leg() });
  bench.feed({ kind: 'progress', leg: bench.leg(), sdp: OURS });
  bench.until(3_500);
  deepEqual(
    bench.ladder.slice(2),
    [0, 500, 1_500, 3_500].map((ms) => `${ms} → SIP/2.0 180 Ringing`),
  );
  equal(valueOf(bench.lastSent(), 'RSeq'), '1');
  prack('1 1 INVITE');
  deepEqual(bench.ladder.slice(-3), [
    '3500 → SIP/2.0 200 OK',
    '3500 progress-acknowledged',
    '3500 → SIP/2.0 183 Session Progress',
  ]);
  equal(valueOf(bench.lastSent(), 'RSeq'), '2');
  equal(bench.lastSent().split('\r\n\r\n')[1], OURS);
});

test('[REL-1] who neither knows nor requires it hears 183 once; a repeated INVITE gets it again', () => {
  const { bench } = ringing({});
  bench.feed({ kind: 'progress', leg: bench.leg(), sdp: OURS });
  bench.until(10_000);
  equal(valueOf(bench.lastSent(), 'RSeq'), undefined);
  equal(bench.sent().length, 2);
  bench.receive(invite());
  equal(bench.sent().length, 3);
  bench.until(60_000);
  match(bench.lastSent(), /^SIP\/2\.0 183 /);
  equal(bench.sent().length, 4);
});

test('[REL-2] [REL-3] a late offer before the answer goes reliably only, and the PRACK answers it', () => {
  const { bench, prack } = ringing({ ...KNOWS, body: '' });
  bench.feed({ kind: 'progress', leg: bench.leg(), sdp: OURS });
  prack('1 1 INVITE', { body: OFFER });
  equal(bench.effects.findLast((effect) => effect.kind === 'progress-acknowledged')?.sdp, OFFER);
  bench.feed({ kind: 'answer', leg: bench.leg(), sdp: OURS });
  equal(bench.lastSent().split('\r\n\r\n')[1], '');
  equal([...bench.state.legs.values()][0]?.media?.remote.port, 40_000);
  const plain = ringing({ body: '' }).bench;
  plain.feed({ kind: 'progress', leg: plain.leg(), sdp: OURS });
  equal(plain.lastSent().split('\r\n\r\n')[1], '');
  plain.feed({ kind: 'answer', leg: plain.leg(), sdp: OURS });
  equal(plain.lastSent().split('\r\n\r\n')[1], OURS);
});

test('[REL-3] a PRACK that belongs to nothing is 481, one that cannot be read 400', () => {
  const { bench, prack } = ringing(REQUIRES);
  bench.feed({ kind: 'ring', leg: bench.leg() });
  for (const [rack, status] of [
    ['2 1 INVITE', '481'],
    ['1 2 INVITE', '481'],
    ['1 1 BYE', '400'],
    ['1', '400'],
    ['1 1 INVITE', '200'],
  ] as const) {
    prack(rack);
    equal(
      bench
        .sent()
        .findLast((text) => text.includes('PRACK'))
        ?.slice(8, 11),
      status,
      rack,
    );
  }
});

test('[WH-6] [REL-3] a withheld caller is told reliably too', () => {
  const { bench, prack } = ringing({ more: ['Require: 100rel', 'Privacy: id'], sequence: 612_345_678 });
  bench.feed({ kind: 'progress', leg: bench.leg(), sdp: OURS });
  prack('1 612345678 INVITE', { sequence: 612_345_679 });
  equal(bench.ladder.at(-1), '0 progress-acknowledged');
});

test('[REL-4] the answer waits for the PRACK of a description, not of a mere ringing', () => {
  const { bench, prack } = ringing(KNOWS);
  bench.feed({ kind: 'progress', leg: bench.leg(), sdp: OURS });
  bench.feed({ kind: 'answer', leg: bench.leg(), sdp: OURS });
  match(bench.lastSent(), /^SIP\/2\.0 183 /);
  prack('1 1 INVITE');
  match(bench.lastSent(), /^SIP\/2\.0 200 OK\r\n/);
  equal(valueOf(bench.lastSent(), 'CSeq'), '1 INVITE');
  const mere = ringing(REQUIRES);
  mere.bench.feed({ kind: 'ring', leg: mere.bench.leg() });
  mere.bench.feed({ kind: 'answer', leg: mere.bench.leg(), sdp: OURS });
  match(mere.bench.lastSent(), /^SIP\/2\.0 200 OK\r\n/);
  mere.prack('1 1 INVITE');
  match(mere.bench.lastSent(), /^SIP\/2\.0 200 OK\r\n/);
});

test('[REL-4] no PRACK for 64*T1: 504, and the call is lost, also where the answer waited for it', () => {
  for (const answers of [false, true]) {
    const { bench } = ringing(KNOWS);
    bench.feed({ kind: 'progress', leg: bench.leg(), sdp: OURS });
    if (answers) bench.feed({ kind: 'answer', leg: bench.leg(), sdp: OURS });
    bench.until(31_999);
    equal(bench.state.legs.size, 1);
    bench.until(32_000);
    deepEqual(bench.ladder.slice(-2), ['32000 → SIP/2.0 504 Server Time-out', '32000 lost no-prack']);
  }
});

test('[REL-4] a caller who gives up while the answer waits is told as such', () => {
  const { bench } = ringing(KNOWS);
  bench.feed({ kind: 'progress', leg: bench.leg(), sdp: OURS });
  bench.feed({ kind: 'answer', leg: bench.leg(), sdp: OURS });
  bench.receive(request({ method: 'CANCEL', contact: null }));
  equal(bench.ladder.at(-1), '0 cancelled');
  equal(bench.state.legs.size, 0);
});

test('[REL-4] the reminder of a call whose answer waits does nothing', () => {
  const { bench } = ringing(KNOWS);
  bench.nowMs = 0;
  bench.feed({ kind: 'ring', leg: bench.leg() });
  bench.until(59_000);
  bench.feed({ kind: 'progress', leg: bench.leg(), sdp: OURS });
  bench.feed({ kind: 'answer', leg: bench.leg(), sdp: OURS });
  bench.until(61_000);
  match(bench.lastSent(), /^SIP\/2\.0 183 /);
});

test('[REL-5] a PRACK with another offer', () => {
  const { bench, prack } = ringing(KNOWS);
  bench.feed({ kind: 'progress', leg: bench.leg(), sdp: OURS });
  prack('1 1 INVITE', { body: OFFER.replace('sendrecv', 'sendonly') });
  match(bench.lastSent(), /^a=recvonly\r$/m);
  const moved = ringing(KNOWS);
  moved.bench.feed({ kind: 'progress', leg: moved.bench.leg(), sdp: OURS });
  moved.prack('1 1 INVITE', { body: OFFER.replace('40000', '40002') });
  match(moved.bench.lastSent(), /^SIP\/2\.0 488 /);
  moved.bench.feed({ kind: 'answer', leg: moved.bench.leg(), sdp: OURS });
  match(moved.bench.lastSent(), /^SIP\/2\.0 200 /);
});

/** A call of ours and the reliable responses of its forks. */
function calling(): {
  bench: Bench;
  hears: (status: number, tag: string, rseq: number | null, body?: string) => void;
} {
  const bench = new Bench();
  bench.feed({
    kind: 'call',
    leg: a,
    flow: UDP,
    target: 'sip:110@192.0.2.1',
    from: 'sip:test@192.0.2.10',
    sdp: OURS,
  });
  const sent = bench.lastSent();
  return {
    bench,
    hears: (status, tag, rseq, body = '') => {
      const reliable = rseq === null ? '' : `Require: 100rel\r\nRSeq: ${rseq}\r\n`;
      const text = response(sent, { status, toTag: tag, contact: `<sip:${tag}@192.0.2.1>`, body });
      bench.receive(text.replace('Content-Length', `Allow: INVITE, UPDATE\r\n${reliable}Content-Length`));
    },
  };
}
const racks = (bench: Bench): readonly string[] =>
  bench
    .sent()
    .filter((text) => text.startsWith('PRACK'))
    .map(
      (text) =>
        `${/tag=(\w+)/.exec(valueOf(text, 'To')!)?.[1]} ${valueOf(text, 'RAck')} as ${valueOf(text, 'CSeq')}`,
    );

test('[REL-6] in order, once, and each fork for itself', () => {
  const { bench, hears } = calling();
  hears(180, 'one', 7_001);
  hears(180, 'one', 7_001);
  hears(183, 'one', 7_003);
  hears(180, 'two', 1);
  hears(183, 'one', 7_002);
  hears(183, 'one', 7_003);
  deepEqual(racks(bench), [
    'one 7001 1 INVITE as 2 PRACK',
    'two 1 1 INVITE as 2 PRACK',
    'one 7002 1 INVITE as 3 PRACK',
    'one 7003 1 INVITE as 4 PRACK',
  ]);
  equal(bench.effects.filter(({ kind }) => kind === 'progress').length, 4);
});

test('[REL-6] a peer that rings without end gets two hundred PRACKs at most', () => {
  const { bench, hears } = calling();
  for (let rseq = 1; rseq < 1_000; rseq++) hears(180, 'one', rseq);
  equal(racks(bench).length, 199);
  equal(bench.ladder.at(-1), '0 dropped out-of-order');
});

test('[REL-6] what is no RSeq makes it an ordinary response', () => {
  const { bench, hears } = calling();
  hears(180, 'one', 0);
  hears(180, 'one', 2 ** 32);
  deepEqual(racks(bench), []);
  equal(bench.effects.filter(({ kind }) => kind === 'progress').length, 2);
});

test('[REL-6] the first reliable description is the answer', () => {
  const { bench, hears } = calling();
  hears(183, 'one', 1, OFFER);
  hears(200, 'one', null, OFFER.replace('40000', '40002'));
  equal(bench.effects.findLast((effect) => effect.kind === 'answered')?.sdp, OFFER);
  equal(bench.state.legs.get(a)?.media?.remote.port, 40_000);
  bench.feed({ kind: 'hang-up', leg: a });
  equal(valueOf(bench.lastSent(), 'CSeq'), '3 BYE');
});

test('[FRK-1] [FRK-2] the first 2xx makes the call, and the others are ended above what they have seen', () => {
  const { bench, hears } = calling();
  hears(183, 'one', 1, OFFER);
  hears(183, 'one', 2);
  hears(183, 'two', 1, OFFER.replace('40000', '40002'));
  hears(200, 'two', null);
  equal(bench.state.legs.get(a)?.media?.remote.port, 40_002);
  equal(bench.state.dialogs.size, 1);
  hears(200, 'one', null);
  match(bench.lastSent(), /^BYE sip:one@192\.0\.2\.1 /);
  equal(valueOf(bench.lastSent(), 'CSeq'), '4 BYE');
  equal(bench.ladder.filter((each) => each.endsWith('answered')).length, 1);
});

test('[FRK-1] forks beyond the limit are not kept', () => {
  const { bench, hears } = calling();
  for (let fork = 0; fork < 30; fork++) hears(180, `fork${fork}`, 1);
  equal(bench.state.legs.get(a)?.early.length, 16);
  equal(racks(bench).length, 16);
  hears(200, 'fork29', null, OFFER);
  equal(bench.ladder.at(-1), '0 dialog kept');
});

test('[FRK-2] a peer that answers without end costs no more than two hundred BYEs', () => {
  const { bench, hears } = calling();
  hears(200, 'one', null, OFFER);
  for (let fork = 0; fork < 1_000; fork++) hears(200, `fork${fork}`, null, OFFER);
  equal(bench.sent().filter((text) => text.startsWith('BYE')).length, 199);
  equal(bench.sent().filter((text) => text.startsWith('ACK')).length, 1_001);
  ok(bench.state.transactions.size <= 200);
  equal(bench.state.legs.size, 1);
});

test('[REL-7] UPDATE before the answer, both ways', () => {
  const line = invited();
  const bob = line.invited();
  line.feed(line.bob, { kind: 'modify', leg: bob, sdp: sdpOf(line.bob) });
  equal(line.taken().at(-1), 'bob: modify-failed 491');
  line.feed(line.bob, { kind: 'progress', leg: bob, sdp: sdpOf(line.bob) });
  line.settle();
  line.taken();
  line.feed(line.bob, {
    kind: 'modify',
    leg: bob,
    sdp: sdpOf(line.bob, { direction: 'sendonly', version: 2 }),
  });
  line.settle();
  deepEqual(line.taken(), [
    'bob → UPDATE (sdp)',
    'alice → 200 UPDATE (sdp)',
    'alice: direction recvonly',
    'bob: modified',
  ]);
  line.feed(line.alice, { kind: 'modify', leg: a, sdp: sdpOf(line.alice, { port: 31_000, version: 3 }) });
  line.settle();
  deepEqual(line.taken(), ['alice → UPDATE (sdp)', 'bob: offered-again']);
  line.feed(line.bob, { kind: 'answer-again', leg: bob, sdp: sdpOf(line.bob, { port: 32_000, version: 3 }) });
  line.feed(line.bob, { kind: 'answer', leg: bob, sdp: sdpOf(line.bob) });
  line.settle();
  deepEqual(line.taken(), [
    'bob → 200 UPDATE (sdp)',
    'bob → 200 INVITE',
    'alice: modified',
    'alice → ACK',
    'alice: answered',
    'bob: acknowledged',
  ]);
  equal([...line.alice.state.legs.values()][0]?.media?.remote.port, 32_000);
  equal([...line.bob.state.legs.values()][0]?.media?.remote.port, 31_000);
  line.feed(line.bob, { kind: 'hang-up', leg: bob });
  allGone(line);
});

test('[REL-7] [AGN-8] who gives up meanwhile leaves nothing open', () => {
  const line = invited();
  line.feed(line.bob, { kind: 'progress', leg: line.invited(), sdp: sdpOf(line.bob) });
  line.settle();
  line.feed(line.alice, { kind: 'modify', leg: a, sdp: sdpOf(line.alice, { port: 31_000, version: 2 }) });
  line.settle();
  line.taken();
  line.feed(line.alice, { kind: 'cancel', leg: a });
  line.settle();
  deepEqual(line.taken(), [
    'alice → CANCEL',
    'bob → 200 CANCEL',
    'bob → 487 INVITE',
    'bob → 487 UPDATE',
    'bob: cancelled',
    'alice → ACK',
    'alice: call-failed 487',
  ]);
  allGone(line);
});
