import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { Credentials, DialogSnapshot } from '../src/index.ts';
import { Bench } from './testing/bench.ts';
import { challenge, claimIn, CREDENTIALS, proves } from './testing/challenges.ts';
import { invite, OFFER, OURS, request, response, valueOf, type RequestParts } from './testing/messages.ts';

const contact = '<sip:trunk@192.0.2.1:5060>';
const MOVED = OURS.replace('30000', '31000').replace('77 1 IN', '77 2 IN');
const ASKS = ['Digest realm="trunk", nonce="n", qop="auth"'];
const REFRESHED_BY_US = ['Supported: timer', 'Allow: UPDATE', 'Session-Expires: 600;refresher=uas'];

/** A call that came in by a trunk with an account, and stands. */
function standing(parts: RequestParts = {}, credentials: Credentials | null = CREDENTIALS): Bench {
  const bench = new Bench();
  bench.receive(invite(parts));
  bench.feed({ kind: 'answer', leg: bench.leg(), sdp: OURS, ...(credentials && { credentials }) });
  const to = valueOf(bench.lastSent(), 'To')!;
  bench.receive(request({ ...parts, method: 'ACK', branch: 'z9hG4bK-ack', to, body: '' }));
  return bench;
}

test('[DIG-9] a carrier that challenges our BYE in a call of its own is answered', () => {
  const bench = standing();
  bench.feed({ kind: 'hang-up', leg: bench.leg() });
  bench.receive(challenge(bench.lastSent(), 407, ASKS));
  const again = bench.lastSent();
  deepEqual([again.slice(0, 4), valueOf(again, 'CSeq')], ['BYE ', '2 BYE']);
  ok(proves(again, 'Proxy-Authorization'));
  bench.receive(response(again, { status: 200 }));
  equal(bench.state.legs.size, 0);
});

test('[DIG-9] so are a re-INVITE, whose ACK has the answer as well, and an UPDATE that refreshes the session', () => {
  const moved = standing();
  moved.feed({ kind: 'modify', leg: moved.leg(), sdp: MOVED });
  moved.receive(challenge(moved.lastSent(), 401, ASKS));
  ok(proves(moved.lastSent()));
  moved.receive(response(moved.lastSent(), { status: 200, contact, body: OFFER }));
  deepEqual([valueOf(moved.lastSent(), 'CSeq'), claimIn(moved.lastSent())?.nonce], ['2 ACK', 'n']);
  const refreshed = standing({ more: REFRESHED_BY_US }).until(301_000);
  equal(valueOf(refreshed.lastSent(), 'CSeq'), '1 UPDATE');
  refreshed.receive(challenge(refreshed.lastSent(), 401, ASKS));
  equal(valueOf(refreshed.lastSent(), 'CSeq'), '2 UPDATE');
  ok(proves(refreshed.lastSent()));
});

test('[DIG-9] what was given for a call is given again after a restart, and is in no snapshot', () => {
  const before = standing();
  const kept = before.effects.findLast(
    (effect) => effect.kind === 'dialog' && effect.dialog !== null,
  ) as unknown as { dialog: DialogSnapshot };
  const written = JSON.stringify(before.effects.filter(({ kind }) => kind !== 'send'));
  equal(written.includes(CREDENTIALS.password), false);
  const bench = new Bench();
  bench.restore([kept.dialog], () => CREDENTIALS);
  bench.feed({ kind: 'hang-up', leg: kept.dialog.leg });
  bench.receive(challenge(bench.lastSent(), 401, ASKS));
  ok(proves(bench.lastSent()));
});

test('[DIG-9] a Contact elsewhere than where the call came from hears no answer to its challenge', () => {
  const bench = standing({ contact: '<sip:trunk@198.51.100.66:5060>' });
  bench.feed({ kind: 'hang-up', leg: bench.leg() });
  const bye = bench.lastSent();
  bench.receive(challenge(bye, 401, ASKS));
  equal(bench.lastSent(), bye);
  equal(bench.state.legs.size, 0);
});

test('[DIG-9] without credentials a challenge ends the leg as any refusal does', () => {
  const bench = standing({}, null);
  bench.feed({ kind: 'hang-up', leg: bench.leg() });
  const bye = bench.lastSent();
  bench.receive(challenge(bye, 401, ASKS));
  equal(bench.lastSent(), bye);
  equal(bench.state.legs.size, 0);
});
