import { Bench } from './bench.ts';
import { invite, OURS, request, valueOf, type RequestParts } from './messages.ts';

/** A call that stands: INVITE, 180, 200, ACK. `to` is what the caller's requests say from now on. */
export function standing(bench = new Bench(), parts: RequestParts = {}): { bench: Bench; to: string } {
  bench.receive(invite(parts));
  bench.feed({ kind: 'ring', leg: bench.leg() });
  bench.feed({ kind: 'answer', leg: bench.leg(), sdp: OURS });
  const to = valueOf(bench.lastSent(), 'To')!;
  bench.receive(request({ ...parts, method: 'ACK', branch: 'z9hG4bK-ack', to, contact: null, body: '' }));
  return { bench, to };
}
