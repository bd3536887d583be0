import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { Bench } from './testing/bench.ts';
import { invite, OURS, request, valueOf } from './testing/messages.ts';

/** A call that stands: INVITE, 180, 200, ACK. */
function standing(bench = new Bench()): { bench: Bench; to: string } {
  bench.receive(invite());
  bench.feed({ kind: 'ring', leg: bench.leg() });
  bench.feed({ kind: 'answer', leg: bench.leg(), sdp: OURS });
  const to = valueOf(bench.lastSent(), 'To')!;
  bench.receive(request({ method: 'ACK', branch: 'z9hG4bK-ack', to, contact: null }));
  return { bench, to };
}

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
