import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { Bench } from './testing/bench.ts';
import { invite, ourTag, OURS, request, valueOf, type RequestParts } from './testing/messages.ts';

/** The status line that a request gets, and one header of it. */
function answerTo(parts: RequestParts, name?: string): string {
  const bench = new Bench();
  bench.receive(request({ contact: '<sip:trunk@192.0.2.1>', ...parts }));
  const status = bench.lastSent().slice(8, 11);
  return name === undefined ? status : `${status} ${valueOf(bench.lastSent(), name)}`;
}

test('[UAS-1] methods that we do not do', () => {
  const allow = 'INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, PRACK';
  for (const method of ['REGISTER', 'REFER', 'MESSAGE', 'SUBSCRIBE', 'NOTIFY', 'PUBLISH', 'NEW'])
    equal(answerTo({ method }, 'Allow'), `405 ${allow}`);
});

test('[UAS-1] OPTIONS outside a call says what we do', () => {
  equal(answerTo({ method: 'OPTIONS' }, 'Accept'), '200 application/sdp');
});

test('[UAS-2] a scheme that we do not know', () => {
  equal(answerTo({ uri: 'urn:service:sos' }), '416');
});

test('[UAS-3] no hops left', () => {
  equal(answerTo({ hops: 0 }), '483');
  equal(answerTo({ hops: 1, method: 'OPTIONS' }), '200');
});

test('[UAS-4] the same INVITE by another path', () => {
  const bench = new Bench();
  bench.receive(invite());
  bench.receive(invite({ branch: 'z9hG4bK-2' }));
  match(bench.lastSent(), /^SIP\/2\.0 482 /);
  equal(bench.state.legs.size, 1);
});

test('[UAS-5] extensions that we do not have', () => {
  equal(answerTo({ more: ['Require: timer'] }), '100');
  equal(answerTo({ more: ['Require: 100rel, timer', 'Require: x'] }, 'Unsupported'), '420 x');
});

test('[UAS-6] bodies that we do not read', () => {
  equal(answerTo({ more: ['Content-Type: application/isup'] }, 'Accept'), '415 application/sdp');
  equal(
    answerTo({ more: ['Content-Type: image/png', 'Content-Disposition: icon;handling=optional'] }),
    '100',
  );
  equal(answerTo({ body: 'v=0\r\n', more: ['Content-Encoding: gzip'] }, 'Accept-Encoding'), '415 identity');
});

test('[UAS-7] requests of no call of ours', () => {
  for (const method of ['BYE', 'INFO', 'UPDATE', 'PRACK', 'CANCEL'])
    equal(answerTo({ method }), '481', method);
  equal(answerTo({ to: '<sip:110@h>;tag=unknown' }), '481');
  const bench = new Bench();
  bench.receive(request({ method: 'ACK', to: '<sip:110@h>;tag=unknown', contact: null }));
  deepEqual(bench.ladder, ['0 dropped ack-for-nothing']);
});

test('[UAS-8] beyond a limit 503, and nothing is kept', () => {
  const bench = new Bench(undefined, { limits: { transactionsMax: 3, legsMax: 2 } });
  for (const n of [1, 2, 3]) bench.receive(invite({ branch: `z9hG4bK-${n}`, callId: `c${n}` }));
  match(bench.lastSent(), /^SIP\/2\.0 503 /);
  equal(valueOf(bench.lastSent(), 'Retry-After'), '5');
  deepEqual([bench.state.legs.size, bench.state.transactions.size], [2, 2]);
  for (const n of [4, 5])
    bench.receive(request({ method: 'OPTIONS', branch: `z9hG4bK-${n}`, callId: `c${n}` }));
  match(bench.lastSent(), /^SIP\/2\.0 503 /);
  equal(bench.state.transactions.size, 3);
});

test('[UAS-9] an answer that is not kept has the same tag each time', () => {
  const bench = new Bench();
  const broken = invite({ contact: null });
  bench.receive(broken);
  bench.receive(broken);
  const [first, second] = bench.sent();
  match(first!, /^SIP\/2\.0 400 Bad Request\r\n/);
  equal(first, second);
  equal(ourTag(first!).length, 20);
});

test('[MSG-9] what cannot be answered is counted', () => {
  const bench = new Bench();
  bench.receive('rubbish\r\n\r\n');
  bench.receive('SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP h;branch=z9hG4bKx\r\n\r\n');
  deepEqual(bench.ladder, ['0 dropped malformed: start-line', '0 dropped malformed: missing-header']);
});

test('[MAT-1] the same branch from another sent-by, or with another method, is another request', () => {
  const bench = new Bench();
  bench.receive(invite());
  bench.receive(
    invite({ callId: 'other' }).replace('Via: SIP/2.0/UDP 192.0.2.1:5060', 'Via: SIP/2.0/UDP 192.0.2.7:5060'),
  );
  bench.receive(request({ method: 'OPTIONS' }));
  equal(bench.effects.filter(({ kind }) => kind === 'invited').length, 2);
  match(bench.lastSent(), /^SIP\/2\.0 200 /);
});

test('[MAT-2] an RFC 2543 client is known without the cookie', () => {
  const bench = new Bench();
  const old = { branch: '1' };
  bench.receive(invite(old));
  bench.receive(invite(old));
  equal(bench.effects.filter(({ kind }) => kind === 'invited').length, 1);
  bench.feed({ kind: 'answer', leg: bench.leg(), sdp: OURS });
  const to = valueOf(bench.lastSent(), 'To')!;
  bench.receive(request({ ...old, method: 'ACK', to, contact: null }));
  equal(bench.ladder.at(-1), '0 acknowledged');
});

test('[MAT-2] its ACK of a refusal, and its CANCEL, find the INVITE', () => {
  const bench = new Bench();
  const old = { branch: '1' };
  bench.receive(invite(old));
  bench.receive(request({ ...old, method: 'CANCEL', contact: null }));
  equal(bench.ladder.at(-1), '0 cancelled');
  bench.receive(request({ ...old, method: 'ACK', to: valueOf(bench.lastSent(), 'To')!, contact: null }));
  bench.until(400);
  equal([...bench.state.transactions.values()].filter(({ state }) => state.kind === 'completed').length, 1);
});
