import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { LegId } from '../src/index.ts';
import { Bench, UDP } from './testing/bench.ts';
import { challenge, claimIn, CREDENTIALS, proves } from './testing/challenges.ts';
import { OFFER, OURS, response, valueOf } from './testing/messages.ts';

const leg = 'ours' as LegId;
const contact = '<sip:callee@192.0.2.1:5060>';
const MOVED = OURS.replace('30000', '31000').replace('77 1 IN', '77 2 IN');
const asks = (nonce: string): string[] => [`Digest realm="trunk", nonce="${nonce}", qop="auth"`];

/** A call of ours that stands, with a peer that has not challenged yet. */
function standing(): Bench {
  const bench = new Bench();
  const [target, from] = ['sip:0612@192.0.2.1', 'sip:line@192.0.2.10'];
  bench.feed({ kind: 'call', leg, flow: UDP, target, from, sdp: OURS, credentials: CREDENTIALS });
  bench.receive(response(bench.lastSent(), { status: 200, toTag: 'callee', contact, body: OFFER }));
  return bench;
}

test('[DIG-6] a re-INVITE of ours is challenged: once more with the next number, and its ACK has the answer', () => {
  const bench = standing();
  bench.feed({ kind: 'modify', leg, sdp: MOVED });
  equal(valueOf(bench.lastSent(), 'CSeq'), '2 INVITE');
  bench.receive(challenge(bench.lastSent(), 407, asks('n')));
  const again = bench.lastSent();
  deepEqual([valueOf(again, 'CSeq'), again.endsWith(MOVED)], ['3 INVITE', true]);
  ok(proves(again, 'Proxy-Authorization'));
  bench.receive(response(again, { status: 200, contact, body: OFFER }));
  const ack = bench.lastSent();
  deepEqual(
    [valueOf(ack, 'CSeq'), claimIn(ack, 'Proxy-Authorization')?.nonce, bench.ladder.at(-1)],
    ['3 ACK', 'n', '0 dialog kept'],
  );
  bench.feed({ kind: 'hang-up', leg });
  equal(claimIn(bench.lastSent(), 'Proxy-Authorization')?.counted?.nc, '00000002');
});

test('[DIG-5] one that is challenged again has failed, and the call goes on', () => {
  const bench = standing();
  bench.feed({ kind: 'modify', leg, sdp: MOVED });
  bench.receive(challenge(bench.lastSent(), 401, asks('n')));
  bench.receive(challenge(bench.lastSent(), 401, asks('m')));
  equal(bench.effects.findLast(({ kind }) => kind === 'modify-failed')?.kind, 'modify-failed');
  equal(bench.sent().filter((each) => each.startsWith('INVITE')).length, 3);
  equal(bench.state.legs.get(leg)?.phase.kind, 'up');
});
