import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { negotiate } from '../src/index.ts';
import { Bench } from './testing/bench.ts';
import { invite, OFFER, OURS, request, valueOf, type RequestParts } from './testing/messages.ts';
import { standing } from './testing/standing.ts';

const ROUTES = ['Record-Route: <sip:192.0.2.2;lr>, <sip:192.0.2.3;lr>', 'Record-Route: <sip:192.0.2.4;lr>'];

/** A request inside a standing call, and what it got. */
function inside(parts: RequestParts): { bench: Bench; answer: string } {
  const { bench, to } = standing();
  bench.receive(request({ branch: 'z9hG4bK-in', sequence: 2, to, ...parts }));
  return { bench, answer: bench.lastSent() };
}
const status = (answer: string): string => answer.slice(8, 11);

test('[DLG-1] the called side goes by Record-Route as it came, and echoes it', () => {
  const { bench } = standing(undefined, { more: ROUTES });
  const answer = bench.sent().find((text) => text.startsWith('SIP/2.0 200'))!;
  equal(answer.split('Record-Route:').length - 1, 3);
  bench.feed({ kind: 'hang-up', leg: bench.leg() });
  const bye = bench.lastSent();
  deepEqual(
    bye.match(/^Route: .*$/gm)?.map((line) => line.trim()),
    ['Route: <sip:192.0.2.2;lr>', 'Route: <sip:192.0.2.3;lr>', 'Route: <sip:192.0.2.4;lr>'],
  );
  match(bye, /^BYE sip:trunk@192\.0\.2\.1:5060 /);
  const sent = bench.effects.findLast((effect) => effect.kind === 'send');
  deepEqual(sent?.flow.remote, { address: '192.0.2.2', port: 5060 });
});

test('[DLG-5] strict routing where the first hop has no lr', () => {
  const { bench } = standing(undefined, { more: ['Record-Route: <sip:192.0.2.2;x=1>, <sip:192.0.2.3;lr>'] });
  bench.feed({ kind: 'hang-up', leg: bench.leg() });
  match(bench.lastSent(), /^BYE sip:192\.0\.2\.2;x=1 SIP/);
  deepEqual(
    bench
      .lastSent()
      .match(/^Route: .*$/gm)
      ?.map((line) => line.trim()),
    ['Route: <sip:192.0.2.3;lr>', 'Route: <sip:trunk@192.0.2.1:5060>'],
  );
});

test('[DLG-3] out of order is 500', () => {
  const { bench, to } = standing(undefined, { sequence: 10 });
  bench.receive(request({ method: 'OPTIONS', sequence: 9, branch: 'z9hG4bK-in', to }));
  equal(status(bench.lastSent()), '500');
  bench.receive(request({ method: 'OPTIONS', sequence: 11, branch: 'z9hG4bK-in2', to }));
  equal(status(bench.lastSent()), '200');
});

test('[DLG-4] a refresh moves the remote target', () => {
  for (const method of ['INVITE', 'UPDATE']) {
    const { bench } = inside({ method, contact: '<sip:moved@192.0.2.9:5080>' });
    equal(status(bench.lastSent()), '200');
    bench.receive(
      request({
        method: 'ACK',
        sequence: 2,
        branch: 'z9hG4bK-a',
        to: valueOf(bench.lastSent(), 'To')!,
        contact: null,
      }),
    );
    bench.feed({ kind: 'hang-up', leg: bench.leg() });
    match(bench.lastSent(), /^BYE sip:moved@192\.0\.2\.9:5080 /);
  }
});

test('[DLG-8] a second INVITE before our answer is 500, before the ACK 491', () => {
  const bench = new Bench();
  bench.receive(invite());
  bench.feed({ kind: 'ring', leg: bench.leg() });
  const to = valueOf(bench.lastSent(), 'To')!;
  bench.receive(invite({ sequence: 2, branch: 'z9hG4bK-2', to }));
  equal(status(bench.lastSent()), '500');
  ok(Number(valueOf(bench.lastSent(), 'Retry-After')) <= 10);
  bench.feed({ kind: 'answer', leg: bench.leg(), sdp: OURS });
  bench.receive(invite({ sequence: 3, branch: 'z9hG4bK-3', to }));
  equal(status(bench.lastSent()), '491');
});

test('[DLG-9] the same offer gets the same description; the 200 wants its ACK, which the shell does not hear of', () => {
  const { bench } = inside({ body: OFFER.replace('1 1 IN', '1 2 IN') });
  equal(status(bench.lastSent()), '200');
  equal(bench.lastSent().split('\r\n\r\n')[1], OURS);
  bench.until(500);
  deepEqual(bench.ladder.slice(-2), ['0 dialog kept', '500 → SIP/2.0 200 OK']);
  bench.receive(
    request({
      method: 'ACK',
      sequence: 2,
      branch: 'z9hG4bK-a',
      to: valueOf(bench.lastSent(), 'To')!,
      contact: null,
    }),
  );
  bench.until(5_000);
  equal(bench.ladder.at(-1), '500 → SIP/2.0 200 OK');
});

test('[DLG-9] hold is mirrored with the next version; without an offer ours is said again', () => {
  for (const method of ['INVITE', 'UPDATE']) {
    const { answer } = inside({ method, body: OFFER.replace('sendrecv', 'sendonly') });
    const sdp = answer.split('\r\n\r\n')[1]!;
    match(sdp, /^o=- 77 2 IN IP4 192\.0\.2\.10\r$/m);
    match(sdp, /^a=recvonly\r$/m);
    match(sdp, /^m=audio 30000 RTP\/AVP 8 101\r$/m);
  }
  equal(inside({}).answer.split('\r\n\r\n')[1], OURS);
});

test('[DLG-9] [AGN-6] another address or codec is told, no codec of ours is 488, and the call goes on', () => {
  for (const method of ['INVITE', 'UPDATE'])
    for (const body of [
      OFFER.replace('IN IP4 192.0.2.1\r\nt', 'IN IP4 192.0.2.77\r\nt'),
      OFFER.replace('40000', '40002'),
      OFFER.replace('AVP 8 0 101', 'AVP 0 101'),
      OFFER.replace('AVP 8 0 101', 'AVP 18'),
      'rubbish',
    ]) {
      const { bench } = inside({ method, body });
      if (bench.ladder.at(-1)!.endsWith('offered-again'))
        bench.feed({ kind: 'refuse-again', leg: bench.leg() });
      equal(status(bench.lastSent()), '488', body);
      bench.feed({ kind: 'hang-up', leg: bench.leg() });
      match(bench.lastSent(), /^BYE sip:trunk@/);
    }
});

/** A re-INVITE without offer gets ours; what its ACK answers. */
function reoffered(answer: string): Bench {
  const { bench, to } = standing();
  bench.receive(request({ sequence: 2, branch: 'z9hG4bK-re', to }));
  bench.receive(
    request({ method: 'ACK', sequence: 2, branch: 'z9hG4bK-re-ack', to, contact: null, body: answer }),
  );
  return bench;
}

test('[DLG-9] the ACK answers our offer: a hold, a move, or nothing new', () => {
  equal(reoffered(OFFER).ladder.at(-1), '0 dialog kept');
  const held = reoffered(OFFER.replace('sendrecv', 'sendonly'));
  deepEqual(held.ladder.slice(-2), ['0 direction recvonly', '0 dialog kept']);
  const moved = reoffered(OFFER.replace('40000', '40002'));
  deepEqual(moved.ladder.slice(-2), ['0 modified', '0 dialog kept']);
  equal([...moved.state.legs.values()][0]?.media?.remote.port, 40_002);
  equal(reoffered('rubbish').ladder.at(-1), '0 dialog kept');
  equal([...reoffered('rubbish').state.legs.values()][0]?.media?.remote.port, 40_000);
});

test('[DLG-9] a call that is held is offered both ways where the peer asks for our offer', () => {
  const { bench, to } = standing();
  const held = OFFER.replace('sendrecv', 'sendonly');
  bench.receive(request({ method: 'UPDATE', sequence: 2, branch: 'z9hG4bK-h', to, body: held }));
  match(bench.lastSent(), /^a=recvonly\r$/m);
  bench.receive(request({ sequence: 3, branch: 'z9hG4bK-re', to }));
  match(bench.lastSent(), /^a=sendrecv\r$/m);
});

test('[DLG-9] an address of zeroes is a hold, and the true one is kept for later', () => {
  const zeroes = OFFER.replace('IN IP4 192.0.2.1\r\nt', 'IN IP4 0.0.0.0\r\nt');
  const { bench, answer } = inside({ body: zeroes });
  match(answer, /^a=recvonly\r$/m);
  ok(bench.ladder.includes('0 direction recvonly'));
  equal([...bench.state.legs.values()][0]?.media?.remote.address, '192.0.2.1');
});

test('[DLG-10] what else comes inside a call', () => {
  equal(status(inside({ method: 'OPTIONS' }).answer), '200');
  equal(status(inside({ method: 'INFO' }).answer), '200');
  equal(
    status(inside({ method: 'INFO', more: ['Content-Type: application/media_control+xml'] }).answer),
    '415',
  );
  equal(status(inside({ method: 'UPDATE' }).answer), '200');
  equal(status(inside({ method: 'REFER', more: ['Refer-To: <sip:x@h>'] }).answer), '603');
  equal(status(inside({ method: 'NOTIFY' }).answer), '405');
});

test('[WH-6] what follows in a withheld call is reduced too', () => {
  const bench = new Bench();
  const parts = { more: ['Privacy: id'] };
  const { to } = standing(bench, parts);
  const moved = '<sip:+33612345678@192.0.2.1:5070>';
  bench.receive(request({ method: 'UPDATE', sequence: 2, branch: 'z9hG4bK-u', to, contact: moved }));
  const kept = bench.effects.filter((effect) => effect.kind === 'dialog');
  equal(kept.length, 2);
  ok(!JSON.stringify(kept).includes('612345678'));
  bench.feed({ kind: 'hang-up', leg: bench.leg() });
  match(bench.lastSent(), /^BYE sip:192\.0\.2\.1:5070 SIP/);
  ok(!JSON.stringify([...bench.state.legs.values()]).includes('612345678'));
});

test('[WH-6] another offer in a withheld call is told without what it says of the caller', () => {
  const bench = new Bench();
  const { to } = standing(bench, { more: ['Privacy: id'] });
  const body = OFFER.replace('o=carrier', 'o=0612345678').replace('40000', '40002');
  bench.receive(request({ sequence: 2, branch: 'z9hG4bK-m', to, body }));
  equal(bench.ladder.at(-1), '0 offered-again');
  bench.feed({ kind: 'answer-again', leg: bench.leg(), sdp: OURS });
  match(bench.lastSent(), /^SIP\/2\.0 200 /);
  ok(!JSON.stringify(bench.effects.filter(({ kind }) => kind !== 'send')).includes('612345678'));
});

test('[SDP-8] what a dialog keeps is JSON', () => {
  const { bench } = standing();
  const kept = bench.effects.findLast((effect) => effect.kind === 'dialog');
  deepEqual(JSON.parse(JSON.stringify(kept)), kept);
  const agreed = negotiate(OFFER);
  deepEqual(JSON.parse(JSON.stringify(agreed)), agreed);
});
