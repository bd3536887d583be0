import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import type { LegId } from '../src/index.ts';
import { Bench, TCP, UDP } from './testing/bench.ts';
import { OFFER, OURS, request, response, valueOf } from './testing/messages.ts';

const leg = 'ours' as LegId;
const CONTACT = '<sip:callee@192.0.2.1:5060>';

function calling(flow = UDP): { bench: Bench; sent: string } {
  const bench = new Bench(flow);
  bench.feed({
    kind: 'call',
    leg,
    flow,
    target: 'sip:110@192.0.2.1',
    from: 'sip:test@192.0.2.10',
    sdp: OURS,
  });
  return { bench, sent: bench.lastSent() };
}
const accepted = { status: 200, toTag: 'callee', contact: CONTACT, body: OFFER };

test('[UA-2] a call of ours: INVITE, 180, 200, ACK, BYE', () => {
  const { bench, sent } = calling();
  bench.receive(response(sent, { status: 100 }));
  bench.receive(response(sent, { status: 180, toTag: 'callee' }));
  bench.receive(response(sent, accepted));
  bench.feed({ kind: 'hang-up', leg });
  bench.receive(response(bench.lastSent(), { status: 200 }));
  deepEqual(bench.ladder, [
    '0 → INVITE sip:110@192.0.2.1 SIP/2.0',
    '0 trying',
    '0 progress 180',
    '0 → ACK sip:callee@192.0.2.1:5060 SIP/2.0',
    '0 answered',
    '0 dialog kept',
    '0 dialog gone',
    '0 → BYE sip:callee@192.0.2.1:5060 SIP/2.0',
  ]);
  bench.until(100_000);
  equal(bench.state.transactions.size + bench.state.legs.size + bench.state.dialogs.size, 0);
});

test('[UA-2] the callee hangs up', () => {
  const { bench, sent } = calling();
  bench.receive(response(sent, accepted));
  bench.receive(
    request({
      method: 'BYE',
      from: `${valueOf(sent, 'To')};tag=callee`,
      to: valueOf(sent, 'From')!,
      callId: valueOf(sent, 'Call-ID')!,
      contact: null,
    }),
  );
  deepEqual(bench.ladder.slice(-3), ['0 → SIP/2.0 200 OK', '0 hung-up', '0 dialog gone']);
});

test('[DLG-2] [DLG-6] the calling side goes by Record-Route backwards; ACK has the number of its INVITE', () => {
  const { bench, sent } = calling();
  const routed = response(sent, accepted).replace(
    'Contact:',
    'Record-Route: <sip:192.0.2.3;lr>, <sip:192.0.2.2;lr>\r\nContact:',
  );
  bench.receive(routed);
  const ack = bench.lastSent();
  deepEqual(
    ack.match(/^Route: .*$/gm)?.map((line) => line.trim()),
    ['Route: <sip:192.0.2.2;lr>', 'Route: <sip:192.0.2.3;lr>'],
  );
  equal(valueOf(ack, 'CSeq'), '1 ACK');
  equal(valueOf(ack, 'To'), '<sip:110@192.0.2.1>;tag=callee');
});

test('[ICT-3] a refusal is acknowledged in its transaction', () => {
  const { bench, sent } = calling();
  bench.receive(response(sent, { status: 486, toTag: 'x' }));
  deepEqual(bench.ladder.slice(1), ['0 → ACK sip:110@192.0.2.1 SIP/2.0', '0 call-failed 486']);
  equal(valueOf(bench.lastSent(), 'Via'), valueOf(sent, 'Via'));
  equal(valueOf(bench.lastSent(), 'To'), '<sip:110@192.0.2.1>;tag=x');
});

test('[ICT-2] silence is 408, a failed flow 503', () => {
  const { bench } = calling();
  bench.until(32_000);
  equal(bench.ladder.at(-1), '32000 call-failed 408');
  const broken = calling(TCP).bench;
  broken.feed({ kind: 'flow-failed', flow: TCP });
  equal(broken.ladder.at(-1), '0 call-failed 503');
});

test('[UA-8] CANCEL waits for the first sign of life', () => {
  const { bench, sent } = calling();
  bench.feed({ kind: 'cancel', leg });
  equal(bench.ladder.length, 1);
  bench.receive(response(sent, { status: 180, toTag: 'callee' }));
  equal(bench.ladder.at(-1), '0 → CANCEL sip:110@192.0.2.1 SIP/2.0');
  equal(valueOf(bench.lastSent(), 'Via'), valueOf(sent, 'Via'));
  bench.receive(response(bench.lastSent(), { status: 200 }));
  bench.receive(response(sent, { status: 487, toTag: 'callee' }));
  equal(bench.ladder.at(-1), '0 call-failed 487');
});

test('[UA-8] nobody answers our CANCEL: given up after 32 s', () => {
  const { bench, sent } = calling();
  bench.receive(response(sent, { status: 180, toTag: 'callee' }));
  bench.feed({ kind: 'hang-up', leg });
  bench.until(32_000);
  equal(bench.ladder.filter((line) => line.endsWith('call-failed 487')).length, 1);
  equal(bench.state.legs.size, 0);
});

test('[UA-9] a 200 that crosses our CANCEL, or has no answer, is acknowledged and ended', () => {
  const { bench, sent } = calling();
  bench.receive(response(sent, { status: 180, toTag: 'callee' }));
  bench.feed({ kind: 'cancel', leg });
  bench.receive(response(sent, accepted));
  const end = ['0 → ACK sip:callee@192.0.2.1:5060 SIP/2.0', '0 → BYE sip:callee@192.0.2.1:5060 SIP/2.0'];
  deepEqual(bench.ladder.slice(-3), [...end, '0 call-failed 487']);
  const bare = calling();
  bare.bench.receive(response(bare.sent, { ...accepted, body: '' }));
  deepEqual(bare.bench.ladder.slice(-3), [...end, '0 call-failed 488']);
});

test('[UA-9] a second fork is acknowledged and ended, the first stands', () => {
  const { bench, sent } = calling();
  bench.receive(response(sent, accepted));
  bench.receive(response(sent, { ...accepted, toTag: 'fork', contact: '<sip:fork@192.0.2.5>' }));
  deepEqual(bench.ladder.slice(-2), [
    '0 → ACK sip:fork@192.0.2.5 SIP/2.0',
    '0 → BYE sip:fork@192.0.2.5 SIP/2.0',
  ]);
  match(valueOf(bench.lastSent(), 'To')!, /tag=fork$/);
  equal(bench.state.legs.size, 1);
});

test('[DLG-2] a 200 without Contact is acknowledged to whom was called', () => {
  const { bench, sent } = calling();
  bench.receive(response(sent, { status: 200, toTag: 'callee', body: OFFER }));
  deepEqual(bench.ladder.slice(1, 3), ['0 → ACK sip:110@192.0.2.1 SIP/2.0', '0 answered']);
});

test('[UA-10] a repeated 200 gets the same ACK again', () => {
  const { bench, sent } = calling();
  bench.receive(response(sent, accepted));
  const ack = bench.lastSent();
  bench.receive(response(sent, accepted));
  equal(bench.lastSent(), ack);
  equal(bench.ladder.filter((line) => line.includes('ACK')).length, 2);
});

test('[UA-18] of our INVITE that was answered only what other forks need is kept, and they still get their ACK and BYE', () => {
  const { bench, sent } = calling();
  const kept = () =>
    [...bench.state.transactions.values()].map((each) => ('request' in each ? each.request : null));
  equal(kept()[0]?.body.length, OURS.length);
  bench.receive(response(sent, accepted));
  deepEqual(
    kept().map((invite) => [invite?.headers.map(({ name }) => name), invite?.body.length]),
    [[['via', 'from', 'to', 'call-id', 'cseq'], 0]],
  );
  bench.receive(response(sent, { ...accepted, toTag: 'another' }));
  deepEqual(bench.ladder.slice(-2), [
    '0 → ACK sip:callee@192.0.2.1:5060 SIP/2.0',
    '0 → BYE sip:callee@192.0.2.1:5060 SIP/2.0',
  ]);
});

test('[MAT-3] a response that belongs to nothing of ours is dropped', () => {
  const { bench, sent } = calling();
  bench.receive(response(sent, accepted).replace('z9hG4bK', 'z9hG4bKx'));
  equal(bench.ladder.at(-1), '0 dropped stray-response');
  bench.receive(response(sent, accepted).replace('1 INVITE', '1 BYE'));
  equal(bench.ladder.at(-1), '0 dropped stray-response');
});

test('[MSG-8] a call whose URIs or headers cannot be written fails before it is sent', () => {
  const bench = new Bench();
  const good = { kind: 'call', leg, flow: UDP, target: 'sip:a@h', from: 'sip:b@h', sdp: OURS } as const;
  bench.feed({ ...good, target: 'sip:a@h>\r\nEvil: 1' });
  bench.feed({ ...good, from: 'nothing' });
  bench.feed({ ...good, extraHeaders: [{ name: 'X-A', value: 'a\r\nb' }] });
  deepEqual(bench.ladder, ['0 call-failed 400', '0 call-failed 400', '0 call-failed 400']);
});
