import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { RequestId, UserAgentInput } from '../src/index.ts';
import { Bench, TCP, UDP } from './testing/bench.ts';
import { challenge, claimIn, CREDENTIALS, proves, withHeaders } from './testing/challenges.ts';
import { response, valueOf } from './testing/messages.ts';

const id = 'asked' as RequestId;
type Request = UserAgentInput & { readonly kind: 'request' };
const options = (more: Partial<Request> = {}): Request => ({
  kind: 'request',
  id,
  flow: UDP,
  method: 'OPTIONS',
  target: 'sip:192.0.2.1',
  from: 'sip:line@192.0.2.10',
  to: 'sip:192.0.2.1',
  ...more,
});
const register = (more: Partial<Request> = {}): Request =>
  options({ method: 'REGISTER', callId: 'r1', sequence: 7, contactUser: 'line', ...more });
const responded = (bench: Bench): unknown => bench.effects.findLast(({ kind }) => kind === 'responded');

test('[REQ-1] OPTIONS and its answer', () => {
  const bench = new Bench();
  bench.feed(options());
  const sent = bench.lastSent();
  match(sent, /^OPTIONS sip:192\.0\.2\.1 SIP\/2\.0\r\nVia: SIP\/2\.0\/UDP 192\.0\.2\.10:5060;branch=z9hG4bK/);
  deepEqual([valueOf(sent, 'Accept'), valueOf(sent, 'CSeq')], ['application/sdp', '1 OPTIONS']);
  bench.receive(response(sent, { status: 200, toTag: 'x' }));
  equal(bench.ladder.at(-1), '0 responded asked 200');
  bench.until(100_000);
  equal(bench.state.transactions.size, 0);
});

test('[REQ-1] REGISTER says its own Call-ID, number and Contact, over a stream too', () => {
  const bench = new Bench(TCP);
  bench.feed(register({ flow: TCP, headers: [{ name: 'Expires', value: '600' }] }));
  const sent = bench.lastSent();
  deepEqual(
    ['Call-ID', 'CSeq', 'Contact', 'Expires'].map((name) => valueOf(sent, name)),
    ['r1', '7 REGISTER', '<sip:line@192.0.2.10:5060;transport=tcp>', '600'],
  );
});

test('[REQ-3] silence is 408, a failed flow 503, told once', () => {
  const silent = new Bench();
  silent.feed(options());
  silent.until(100_000);
  deepEqual(
    silent.ladder.filter((line) => line.includes('responded')),
    ['32000 responded asked 408'],
  );
  const broken = new Bench(TCP);
  broken.feed(options({ flow: TCP }));
  broken.feed({ kind: 'flow-failed', flow: TCP });
  broken.until(100_000);
  deepEqual(
    broken.ladder.filter((line) => line.includes('responded')),
    ['0 responded asked 503'],
  );
});

test('[REQ-3] what cannot be sent is 400, and beyond the limit of transactions 503', () => {
  const bench = new Bench(UDP, { limits: { transactionsMax: 1, legsMax: 1 } });
  for (const bad of [
    options({ target: 'nothing' }),
    options({ from: 'sip:a@h>\r\nEvil: 1' }),
    options({ callId: 'a b' }),
    options({ contactUser: 'a>@' }),
    options({ headers: [{ name: 'X', value: 'a\r\nb' }] }),
    options({ credentials: { username: 'a\r\nb', password: '' } }),
    options({ sequence: -1 }),
  ])
    bench.feed(bad);
  deepEqual(new Set(bench.ladder), new Set(['0 responded asked 400']));
  bench.feed(options());
  bench.feed(options());
  equal(bench.ladder.at(-1), '0 responded asked 503');
});

test('[REQ-2] [REQ-4] what the registrar grants: beside our Contact, in Expires, or beside the only one', () => {
  const granted = (lines: readonly string[], status = 200): unknown => {
    const bench = new Bench();
    bench.feed(register());
    bench.receive(withHeaders(response(bench.lastSent(), { status, toTag: 'x' }), lines));
    return responded(bench);
  };
  const told = (more: object): object => ({
    kind: 'responded',
    id,
    status: 200,
    sequence: 7,
    expiresSeconds: null,
    minExpiresSeconds: null,
    retryAfterSeconds: null,
    seenAs: null,
    ...more,
  });
  const other = '<sip:line@192.0.2.77>;expires=9';
  deepEqual(
    granted(['Expires: 300', `Contact: ${other}, <sip:line@192.0.2.10:5060>;expires=60`]),
    told({ expiresSeconds: 60 }),
  );
  deepEqual(granted(['Expires: 300', 'Contact: <sip:line@192.0.2.10:5060>']), told({ expiresSeconds: 300 }));
  deepEqual(granted([`Contact: ${other}`]), told({ expiresSeconds: 9 }));
  deepEqual(granted([`Contact: ${other}, ${other}`]), told({}));
  deepEqual(granted(['Min-Expires: 900'], 423), told({ status: 423, minExpiresSeconds: 900 }));
  deepEqual(
    granted(['Retry-After: 18 (busy);duration=5'], 503),
    told({ status: 503, retryAfterSeconds: 18 }),
  );
  deepEqual(granted(['Min-Expires: soon', 'Contact: *'], 423), told({ status: 423 }));
});

test('[DIG-4] [DIG-5] a challenged REGISTER is said again once; the next one answers before it is asked', () => {
  const bench = new Bench();
  const nonce = 'Digest realm="trunk", nonce="n", qop="auth", algorithm=SHA-256';
  bench.feed(register({ credentials: CREDENTIALS }));
  bench.receive(challenge(bench.lastSent(), 401, [nonce, nonce.replace('SHA-256', 'MD5')]));
  const second = bench.lastSent();
  deepEqual([valueOf(second, 'CSeq'), valueOf(second, 'Call-ID')], ['8 REGISTER', 'r1']);
  ok(proves(second));
  bench.receive(response(second, { status: 200, toTag: 'x' }));
  deepEqual(bench.ladder, [
    '0 → REGISTER sip:192.0.2.1 SIP/2.0',
    '0 → REGISTER sip:192.0.2.1 SIP/2.0',
    '0 responded asked 200',
  ]);
  bench.feed(register({ sequence: 9, credentials: CREDENTIALS }));
  ok(proves(bench.lastSent()));
  equal(claimIn(bench.lastSent())?.counted?.nc, '00000002');
  bench.receive(challenge(bench.lastSent(), 401, [nonce]));
  equal(claimIn(bench.lastSent())?.counted?.nc, '00000001');
  bench.receive(challenge(bench.lastSent(), 401, [nonce]));
  equal(bench.ladder.at(-1), '0 responded asked 401');
});

test('[DIG-5] [REQ-5] whatever a peer answers, each request ends once, soon, and leaves nothing', () => {
  const happens = fc.oneof(
    fc.record({ kind: fc.constant('ask' as const), register: fc.boolean() }),
    fc.record({
      kind: fc.constant('challenge' as const),
      to: fc.nat(8),
      status: fc.constantFrom(401 as const, 407 as const),
      realms: fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 3 }),
      stale: fc.boolean(),
    }),
    fc.record({
      kind: fc.constant('answer' as const),
      to: fc.nat(8),
      status: fc.integer({ min: 100, max: 699 }),
    }),
    fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(40_000) }),
    fc.constant({ kind: 'break' as const }),
  );
  fc.assert(
    fc.property(fc.array(happens, { maxLength: 60 }), (script) => {
      const bench = new Bench();
      let asked = 0;
      const pick = (nth: number): string => bench.sent()[nth % Math.max(1, bench.sent().length)] ?? '';
      for (const each of script) {
        if (each.kind === 'wait') bench.until(bench.nowMs + each.ms);
        else if (each.kind === 'break') bench.feed({ kind: 'flow-failed', flow: UDP });
        else if (each.kind === 'ask') {
          const more = { id: `${++asked}` as RequestId, credentials: CREDENTIALS };
          bench.feed(each.register ? register(more) : options(more));
        } else if (pick(each.to) === '') continue;
        else if (each.kind === 'answer')
          bench.receive(response(pick(each.to), { status: each.status, toTag: 'x' }));
        else {
          const stale = each.stale ? ', stale=true' : '';
          const asks = each.realms.map((realm) => `Digest realm="${realm}", nonce="n"${stale}`);
          bench.receive(challenge(pick(each.to), each.status, asks));
        }
      }
      bench.until(bench.nowMs + 400_000);
      const told = bench.effects.filter((effect) => effect.kind === 'responded').map((effect) => effect.id);
      deepEqual(told.toSorted(), Array.from({ length: asked }, (_, n) => `${n + 1}`).toSorted());
      deepEqual([bench.state.transactions.size, bench.state.wakes.length], [0, 0]);
      ok([...bench.state.digests.values()].every((known) => known.length <= 4));
    }),
    { numRuns: 300 },
  );
});
