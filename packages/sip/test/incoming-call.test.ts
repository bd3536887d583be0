import { deepEqual, equal, match, notEqual } from 'node:assert/strict';
import { test } from 'node:test';
import type { DialogSnapshot } from '../src/index.ts';
import { Bench, TCP } from './testing/bench.ts';
import { invite, OFFER, ourTag, OURS, request, valueOf } from './testing/messages.ts';
import { standing } from './testing/standing.ts';

test('[UA-1] a call: 100 at once, 180, 200 until the ACK, BYE from the caller', () => {
  const { bench, to } = standing();
  bench.until(2_000);
  bench.receive(request({ method: 'BYE', sequence: 2, branch: 'z9hG4bK-bye', to, contact: null }));
  deepEqual(bench.ladder, [
    '0 → SIP/2.0 100 Trying',
    '0 invited',
    '0 → SIP/2.0 180 Ringing',
    '0 → SIP/2.0 200 OK',
    '0 dialog kept',
    '0 acknowledged',
    '2000 → SIP/2.0 200 OK',
    '2000 hung-up',
    '2000 dialog gone',
  ]);
  bench.until(100_000);
  equal(bench.state.transactions.size + bench.state.legs.size + bench.state.dialogs.size, 0);
});

test('[UA-18] of an INVITE that was answered its key alone is kept, and its repetitions are swallowed', () => {
  const { bench } = standing();
  const [kept] = [...bench.state.transactions.values()];
  deepEqual(kept?.role === 'invite-server' ? kept.request.headers : null, []);
  const said = bench.ladder.length;
  bench.receive(invite());
  equal(bench.ladder.length, said);
});

test('[UA-1] what the shell is told of an INVITE', () => {
  const bench = new Bench();
  bench.receive(invite());
  const invited = bench.effects.find((effect) => effect.kind === 'invited');
  deepEqual(invited, {
    kind: 'invited',
    diverted: null,
    leg: bench.leg(),
    dialed: '110',
    caller: { kind: 'number', number: '+33612345678' },
    sdp: OFFER,
    flow: bench.flow,
    replaces: null,
    callId: 'call-1@192.0.2.1',
  });
});

test('[UA-1] 180 is said again each minute; a repeated INVITE gets it at once', () => {
  const bench = new Bench();
  bench.receive(invite());
  bench.feed({ kind: 'ring', leg: bench.leg() });
  bench.until(1_000);
  bench.receive(invite());
  bench.until(125_000);
  deepEqual(bench.ladder.slice(2), [
    '0 → SIP/2.0 180 Ringing',
    '1000 → SIP/2.0 180 Ringing',
    '60000 → SIP/2.0 180 Ringing',
    '120000 → SIP/2.0 180 Ringing',
  ]);
});

test('[UA-1] a refusal with its reason and Retry-After, sent again until the ACK', () => {
  const bench = new Bench();
  bench.receive(invite());
  bench.feed({
    kind: 'refuse',
    leg: bench.leg(),
    status: 503,
    reason: 'Line\r\nclosed é',
    retryAfterSeconds: 30,
  });
  match(bench.lastSent(), /^SIP\/2\.0 503 Line closed \u00c3\u00a9\r\n/);
  equal(valueOf(bench.lastSent(), 'Retry-After'), '30');
  bench.until(600);
  bench.receive(request({ method: 'ACK', to: valueOf(bench.lastSent(), 'To')!, contact: null }));
  bench.until(60_000);
  equal(bench.ladder.length, 4);
  equal(bench.state.transactions.size, 0);
});

test('[UA-3] who calls and what was dialled', () => {
  const of = (parts: Parameters<typeof invite>[0]): unknown => {
    const bench = new Bench();
    const invited = bench.receive(invite(parts)).find((effect) => effect.kind === 'invited');
    return invited === undefined
      ? null
      : [invited.dialed, 'number' in invited.caller ? invited.caller.number : 'withheld'];
  };
  deepEqual(of({ more: ['P-Asserted-Identity: "x" <sip:%2B33999999999@h;user=phone>, <tel:+331>'] }), [
    '110',
    '+33999999999',
  ]);
  deepEqual(of({ more: ['P-Asserted-Identity: <sip:host>', 'P-Asserted-Identity: <tel:+33-888>'] }), [
    '110',
    '+33-888',
  ]);
  deepEqual(of({ uri: 'sip:192.0.2.10', to: '<sip:3637@h>', from: '<sip:h>;tag=caller' }), [
    '3637',
    'withheld',
  ]);
  deepEqual(of({ uri: 'tel:110', from: '<tel:0612345678>;tag=caller' }), ['110', '0612345678']);
  deepEqual(of({ more: ['Privacy: id', 'P-Asserted-Identity: <tel:+33999>'] }), ['110', 'withheld']);
});

test('[UA-2] we hang up: BYE to the Contact, in the dialog, sent again until it is answered', () => {
  const { bench, to } = standing();
  bench.feed({ kind: 'hang-up', leg: bench.leg() });
  const bye = bench.lastSent();
  match(bye, /^BYE sip:trunk@192\.0\.2\.1:5060 SIP\/2\.0\r\n/);
  equal(valueOf(bye, 'From'), to);
  equal(valueOf(bye, 'To'), '<sip:+33612345678@192.0.2.1>;tag=caller');
  equal(valueOf(bye, 'CSeq'), '1 BYE');
  bench.until(1_600);
  deepEqual(bench.ladder.slice(6), [
    '0 dialog gone',
    '0 → BYE sip:trunk@192.0.2.1:5060 SIP/2.0',
    '500 → BYE sip:trunk@192.0.2.1:5060 SIP/2.0',
    '1500 → BYE sip:trunk@192.0.2.1:5060 SIP/2.0',
  ]);
});

test('[UA-14] BYEs that cross are answered 200', () => {
  const { bench, to } = standing();
  bench.feed({ kind: 'hang-up', leg: bench.leg() });
  bench.receive(request({ method: 'BYE', sequence: 2, branch: 'z9hG4bK-bye', to, contact: null }));
  match(bench.lastSent(), /^SIP\/2\.0 200 OK/);
});

test('[UA-4] BYE before our answer is as good as CANCEL', () => {
  const bench = new Bench();
  bench.receive(invite());
  bench.feed({ kind: 'ring', leg: bench.leg() });
  const to = valueOf(bench.lastSent(), 'To')!;
  bench.receive(request({ method: 'BYE', sequence: 2, branch: 'z9hG4bK-bye', to, contact: null }));
  deepEqual(bench.ladder.slice(3), [
    '0 → SIP/2.0 200 OK',
    '0 → SIP/2.0 487 Request Terminated',
    '0 cancelled',
  ]);
});

test('[UA-5] we hang up before the ACK: BYE waits for it', () => {
  const bench = new Bench();
  bench.receive(invite());
  bench.feed({ kind: 'answer', leg: bench.leg(), sdp: OURS });
  const to = valueOf(bench.lastSent(), 'To')!;
  bench.feed({ kind: 'hang-up', leg: bench.leg() });
  bench.until(300);
  bench.receive(request({ method: 'ACK', branch: 'z9hG4bK-ack', to, contact: null }));
  deepEqual(bench.ladder.slice(3), [
    '0 dialog kept',
    '300 acknowledged',
    '300 dialog gone',
    '300 → BYE sip:trunk@192.0.2.1:5060 SIP/2.0',
  ]);
});

test('[DLG-7] without an ACK the 200 is sent again at 0.5, 1.5, 3.5, 7.5, then every 4 s, and ended with BYE', () => {
  for (const flow of [undefined, TCP]) {
    const bench = new Bench(flow);
    bench.receive(invite());
    bench.feed({ kind: 'answer', leg: bench.leg(), sdp: OURS });
    bench.until(32_000);
    const seconds = [0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5];
    deepEqual(bench.ladder.slice(4), [
      ...seconds.map((second) => `${second * 1_000} → SIP/2.0 200 OK`),
      '32000 lost no-ack',
      '32000 dialog gone',
      '32000 → BYE sip:trunk@192.0.2.1:5060 SIP/2.0',
    ]);
  }
});

test('[UA-6] a caller whose patience ends by Expires has given up', () => {
  const bench = new Bench();
  bench.receive(invite({ more: ['Expires: 20'] }));
  bench.until(20_000);
  deepEqual(bench.ladder.slice(2), ['20000 → SIP/2.0 487 Request Terminated', '20000 cancelled']);
  const patient = new Bench();
  patient.receive(invite({ more: ['Expires: 4294967295'] }));
  equal(patient.state.wakes.length, 0);
});

test('[UA-7] CANCEL before the answer: 200 to it, 487 to the INVITE, one To tag', () => {
  const bench = new Bench();
  bench.receive(invite());
  bench.receive(request({ method: 'CANCEL', contact: null }));
  deepEqual(bench.ladder.slice(2), [
    '0 → SIP/2.0 200 OK',
    '0 → SIP/2.0 487 Request Terminated',
    '0 cancelled',
  ]);
  const [ok, terminated] = bench.sent().slice(1);
  equal(ourTag(ok!), ourTag(terminated!));
  notEqual(ourTag(ok!), '');
  bench.feed({ kind: 'answer', leg: bench.leg(), sdp: OURS });
  equal(bench.ladder.at(-1), '0 lost given-up');
});

test('[UA-7] CANCEL that crosses our 200 changes nothing', () => {
  const bench = new Bench();
  bench.receive(invite());
  bench.feed({ kind: 'answer', leg: bench.leg(), sdp: OURS });
  bench.receive(request({ method: 'CANCEL', contact: null }));
  deepEqual(bench.ladder.slice(4), ['0 → SIP/2.0 200 OK']);
  equal(bench.state.legs.size, 1);
  bench.receive(request({ method: 'CANCEL', branch: 'z9hG4bK-other', contact: null }));
  match(bench.lastSent(), /^SIP\/2\.0 481 /);
});

test('[UA-13] a late offer: ours in the 200, the answer in the ACK', () => {
  const bench = new Bench();
  bench.receive(request());
  const invited = bench.effects.find((effect) => effect.kind === 'invited');
  equal(invited?.sdp, null);
  bench.feed({ kind: 'answer', leg: bench.leg(), sdp: OURS });
  const to = valueOf(bench.lastSent(), 'To')!;
  bench.receive(request({ method: 'ACK', branch: 'z9hG4bK-ack', to, contact: null, body: OFFER }));
  const acknowledged = bench.effects.find((effect) => effect.kind === 'acknowledged');
  equal(acknowledged?.sdp, OFFER);
});

test('[UA-13] [DLG-9] a call that began with a late offer is asked for another one', () => {
  const bench = new Bench();
  bench.receive(request());
  bench.feed({ kind: 'answer', leg: bench.leg(), sdp: OURS });
  const to = valueOf(bench.lastSent(), 'To')!;
  bench.receive(request({ method: 'ACK', branch: 'z9hG4bK-ack', to, contact: null, body: OFFER }));
  bench.receive(request({ sequence: 2, branch: 'z9hG4bK-again', to }));
  match(bench.lastSent(), /^SIP\/2\.0 200 [^]*\r\nm=audio 30000 RTP\/AVP 8 101\r\n/);
  const elsewhere = OFFER.replace('m=audio 40000', 'm=audio 40002');
  bench.receive(
    request({
      method: 'ACK',
      sequence: 2,
      branch: 'z9hG4bK-ack2',
      to,
      contact: null,
      body: elsewhere,
    }),
  );
  equal(bench.effects.findLast((effect) => effect.kind === 'modified')?.sdp, elsewhere);
});

test('[UA-12] after a restart either side can end the call', () => {
  for (const flow of [undefined, TCP]) {
    const { bench, to } = standing(new Bench(flow));
    const kept = bench.effects.findLast((effect) => effect.kind === 'dialog');
    const revived = (): Bench => {
      const next = new Bench(flow);
      next.restore([JSON.parse(JSON.stringify(kept!.dialog)) as DialogSnapshot]);
      return next;
    };
    const ours = revived();
    ours.feed({ kind: 'hang-up', leg: bench.leg() });
    match(ours.lastSent(), /^BYE sip:trunk@192\.0\.2\.1:5060 SIP\/2\.0\r\n/);
    equal(valueOf(ours.lastSent(), 'From'), to);
    const theirs = revived();
    theirs.receive(request({ method: 'BYE', sequence: 2, branch: 'z9hG4bK-bye', to, contact: null }));
    deepEqual(theirs.ladder, ['0 → SIP/2.0 200 OK', '0 hung-up', '0 dialog gone']);
  }
});

test('[UA-11] a stream breaks: what rings on it is lost, what stands goes on over a new one', () => {
  const ringing = new Bench(TCP);
  ringing.receive(invite());
  ringing.feed({ kind: 'flow-failed', flow: TCP });
  equal(ringing.ladder.at(-1), '0 lost flow-failed');
  const { bench } = standing(new Bench(TCP));
  bench.feed({ kind: 'flow-failed', flow: TCP });
  bench.feed({ kind: 'hang-up', leg: bench.leg() });
  const bye = bench.effects.findLast((effect) => effect.kind === 'send');
  // Where the carrier listens: nobody is behind the port from which the broken stream came.
  deepEqual(bye?.flow, { ...TCP, remote: { ...TCP.remote, port: 5060 }, id: '' });
});

test('[UA-17] an answer that crosses the CANCEL is told as lost', () => {
  const bench = new Bench();
  bench.receive(invite());
  const leg = bench.leg();
  bench.receive(request({ method: 'CANCEL', contact: null }));
  bench.feed({ kind: 'answer', leg, sdp: OURS });
  const told = bench.effects.filter(({ kind }) => kind === 'cancelled' || kind === 'lost');
  deepEqual(told, [
    { kind: 'cancelled', leg },
    { kind: 'lost', leg, because: 'given-up' },
  ]);
});
