import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseAuthorizations } from '../src/digest/authorization.ts';
import { parseChallenges, strongest } from '../src/digest/challenge.ts';
import { digestResponse, passwordHash } from '../src/digest/response.ts';
import type { LegId } from '../src/index.ts';
import { Bench, UDP } from './testing/bench.ts';
import { challenge, claimIn, CREDENTIALS, proves } from './testing/challenges.ts';
import { OFFER, OURS, response, valueOf } from './testing/messages.ts';

const leg = 'ours' as LegId;

function calling(bench = new Bench()): { bench: Bench; sent: string } {
  const target = 'sip:0612@192.0.2.1';
  const from = 'sip:line@192.0.2.10';
  bench.feed({ kind: 'call', leg, flow: UDP, target, from, sdp: OURS, credentials: CREDENTIALS });
  return { bench, sent: bench.lastSent() };
}
const lines = (bench: Bench, from: number): string[] => bench.ladder.slice(from);

test('[DIG-1] the examples of RFC 7616 §3.9.1, and of RFC 2617 §3.5', () => {
  const mufasa = { username: 'Mufasa', password: 'Circle of Life' };
  const realm = 'http-auth@example.org';
  const nonce = '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v';
  const counted = { nc: '00000001', cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ' };
  const asked = { nonce, method: 'GET', uri: '/dir/index.html', counted };
  equal(
    digestResponse(passwordHash('MD5', mufasa, realm), { algorithm: 'MD5', ...asked }),
    '8ca523f5e9506fed4657c9700eebdbec',
  );
  equal(
    digestResponse(passwordHash('SHA-256', mufasa, realm), { algorithm: 'SHA-256', ...asked }),
    '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1',
  );
  const older = { username: 'Mufasa', password: 'Circle Of Life' };
  equal(
    digestResponse(passwordHash('MD5', older, 'testrealm@host.com'), {
      algorithm: 'MD5',
      nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
      method: 'GET',
      uri: '/dir/index.html',
      counted: { nc: '00000001', cnonce: '0a4f113b' },
    }),
    '6629fae49393a05397450978507c4ef1',
  );
});

test('[DIG-2] the strongest that we know, one for each realm, in whatever order and on however many lines', () => {
  const chosen = strongest(
    parseChallenges([
      'Digest realm="a", nonce="1", algorithm=MD5, qop="auth"',
      'Digest realm="a", nonce="2", algorithm=SHA-512-256, qop="auth", Digest realm="a",nonce="3",algorithm=sha-256,qop="auth,auth-int"',
      'Basic realm="a"',
      'Digest realm="b, \\"c\\"", nonce="4"',
    ]),
  );
  deepEqual(
    chosen.map(({ realm, nonce, algorithm, counted }) => [realm, nonce, algorithm, counted]),
    [
      ['a', '3', 'SHA-256', true],
      ['b, "c"', '4', 'MD5', false],
    ],
  );
});

test('[DIG-3] what cannot be answered is no challenge', () => {
  deepEqual(
    parseChallenges([
      'Digest realm="a", nonce="1", qop="auth-int"',
      'Digest realm="a"',
      'Digest realm="a", nonce="1", algorithm=MD5-sess',
      'NTLM',
      '',
    ]),
    [],
  );
});

test('[DIG-6] a call is challenged: ACK, the INVITE with the next number in the same leg, and no third', () => {
  const { bench, sent } = calling();
  bench.receive(challenge(sent, 407, ['Digest realm="trunk", nonce="n1", qop="auth", opaque="o"']));
  deepEqual(lines(bench, 1), ['0 → ACK sip:0612@192.0.2.1 SIP/2.0', '0 → INVITE sip:0612@192.0.2.1 SIP/2.0']);
  const second = bench.lastSent();
  equal(valueOf(second, 'CSeq'), '2 INVITE');
  for (const name of ['Call-ID', 'From', 'To', 'Contact']) equal(valueOf(second, name), valueOf(sent, name));
  ok(valueOf(second, 'Via') !== valueOf(sent, 'Via'));
  ok(proves(second, 'Proxy-Authorization'));
  match(valueOf(second, 'Proxy-Authorization')!, /opaque="o", qop=auth, nc=00000001, cnonce="[0-9a-f]{20}"$/);
  bench.receive(challenge(second, 407, ['Digest realm="trunk", nonce="n2", qop="auth"']));
  deepEqual(lines(bench, 3), ['0 → ACK sip:0612@192.0.2.1 SIP/2.0', '0 call-failed 407']);
  bench.until(100_000);
  equal(bench.state.legs.size + bench.state.transactions.size, 0);
});

test('[DIG-6] an answered call goes on with its credentials: ACK has them, and BYE when it is challenged', () => {
  const { bench, sent } = calling();
  bench.receive(challenge(sent, 401, ['Digest realm="trunk", nonce="n1", algorithm=SHA-256, qop="auth"']));
  const contact = '<sip:callee@192.0.2.1:5060>';
  bench.receive(response(bench.lastSent(), { status: 200, toTag: 'callee', contact, body: OFFER }));
  const ack = bench.sent().at(-1)!;
  equal(valueOf(ack, 'CSeq'), '2 ACK');
  deepEqual([claimIn(ack)?.nonce, claimIn(ack)?.algorithm], ['n1', 'SHA-256']);
  bench.feed({ kind: 'hang-up', leg });
  const bye = bench.lastSent();
  deepEqual([valueOf(bye, 'CSeq'), claimIn(bye)?.counted?.nc], ['3 BYE', '00000002']);
  bench.receive(
    challenge(bye, 401, ['Digest realm="trunk", nonce="n2", algorithm=SHA-256, qop="auth", stale=true']),
  );
  const again = bench.lastSent();
  deepEqual([valueOf(again, 'CSeq'), claimIn(again)?.counted?.nc], ['4 BYE', '00000001']);
  ok(proves(again));
  equal(bench.state.legs.size, 1);
  bench.receive(response(again, { status: 200 }));
  equal(bench.state.legs.size, 0);
});

test('[DIG-5] a stale nonce is answered once more, a second refusal is the end', () => {
  const { bench, sent } = calling();
  const stale = 'Digest realm="r", nonce="n", qop="auth", stale=true';
  bench.receive(challenge(sent, 401, ['Digest realm="r", nonce="m", qop="auth"']));
  bench.receive(challenge(bench.lastSent(), 401, [stale]));
  equal(valueOf(bench.lastSent(), 'CSeq'), '3 INVITE');
  bench.receive(challenge(bench.lastSent(), 401, [stale]));
  equal(bench.ladder.at(-1), '0 call-failed 401');
});

test('[DIG-5] a proxy and the server behind it are both answered, the first again with its nonce counted', () => {
  const { bench, sent } = calling();
  bench.receive(challenge(sent, 407, ['Digest realm="proxy", nonce="p", qop="auth"']));
  bench.receive(challenge(bench.lastSent(), 401, ['Digest realm="server", nonce="s"']));
  const third = bench.lastSent();
  ok(proves(third) && proves(third, 'Proxy-Authorization'));
  equal(claimIn(third, 'Proxy-Authorization')?.counted?.nc, '00000002');
  equal(claimIn(third)?.counted, null);
});

test('[DIG-5] without credentials, or for another realm than theirs, a challenge is a refusal', () => {
  const bench = new Bench();
  const call = { kind: 'call', leg, flow: UDP, target: 'sip:a@h', from: 'sip:b@h', sdp: OURS } as const;
  bench.feed(call);
  bench.receive(challenge(bench.lastSent(), 401, ['Digest realm="r", nonce="n"']));
  equal(bench.ladder.at(-1), '0 call-failed 401');
  bench.feed({ ...call, credentials: { ...CREDENTIALS, realm: 'ours' } });
  bench.receive(challenge(bench.lastSent(), 401, ['Digest realm="r", nonce="n"']));
  equal(bench.ladder.at(-1), '0 call-failed 401');
});

test('[DIG-6] a call that was given up is not said again', () => {
  const { bench, sent } = calling();
  bench.receive(response(sent, { status: 100 }));
  bench.feed({ kind: 'cancel', leg });
  const before = bench.sent().length;
  bench.receive(challenge(sent, 401, ['Digest realm="r", nonce="n"']));
  deepEqual(
    bench
      .sent()
      .slice(before)
      .map((each) => each.split(' ')[0]),
    ['ACK'],
  );
  equal(bench.state.legs.size, 0);
});

test('[DIG-7] no password is in an effect but as a digest; after a restart it is given again', () => {
  const { bench, sent } = calling();
  bench.receive(challenge(sent, 401, ['Digest realm="trunk", nonce="n1", qop="auth"']));
  const contact = '<sip:callee@192.0.2.1:5060>';
  bench.receive(response(bench.lastSent(), { status: 200, toTag: 'callee', contact, body: OFFER }));
  equal(JSON.stringify(bench.effects.filter(({ kind }) => kind !== 'send')).includes('cret'), false);
  equal(
    bench.sent().some((each) => each.includes('cret')),
    false,
  );
  const kept = bench.effects.findLast((effect) => effect.kind === 'dialog')?.dialog;
  for (const [credentials, last] of [
    [null, 'BYE'],
    [CREDENTIALS, 'BYE'],
  ] as const) {
    const restarted = new Bench();
    restarted.restore([kept!], () => credentials);
    restarted.feed({ kind: 'hang-up', leg });
    restarted.receive(challenge(restarted.lastSent(), 401, ['Digest realm="trunk", nonce="n2", qop="auth"']));
    match(restarted.lastSent(), new RegExp(`^${last} `));
    equal(proves(restarted.lastSent()), credentials !== null);
    equal(restarted.state.legs.size, credentials === null ? 0 : 1);
  }
});

test('[DIG-8] no header whatever makes the readers throw', () => {
  const piece = fc.oneof(
    fc.constantFrom('Digest ', 'realm=', '"a"', 'nonce="b"', ',', ' ', 'qop="auth"', 'nc=1', '"', '\\', '='),
    fc.string({ maxLength: 5 }),
  );
  fc.assert(
    fc.property(fc.array(fc.array(piece, { maxLength: 20 }), { maxLength: 4 }), (written) => {
      const values = written.map((pieces) => pieces.join(''));
      parseChallenges(values);
      parseAuthorizations(values);
    }),
    { numRuns: 1_000 },
  );
});
