import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { frame, isNewRequest, newFraming, type Flow, type Frame, type LegId } from '../src/index.ts';
import { octetsOf } from '../src/grammar/octets.ts';
import { parseUri } from '../src/grammar/uri.ts';
import { topVia, type SipRequest } from '../src/message/message.ts';
import { parseMessage } from '../src/message/parse.ts';
import { flowTo } from '../src/transport/next-hop.ts';
import { responseFlow, stampVia } from '../src/transport/via-received.ts';
import { Bench, TCP, UDP } from './testing/bench.ts';
import { bytes, invite, OURS, request, valueOf } from './testing/messages.ts';

const named = (frames: readonly Frame[]): string[] =>
  frames.map((each) => (each.kind === 'message' ? octetsOf(each.bytes).split(' ')[0]! : each.kind));

/** Feeds a stream in pieces; what came out, and why it was closed. */
function cut(pieces: readonly Uint8Array[]): string[] {
  let framing = newFraming;
  const out: string[] = [];
  for (const piece of pieces) {
    const framed = frame(framing, piece);
    out.push(...named(framed.frames));
    if (framed.kind === 'garbage') return [...out, framed.because];
    framing = framed.framing;
  }
  return out;
}
const stream = bytes(`${invite()}\r\n\r\n${request({ method: 'BYE' })}\r\n${request({ method: 'OPTIONS' })}`);

test('[TRN-1] a stream comes apart the same wherever its pieces end', () => {
  const whole = ['INVITE', 'ping', 'BYE', 'pong', 'OPTIONS'];
  deepEqual(cut([stream]), whole);
  deepEqual(cut(Array.from(stream, (byte) => Uint8Array.of(byte))), whole);
  fc.assert(
    fc.property(fc.array(fc.nat(stream.length), { maxLength: 10 }), (places) => {
      const ends = [0, ...places.toSorted((a, b) => a - b), stream.length];
      deepEqual(cut(ends.slice(1).map((end, at) => stream.subarray(ends[at], end))), whole);
    }),
    { numRuns: 200 },
  );
});

test('[TRN-2] what closes a stream', () => {
  const closes = (text: string): string | undefined => cut([bytes(text)]).at(-1);
  equal(closes('GET / HTTP/1.1\n'), 'no-start-line');
  equal(closes('\u0016\u0003\u0001'), 'no-start-line');
  equal(closes('\rX'), 'no-start-line');
  equal(closes(request({ method: 'BYE' }).replace(/Content-Length: 0\r\n/, '')), 'no-length');
  equal(closes(request({ method: 'BYE', more: ['l: 1'] })), 'no-length');
  equal(
    closes(request({ method: 'BYE' }).replace('Content-Length: 0', 'Content-Length: 65535')),
    'too-large',
  );
  equal(closes(`BYE sip:a@h SIP/2.0\nX: ${'x'.repeat(66_000)}`), 'too-large');
  equal(closes(`${invite()}!!!\u0000`), 'no-start-line');
  equal(cut([bytes(`${invite()}\u0000`)])[0], 'INVITE');
});

test('[TRN-2] no bytes make it throw', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 100 }), { maxLength: 10 }), (pieces) => {
      cut(pieces.map((piece) => Uint8Array.from(piece)));
    }),
  );
});

/** The top Via as stamped, and where the response goes. */
function stamped(via: string, flow = UDP): { via: string; to: string } {
  const parsed = parseMessage(bytes(request({ method: 'OPTIONS' }).replace(/Via: .*\r/, `Via: ${via}\r`)));
  if (parsed.kind === 'malformed') throw new Error(parsed.because);
  const message = stampVia(parsed.message as SipRequest, flow);
  const { remote } = responseFlow(topVia(message)!, flow);
  return { via: message.headers[0]!.value, to: `${remote.address}:${remote.port}` };
}
const NAT = { ...UDP, remote: { address: '198.51.100.7', port: 33_000 } };

test('[TRN-3] received and rport say where it came from', () => {
  equal(stamped('SIP/2.0/UDP 192.0.2.1;branch=z').via, 'SIP/2.0/UDP 192.0.2.1;branch=z');
  equal(
    stamped('SIP/2.0/UDP 10.0.0.1;branch=z', NAT).via,
    'SIP/2.0/UDP 10.0.0.1;branch=z;received=198.51.100.7',
  );
  equal(
    stamped('SIP/2.0/UDP 10.0.0.1;rport;branch=z, SIP/2.0/UDP h;x', NAT).via,
    'SIP/2.0/UDP 10.0.0.1;branch=z;received=198.51.100.7;rport=33000, SIP/2.0/UDP h;x',
  );
});

test('[TRN-3] what a peer claims there is overwritten', () => {
  equal(stamped('SIP/2.0/UDP 192.0.2.1;received=203.0.113.9;rport=1', NAT).to, '198.51.100.7:33000');
  equal(stamped('SIP/2.0/UDP 192.0.2.1;received=203.0.113.9').to, '192.0.2.1:5060');
});

test('[TRN-4] where a response goes', () => {
  equal(stamped('SIP/2.0/UDP 10.0.0.1:5080;branch=z', NAT).to, '198.51.100.7:5080');
  equal(stamped('SIP/2.0/UDP 10.0.0.1;rport', NAT).to, '198.51.100.7:33000');
  equal(stamped('SIP/2.0/UDP host.example;maddr=192.0.2.33', NAT).to, '192.0.2.33:5060');
  equal(stamped('SIP/2.0/TCP 10.0.0.1:5080', TCP).to, '192.0.2.1:40000');
});

const TLS: Flow = { ...TCP, transport: 'tls', local: { ...TCP.local, port: 5_061 }, id: 'tls-1' };

test('[TRN-5] where a request inside a dialog goes', () => {
  const to = (text: string, flow = UDP, size = 400): string => {
    const uri = parseUri(text);
    if (uri?.kind !== 'sip') throw new Error(text);
    const { transport, remote, id } = flowTo(uri, flow, size);
    return `${transport} ${remote.address}:${remote.port} ${id}`;
  };
  equal(to('sip:a@192.0.2.50'), 'udp 192.0.2.50:5060 udp');
  equal(to('sip:a@192.0.2.50:5070;transport=tcp'), 'tcp 192.0.2.50:5070 ');
  equal(to('sips:a@[2001:db8::1]'), 'tls 2001:db8::1:5061 ');
  equal(to('sip:a@host.example'), 'udp 192.0.2.1:5060 udp');
  equal(to('sip:a@host.example;maddr=192.0.2.60'), 'udp 192.0.2.60:5060 udp');
  equal(to('sip:a@192.0.2.50', UDP, 1_301), 'tcp 192.0.2.50:5060 ');
  equal(to('sip:a@192.0.2.1:5060;transport=tcp', TCP), 'tcp 192.0.2.1:40000 tcp-1');
  equal(to('sip:a@192.0.2.2', TCP), 'tcp 192.0.2.2:5060 ');
  // The stream on which the dialog began is gone.
  equal(to('sip:a@192.0.2.1:5062;transport=tcp', { ...TCP, id: '' }), 'tcp 192.0.2.1:5062 ');
  // The same where the hop is a name: at the address from which the peer was last heard.
  equal(to('sip:a@host.example;transport=tls', TLS), 'tls 192.0.2.1:40000 tls-1');
  equal(to('sip:a@host.example;transport=tls', { ...TLS, id: '' }), 'tls 192.0.2.1:5061 ');
  equal(to('sip:a@host.example:5071', { ...TLS, id: '' }), 'tls 192.0.2.1:5071 ');
});

/** Our Contact and Via where a call over TLS is answered, asked in these words. */
function answered(parts: Parameters<typeof invite>[0]): string | undefined {
  const bench = new Bench(TLS);
  bench.receive(invite({ transport: 'TLS', ...parts }));
  bench.feed({ kind: 'answer', leg: bench.leg(), sdp: OURS });
  return valueOf(bench.lastSent(), 'Contact');
}

test('[TRN-6] our Contact over TLS says so, and is a sips address where the way is to be one', () => {
  equal(answered({}), '<sip:192.0.2.10:5061;transport=tls>');
  equal(answered({ uri: 'sips:110@192.0.2.10' }), '<sips:192.0.2.10:5061>');
  equal(answered({ contact: '<sips:trunk@192.0.2.1>' }), '<sips:192.0.2.10:5061>');
  equal(answered({ more: ['Record-Route: <sips:p.example;lr>'] }), '<sips:192.0.2.10:5061>');
  equal(
    answered({ contact: '<sips:trunk@192.0.2.1>', more: ['Record-Route: <sip:p.example;lr>'] }),
    '<sip:192.0.2.10:5061;transport=tls>',
  );
});

test('[TRN-6] a call of ours over TLS', () => {
  for (const [target, contact] of [
    ['sip:a@192.0.2.1;transport=tls', '<sip:192.0.2.10:5061;transport=tls>'],
    ['sips:a@192.0.2.1', '<sips:192.0.2.10:5061>'],
  ] as const) {
    const bench = new Bench(TLS);
    const leg = 'out' as LegId;
    bench.feed({ kind: 'call', leg, flow: TLS, target, from: 'sip:110@192.0.2.10', sdp: OURS });
    equal(valueOf(bench.lastSent(), 'Contact'), contact);
    equal(valueOf(bench.lastSent(), 'Via')?.startsWith('SIP/2.0/TLS 192.0.2.10:5061;'), true);
  }
});

test('[TRN-7] a request outside of any dialog is told by its head', () => {
  const isNew = (text: string): boolean => isNewRequest(bytes(text));
  equal(isNew(invite()), true);
  equal(isNew(request({ method: 'OPTIONS' })), true);
  equal(isNew('\r\n\r\nwhatever'), true);
  equal(isNew(''), true);
  const inDialog = '<sip:110@192.0.2.10>;tag=ours';
  equal(isNew(invite({ to: inDialog })), false);
  equal(isNew(request({ method: 'BYE', to: '"x;y" <sip:110@h> ; TAG = z' })), false);
  equal(isNew(request({ method: 'BYE', to: inDialog }).replace('To:', 't:')), false);
  equal(isNew(request({ method: 'BYE' }).replace(/(To: .*)\r\n/, '$1\r\n\t;tag=ours\r\n')), false);
  equal(isNew('BYE sip:a@h SIP/2.0\nTimestamp: 1\nto : <sip:a@h>;tag=ours'), false);
  equal(isNew(invite({ to: '<sip:110@h>', more: ['X: ;tag=1'] })), true);
  equal(isNew(`${invite()}To: <sip:a@h>;tag=in-the-body`), true);
  for (const method of ['ACK', 'CANCEL']) equal(isNew(request({ method })), false);
  equal(isNew('SIP/2.0 200 OK\nTo: <sip:a@h>\n\n'), false);
});

test('[TRN-7] no bytes make it throw', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), (some) => void isNewRequest(some)));
});
