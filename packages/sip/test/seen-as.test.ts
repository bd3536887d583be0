import { deepEqual, doesNotMatch, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import type { DialogSnapshot, Flow, RequestId } from '../src/index.ts';
import { Bench, TCP, UDP } from './testing/bench.ts';
import { invite, OURS, request, valueOf } from './testing/messages.ts';

/** A peer beyond a router that gives us another address. */
const BEYOND: Flow = { ...UDP, seenAs: { address: '203.0.113.7', port: 15_060 } };
const OUR_HOST = UDP.local.address;

const ok200 = (sent: string, via: string): string =>
  [
    'SIP/2.0 200 OK',
    `Via: ${via}`,
    ...['From', 'To', 'Call-ID', 'CSeq'].map((name) => `${name}: ${valueOf(sent, name) ?? ''}`),
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');

test('[TRN-40] Contact and Via say where the peer finds us, in a call that comes and after a restart too', () => {
  const bench = new Bench(BEYOND);
  bench.receive(invite());
  bench.feed({ kind: 'ring', leg: bench.leg() });
  equal(valueOf(bench.lastSent(), 'Contact'), '<sip:203.0.113.7:15060>');
  bench.feed({ kind: 'answer', leg: bench.leg(), sdp: OURS });
  equal(valueOf(bench.lastSent(), 'Contact'), '<sip:203.0.113.7:15060>');
  const to = valueOf(bench.lastSent(), 'To')!;
  bench.receive(request({ method: 'ACK', branch: 'z9hG4bK-ack', to, contact: null }));
  const kept = bench.effects.findLast((effect) => effect.kind === 'dialog')?.dialog;
  const next = new Bench();
  next.restore([JSON.parse(JSON.stringify(kept)) as DialogSnapshot]);
  for (const each of [bench, next]) {
    each.feed({ kind: 'hang-up', leg: bench.leg() });
    match(each.lastSent(), /^BYE [^]*\r\nVia: SIP\/2\.0\/UDP 203\.0\.113\.7:15060;/);
    doesNotMatch(each.lastSent(), new RegExp(`Via: [^\r]*${OUR_HOST}`));
  }
});

const ask = (flow: Flow): Bench => {
  const bench = new Bench(flow);
  const uri = 'sip:carrier.example';
  const id = 'r' as RequestId;
  bench.feed({
    kind: 'request',
    id,
    flow,
    method: 'REGISTER',
    target: uri,
    from: uri,
    to: uri,
    contactUser: '0231',
  });
  return bench;
};

test('[TRN-40] a registration names the place where the registrar finds us', () => {
  const sent = ask(BEYOND).lastSent();
  equal(valueOf(sent, 'Contact'), '<sip:0231@203.0.113.7:15060>');
  match(valueOf(sent, 'Via') ?? '', /^SIP\/2\.0\/UDP 203\.0\.113\.7:15060;.*;rport$/);
});

for (const [what, change, seen] of [
  ['both', ';received=198.51.100.9;rport=40001', { address: '198.51.100.9', port: 40_001 }],
  ['no port', ';received=198.51.100.9;rport', null],
  ['no address', ';rport=40001', null],
  ['a name', ';received=a.example;rport=40001', null],
  ['a port that is none', ';received=198.51.100.9;rport=0', null],
  ['a port beyond all', ';received=198.51.100.9;rport=99999', null],
] as const)
  test(`[TRN-41] what the registrar saw is told, where it says so: ${what}`, () => {
    const bench = ask(UDP);
    const sent = bench.lastSent();
    const via = (valueOf(sent, 'Via') ?? '').replace(/;rport$/, change);
    bench.receive(ok200(sent, via));
    const told = bench.effects.findLast((effect) => effect.kind === 'responded');
    deepEqual([told?.status, told?.seenAs], [200, seen]);
  });

test('[TRN-41] over a stream the port is that of one connection, and nothing is told', () => {
  const bench = ask(TCP);
  const sent = bench.lastSent();
  const via = (valueOf(sent, 'Via') ?? '').replace(/;rport$/, ';received=198.51.100.9;rport=40001');
  bench.receive(ok200(sent, via));
  equal(bench.effects.findLast((effect) => effect.kind === 'responded')?.seenAs, null);
});
