import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { LegId } from '../src/index.ts';
import { parseReplaces } from '../src/dialog/replaces.ts';
import { Bench, UDP } from './testing/bench.ts';
import { invite, OFFER, OURS, request, response, valueOf, type RequestParts } from './testing/messages.ts';
import { standing } from './testing/standing.ts';

const tagIn = (value: string): string => /tag=([^;>]+)/.exec(value)![1]!;

/** What an INVITE with this Replaces gets while a call stands. */
function replacing(replaces: (callId: string, ourTag: string) => readonly string[], stands = standing()) {
  const { bench, to } = stands;
  const more = replaces('call-1@192.0.2.1', tagIn(to)).map((value) => `Replaces: ${value}`);
  bench.receive(
    invite({ callId: 'second', branch: 'z9hG4bK-2', from: '<sip:201@192.0.2.1>;tag=other', more }),
  );
  return { bench, status: bench.lastSent().slice(8, 11) };
}

test('[RPL-1] an INVITE that takes the place of a call is told with it', () => {
  const { bench } = replacing((callId, tag) => [`${callId}; to-tag=${tag} ;from-tag=caller`]);
  const [first, second] = bench.effects.filter((effect) => effect.kind === 'invited');
  equal(first?.replaces, null);
  equal(second?.replaces, first?.leg);
  bench.feed({ kind: 'answer', leg: second.leg, sdp: OURS });
  bench.feed({ kind: 'hang-up', leg: first.leg });
  match(bench.lastSent(), /^BYE /);
});

test('[RPL-1] [WH-7] a withheld caller may take the place of a call too', () => {
  const { bench, to } = standing();
  const more = ['Privacy: id', `Replaces: call-1@192.0.2.1;to-tag=${tagIn(to)};from-tag=caller`];
  bench.receive(invite({ callId: 'second', branch: 'z9hG4bK-2', more }));
  const [first, second] = bench.effects.filter((effect) => effect.kind === 'invited');
  equal(second?.replaces, first?.leg);
  equal(second?.caller.kind, 'withheld');
});

test('[RPL-1] what names no call of ours, or cannot be read', () => {
  equal(replacing((callId, tag) => [`${callId};to-tag=${tag};from-tag=x`]).status, '481');
  equal(replacing((callId) => [`${callId};to-tag=x;from-tag=caller`]).status, '481');
  equal(replacing((callId, tag) => [`${callId};from-tag=${tag}`]).status, '400');
  equal(replacing(() => ['rubbish']).status, '400');
  equal(
    replacing((callId, tag) => {
      const value = `${callId};to-tag=${tag};from-tag=caller`;
      return [value, value];
    }).status,
    '400',
  );
  for (const value of [
    '',
    ';to-tag=a;from-tag=b',
    'a b;to-tag=a;from-tag=b',
    'a;to-tag=a;to-tag=a;from-tag=b',
  ])
    equal(parseReplaces(value), null, value);
});

test('[RPL-1] a call that rings here is taken by nobody, one that is ended is gone', () => {
  const ringing = new Bench();
  ringing.receive(invite());
  ringing.feed({ kind: 'ring', leg: ringing.leg() });
  const to = valueOf(ringing.lastSent(), 'To')!;
  const named = (callId: string, tag: string): readonly string[] => [
    `${callId};to-tag=${tag};from-tag=caller`,
  ];
  equal(replacing(named, { bench: ringing, to }).status, '481');
  const ended = standing();
  ended.bench.feed({ kind: 'hang-up', leg: ended.bench.leg() });
  equal(replacing(named, ended).status, '603');
});

test('[RPL-1] [RPL-2] a call of ours that rings there can be taken, and early-only means only that one', () => {
  const bench = new Bench();
  const a = 'a' as LegId;
  bench.feed({
    kind: 'call',
    leg: a,
    flow: UDP,
    target: 'sip:9@192.0.2.1',
    from: 'sip:8@192.0.2.10',
    sdp: OURS,
  });
  const sent = bench.lastSent();
  bench.receive(response(sent, { status: 180, toTag: 'them', contact: '<sip:9@192.0.2.1>' }));
  const early = `${valueOf(sent, 'Call-ID')};to-tag=${tagIn(valueOf(sent, 'From')!)};from-tag=them;early-only`;
  bench.receive(invite({ callId: 'pick-up', more: [`Replaces: ${early}`, 'Require: replaces'] }));
  equal(bench.effects.findLast((effect) => effect.kind === 'invited')?.replaces, a);
  bench.receive(response(sent, { status: 200, toTag: 'them', contact: '<sip:9@192.0.2.1>', body: OFFER }));
  bench.receive(invite({ callId: 'late', branch: 'z9hG4bK-9', more: [`Replaces: ${early}`] }));
  match(bench.lastSent(), /^SIP\/2\.0 486 /);
});

/** A telephone of the house that we called, or that called us; its requests from then on. */
function telephone(): { bench: Bench; leg: LegId; inside: (parts: RequestParts) => string } {
  const bench = new Bench();
  bench.receive(invite());
  bench.feed({ kind: 'answer', leg: bench.leg(), sdp: OURS, acceptsRefer: true });
  const to = valueOf(bench.lastSent(), 'To')!;
  bench.receive(request({ method: 'ACK', branch: 'z9hG4bK-ack', to, contact: null }));
  let count = 1;
  return {
    bench,
    leg: bench.leg(),
    inside: (parts) => {
      count += 1;
      bench.receive(request({ branch: `z9hG4bK-in-${count}`, sequence: count, to, ...parts }));
      return bench
        .sent()
        .findLast((text) => text.startsWith('SIP/2.0'))!
        .slice(8, 11);
    },
  };
}
const refer = (target: string, ...more: readonly string[]): RequestParts => ({
  method: 'REFER',
  more: [`Refer-To: ${target}`, ...more],
});
/** What the NOTIFYs said: the state, and the status in the body. */
const notified = (bench: Bench): readonly string[] =>
  bench
    .sent()
    .filter((text) => text.startsWith('NOTIFY '))
    .map(
      (text) =>
        `${valueOf(text, 'Event')} ${valueOf(text, 'Subscription-State')}: ${text.split('\r\n\r\n')[1]!.trim()}`,
    );

test('[REF-1] [REF-3] a telephone hands its call on, and hears what becomes of it', () => {
  const { bench, leg, inside } = telephone();
  match(valueOf(bench.sent()[1]!, 'Allow')!, /\bREFER\b/);
  equal(inside(refer('<sip:202@192.0.2.10;x=1>')), '202');
  deepEqual(bench.ladder.slice(-4), [
    '0 → SIP/2.0 202 Accepted',
    '0 referred sip:202@192.0.2.10;x=1',
    '0 → NOTIFY sip:trunk@192.0.2.1:5060 SIP/2.0',
    '0 dialog kept',
  ]);
  bench.feed({ kind: 'refer-outcome', leg, status: 180 });
  bench.feed({ kind: 'refer-outcome', leg, status: 200 });
  bench.feed({ kind: 'refer-outcome', leg, status: 200 });
  deepEqual(notified(bench), [
    'refer;id=2 active;expires=180: SIP/2.0 100 Trying',
    'refer;id=2 active;expires=180: SIP/2.0 180 Ringing',
    'refer;id=2 terminated;reason=noresource: SIP/2.0 200 OK',
  ]);
  equal(inside(refer('<tel:+33123456789>')), '202');
  bench.feed({ kind: 'hang-up', leg });
  bench.until(2_000_000);
  equal(bench.state.legs.size + bench.state.transactions.size + bench.state.wakes.length, 0);
});

test('[REF-1] elsewhere it is declined', () => {
  const carrier = standing();
  carrier.bench.receive(request({ ...refer('<sip:x@h>'), sequence: 2, branch: 'z9hG4bK-r', to: carrier.to }));
  match(carrier.bench.lastSent(), /^SIP\/2\.0 603 /);
  const { bench, leg } = telephone();
  bench.feed({ kind: 'refer-outcome', leg, status: 200 });
  deepEqual(notified(bench), []);
});

test('[REF-2] whom to', () => {
  const { bench, inside } = telephone();
  equal(inside({ method: 'REFER' }), '400');
  equal(inside(refer('rubbish')), '400');
  equal(inside(refer('<sip:1@h>', 'Refer-To: <sip:2@h>')), '400');
  equal(inside(refer('<http://h/>')), '416');
  equal(inside(refer('<sip:1@h?Replaces=x>')), '400');
  equal(inside(refer('<sip:1@h?Replaces=x%3Bto-tag%3Da%3Bfrom-tag%3Db>')), '603');
  equal(inside(refer('<sip:1@192.0.2.9;method=INVITE?X-Evil=1&Body=x>')), '202');
  equal(bench.effects.findLast((effect) => effect.kind === 'referred')?.to, 'sip:1@192.0.2.9');
  equal(inside(refer('<sip:3@h>')), '491');
});

test('[REF-2] an attended transfer names the other call by Replaces', () => {
  const { bench, inside } = telephone();
  const first = bench.leg();
  bench.receive(invite({ callId: 'consult@phone', branch: 'z9hG4bK-c', from: '<sip:201@h>;tag=phone' }));
  const second = bench.leg();
  bench.feed({ kind: 'answer', leg: second, sdp: OURS, acceptsRefer: true });
  const ours = tagIn(valueOf(bench.lastSent(), 'To')!);
  const replaces = encodeURIComponent(`consult@phone;to-tag=${ours};from-tag=phone`);
  equal(inside(refer(`<sip:110@192.0.2.10?Replaces=${replaces}>`)), '202');
  const referred = bench.effects.findLast((effect) => effect.kind === 'referred');
  deepEqual(referred, { kind: 'referred', leg: first, to: 'sip:110@192.0.2.10', replaces: second });
});

test('[REF-3] nothing said for three minutes is 408; who wants no news gets none', () => {
  const { bench, inside } = telephone();
  equal(inside(refer('<sip:3@h>')), '202');
  bench.until(180_000);
  equal(notified(bench).at(-1), 'refer;id=2 terminated;reason=timeout: SIP/2.0 408 Request Timeout');
  const quiet = telephone();
  equal(quiet.inside(refer('<sip:3@h>', 'Refer-Sub: false')), '202');
  equal(valueOf(quiet.bench.lastSent(), 'Refer-Sub'), 'false');
  deepEqual(notified(quiet.bench), []);
});

test('[KEY-1] keys by INFO', () => {
  const { bench, inside } = telephone();
  /** A body that is no description. */
  const info = (type: string, body: string): string => {
    const lines = request({ method: 'INFO', more: [`Content-Type: ${type}`] });
    const [to, callId] = ['To', 'Call-ID'].map((name) => valueOf(bench.sent()[1]!, name)!);
    const text = lines
      .replace(/^To: .*$/m, `To: ${to}`)
      .replace(/^Call-ID: .*$/m, `Call-ID: ${callId}`)
      .replace('CSeq: 1', `CSeq: ${bench.effects.length + 100}`)
      .replace('z9hG4bK-1', `z9hG4bK-info-${bench.effects.length}`)
      .replace('Content-Length: 0', `Content-Length: ${body.length}`);
    bench.receive(`${text}${body}`);
    return bench
      .sent()
      .findLast((each) => each.includes('INFO'))!
      .slice(8, 11);
  };
  equal(inside({ method: 'INFO' }), '200');
  equal(info('application/dtmf-relay', 'Signal=5\r\nDuration=160\r\n'), '200');
  equal(info('application/dtmf-relay', 'signal = *\r\n'), '200');
  equal(info('application/dtmf-relay', 'Duration=100\r\nSignal=11'), '200');
  equal(info('application/dtmf', 'd'), '200');
  equal(info('application/dtmf', '7\r\n'), '200');
  const told = bench.effects.filter((effect) => effect.kind === 'key').map(({ key }) => key);
  deepEqual(told, ['5', '*', '#', 'D', '7']);
  for (const body of ['', 'Signal=16', 'Signal=4111111111111111', '4111111111111111', '12', 'x'])
    for (const type of ['application/dtmf-relay', 'application/dtmf']) equal(info(type, body), '400', body);
  equal(info('text/plain', '5'), '415');
  ok(!JSON.stringify([...bench.state.legs, ...bench.state.transactions]).includes('4111'));
  equal(bench.effects.filter((effect) => effect.kind === 'key').length, 5);
});
