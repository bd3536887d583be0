import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { DialogSnapshot, LegId } from '../src/index.ts';
import { Bench, UDP } from './testing/bench.ts';
import { connected } from './testing/connected.ts';
import { leftovers, Line } from './testing/line.ts';
import { OFFER, OURS, request, response, valueOf, wire } from './testing/messages.ts';
import { standing } from './testing/standing.ts';

const SECONDS = 1_000;
const KNOWS = 'Supported: timer';

/** What our 200 to an INVITE says of the session. */
function granted(...more: readonly string[]): string {
  const { bench } = standing(undefined, { more });
  const ok200 = bench.sent().find((text) => text.startsWith('SIP/2.0 200'))!;
  return `${valueOf(ok200, 'Session-Expires')} ${valueOf(ok200, 'Require')}`;
}

test('[SES-1] what is granted', () => {
  equal(granted(), 'undefined undefined');
  equal(granted(KNOWS), '1800;refresher=uac timer');
  equal(granted(KNOWS, 'Session-Expires: 600'), '600;refresher=uac timer');
  equal(granted('k: timer', 'x: 600;refresher=uas'), '600;refresher=uas undefined');
  equal(granted(KNOWS, 'Session-Expires: 600;refresher=uac'), '600;refresher=uac timer');
  equal(granted(KNOWS, 'Session-Expires: 7200'), '1800;refresher=uac timer');
  equal(granted(KNOWS, 'Session-Expires: 7200', 'Min-SE: 3600'), '3600;refresher=uac timer');
  equal(granted('Session-Expires: 600;refresher=uac'), '600;refresher=uas undefined');
  equal(granted('Session-Expires: 5'), '90;refresher=uas undefined');
  equal(granted(KNOWS, 'Min-SE: 4000000000'), 'undefined undefined');
  equal(granted('Session-Expires: soon'), 'undefined undefined');
});

test('[SES-2] too brief is 422, for who knows it', () => {
  const bench = new Bench();
  bench.receive(request({ body: OFFER, more: [KNOWS, 'Session-Expires: 89'] }));
  match(bench.lastSent(), /^SIP\/2\.0 422 Session Interval Too Small\r\n/);
  equal(valueOf(bench.lastSent(), 'Min-SE'), '90');
});

test('[SES-3] [SES-5] our call asks for it, and is refreshed at half of its time, for hours', () => {
  const line = connected();
  line.until(899 * SECONDS);
  deepEqual(line.taken(), []);
  line.until(900 * SECONDS);
  deepEqual(line.taken(), ['alice → UPDATE', 'bob → 200 UPDATE']);
  line.until(36_000 * SECONDS);
  equal(line.taken().length, 2 * 39);
  line.feed(line.alice, { kind: 'hang-up', leg: 'a' as LegId });
  line.until(39_000 * SECONDS);
  for (const end of [line.alice, line.bob]) deepEqual(leftovers(end), [0, 0, 0, 0, 0, 0]);
});

test('[SES-5] the network breaks: each side finds out by itself, and tells it once', () => {
  let broken = false;
  const line = connected({ fate: () => (broken ? [] : [0]) });
  broken = true;
  line.until(3_000 * SECONDS);
  deepEqual(
    line.taken().filter((each) => each.includes('lost')),
    ['alice: lost dialog-gone', 'bob: lost session-expired'],
  );
  for (const end of [line.alice, line.bob]) deepEqual(leftovers(end), [0, 0, 0, 0, 0, 0]);
});

test('[SES-5] who is not refreshed says BYE 32 seconds, or a third, before the end', () => {
  for (const [seconds, until] of [
    [1_800, 1_768],
    [90, 60],
  ] as const) {
    const { bench } = standing(undefined, { more: [KNOWS, `Session-Expires: ${seconds};refresher=uac`] });
    bench.until(until * SECONDS - 1);
    equal(bench.ladder.at(-1), '0 acknowledged');
    bench.until(until * SECONDS);
    deepEqual(
      bench.ladder.slice(-3).map((line) => line.replace(/^\d+ /, '')),
      ['lost session-expired', 'dialog gone', '→ BYE sip:trunk@192.0.2.1:5060 SIP/2.0'],
    );
  }
});

test('[SES-5] without UPDATE it is a re-INVITE with the description that stands', () => {
  const { bench } = standing(undefined, { more: [KNOWS, 'Session-Expires: 600;refresher=uas'] });
  bench.until(300 * SECONDS);
  const invite = bench.lastSent();
  match(invite, /^INVITE sip:trunk@192\.0\.2\.1:5060 /);
  equal(valueOf(invite, 'Session-Expires'), '600;refresher=uac');
  equal(invite.split('\r\n\r\n')[1], OURS);
  const granting = wire('Session-Expires: 600;refresher=uac\nContact:');
  bench.receive(
    response(invite, { status: 200, contact: '<sip:b@192.0.2.1>', body: OFFER }).replace(
      'Contact:',
      granting,
    ),
  );
  deepEqual(bench.ladder.slice(-2), ['300000 → ACK sip:b@192.0.2.1 SIP/2.0', '300000 dialog kept']);
  bench.until(600 * SECONDS);
  match(bench.lastSent(), /^INVITE /);
});

test('[SES-5] UPDATE that the peer does not take after all is a re-INVITE from then on', () => {
  const more = [KNOWS, 'Session-Expires: 600;refresher=uas', 'Allow: INVITE, UPDATE'];
  const { bench } = standing(undefined, { more });
  bench.until(300 * SECONDS);
  match(bench.lastSent(), /^UPDATE /);
  bench.receive(response(bench.lastSent(), { status: 501 }));
  match(bench.lastSent(), /^INVITE /);
});

test('[SES-4] 422 to a refresh: again, with what the peer wants', () => {
  const more = [KNOWS, 'Session-Expires: 600;refresher=uas', 'Allow: INVITE, UPDATE'];
  const { bench } = standing(undefined, { more });
  bench.until(300 * SECONDS);
  const refused = response(bench.lastSent(), { status: 422 }).replace('Content', 'Min-SE: 900\r\nContent');
  bench.receive(refused);
  equal(valueOf(bench.lastSent(), 'Session-Expires'), '900;refresher=uac');
  equal(valueOf(bench.lastSent(), 'Min-SE'), '900');
  // One that is refused for no reason that can be mended is said again as long as the session lasts.
  bench.receive(response(bench.lastSent(), { status: 500 }));
  bench.until(310 * SECONDS);
  equal(bench.sent().filter((text) => text.startsWith('UPDATE ')).length, 3);
});

test('[SES-4] 422 to our call: the same call again, longer', () => {
  const line = new Line({ bob: { session: { intervalSeconds: 3_600, minSeconds: 2_400 } } });
  line.call();
  line.settle();
  deepEqual(line.taken(), [
    'alice → INVITE (sdp)',
    'bob → 422 INVITE',
    'alice → ACK',
    'alice → INVITE (sdp)',
    'bob → 100 INVITE',
    'bob: invited',
  ]);
  line.feed(line.bob, { kind: 'answer', leg: line.invited(), sdp: OURS });
  line.settle();
  deepEqual(line.taken(), ['bob → 200 INVITE (sdp)', 'alice → ACK', 'alice: answered', 'bob: acknowledged']);
  line.until(1_200 * SECONDS);
  deepEqual(line.taken(), ['alice → UPDATE', 'bob → 200 UPDATE']);
});

test('[SES-4] a peer that wants ever longer is believed eight times', () => {
  const bench = new Bench();
  const leg = 'a' as LegId;
  bench.feed({ kind: 'call', leg, flow: UDP, target: 'sip:1@192.0.2.1', from: 'sip:2@h', sdp: OURS });
  for (let seconds = 1_801; bench.state.legs.size > 0 && seconds < 1_900; seconds++) {
    const refused = response(
      bench.sent().findLast((text) => text.startsWith('INVITE'))!,
      { status: 422 },
    );
    bench.receive(refused.replace('Content-Length', `Min-SE: ${seconds}\r\nContent-Length`));
  }
  equal(bench.ladder.at(-1), '0 call-failed 422');
  equal(bench.sent().filter((text) => text.startsWith('INVITE')).length, 9);
});

test('[SES-6] a restart goes on with it, and does at once what fell due', () => {
  for (const [downSeconds, found] of [
    [200, '300000 → UPDATE sip:trunk@192.0.2.1:5060 SIP/2.0'],
    [400, '400000 → UPDATE sip:trunk@192.0.2.1:5060 SIP/2.0'],
    [700, '700000 → BYE sip:trunk@192.0.2.1:5060 SIP/2.0'],
  ] as const) {
    const more = [KNOWS, 'Session-Expires: 600;refresher=uas', 'Allow: INVITE, UPDATE'];
    const { bench } = standing(undefined, { more });
    const kept = bench.effects.findLast((effect) => effect.kind === 'dialog')!;
    const again = new Bench();
    again.restore([JSON.parse(JSON.stringify(kept.dialog)) as DialogSnapshot]);
    again.nowMs = downSeconds * SECONDS;
    again.until(Math.max(300, downSeconds) * SECONDS);
    ok(again.ladder.includes(found), again.ladder.join('\n'));
  }
});

test('[SES-6] a dialog that an older version wrote can still be taken up', () => {
  const { bench } = standing();
  const kept = bench.effects.findLast((effect) => effect.kind === 'dialog')!.dialog!;
  const { calling: _, wish: __, updates: ___, session: ____, ...older } = kept;
  const again = new Bench();
  again.restore([older]);
  equal(again.state.wakes.length, 0);
  again.feed({ kind: 'modify', leg: older.leg, sdp: OURS });
  match(again.lastSent(), /^INVITE sip:trunk@/);
  again.feed({ kind: 'hang-up', leg: older.leg });
  match(again.lastSent(), /^BYE sip:trunk@/);
});

test('[UA-15] moments of calls that are over do not pile up', () => {
  const bench = new Bench();
  for (let call = 0; call < 2_000; call++) {
    const parts = { callId: `c${call}`, branch: `z9hG4bK-${call}`, more: [KNOWS] };
    const { to } = standing(bench, parts);
    bench.until(bench.nowMs + 600);
    bench.receive(
      request({ ...parts, method: 'BYE', sequence: 2, branch: `z9hG4bK-${call}-bye`, to, contact: null }),
    );
    bench.until(bench.nowMs + 200);
    bench.effects.length = 0;
  }
  ok(bench.nowMs < 1_768 * SECONDS, 'no session of theirs would have expired yet');
  ok(bench.state.wakes.length < 1_500, String(bench.state.wakes.length));
});
