import { deepEqual, equal, match, notEqual, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { Instant } from '@pledgeline/core';
import { devicesOf, restoreRegistrar, snapshotRegistrar, type RegistrarSnapshot } from '../src/index.ts';
import { TCP } from './testing/bench.ts';
import { at, hashes, RegistrarBench, type Answered } from './testing/registrar-bench.ts';

const CONTACT = 'sip:desk-1@10.0.0.5:5060';
const OTHER = 'sip:desk-1@10.0.0.6:5060';

function bench(...made: ConstructorParameters<typeof RegistrarBench>): RegistrarBench {
  const registrar = new RegistrarBench(...made);
  registrar.account('desk-1');
  return registrar;
}
const stale = ({ headers }: Answered): boolean => headers.every((line) => line.endsWith('stale=true'));

test('[RGR-1] a phone registers, its device is told with the way to it, and ends when it says nothing more', () => {
  const registrar = bench();
  const flow = at('203.0.113.9', 61_234);
  deepEqual(registrar.register({ flow }), { status: 200, headers: [`contact: <${CONTACT}>;expires=600`] });
  deepEqual(registrar.news(), [`bound desk-1 ${CONTACT} until 600000`]);
  deepEqual(devicesOf(registrar.state, 'desk-1')[0]?.flow, flow);
  registrar.until(300_000);
  registrar.register({ flow: at('203.0.113.9', 61_235) });
  deepEqual(registrar.news(), [`bound desk-1 ${CONTACT} until 900000`]);
  equal(devicesOf(registrar.state, 'desk-1')[0]?.flow.remote.port, 61_235);
  registrar.until(2_000_000);
  deepEqual(registrar.news(), [`unbound desk-1 ${CONTACT} expired`]);
  equal(registrar.state.bound + registrar.state.phones.size + registrar.state.wakes.length, 0);
});

test('[RGR-1] it asks what there is, takes one back, takes all back', () => {
  const registrar = bench();
  registrar.register({ contacts: [CONTACT, { uri: OTHER, expiresSeconds: 900 }] });
  deepEqual(registrar.register({ contacts: [] }).headers, [
    `contact: <${CONTACT}>;expires=600`,
    `contact: <${OTHER}>;expires=900`,
  ]);
  registrar.news();
  deepEqual(registrar.register({ contacts: [{ uri: OTHER, expiresSeconds: 0 }] }).headers, [
    `contact: <${CONTACT}>;expires=600`,
  ]);
  deepEqual(registrar.register({ contacts: '*', expires: 0 }), { status: 200, headers: [] });
  deepEqual(registrar.news(), [
    `unbound desk-1 ${OTHER} unregistered`,
    `unbound desk-1 ${CONTACT} unregistered`,
  ]);
});

test('[RGR-2] an account that goes or has another password takes its devices with it', () => {
  const registrar = bench();
  registrar.register({});
  registrar.account('desk-1');
  equal(registrar.news().length, 1);
  registrar.account('desk-1', 'another');
  deepEqual(registrar.news(), [`unbound desk-1 ${CONTACT} account-changed`]);
  equal(registrar.register({}).status, 401);
  equal(registrar.register({ password: 'another' }).status, 200);
  registrar.news();
  registrar.feed({ kind: 'account-gone', user: 'desk-1' });
  deepEqual(registrar.news(), [`unbound desk-1 ${CONTACT} account-changed`]);
  equal(registrar.register({ password: 'another' }).status, 401);
  const full = bench({ accountsMax: 1 });
  full.account('desk-2');
  deepEqual(full.news(), ['refused full']);
});

test('[RGR-3] from where nobody may register, nothing is asked', () => {
  const registrar = bench();
  deepEqual(registrar.ask({ trusted: false }), { status: 403, headers: [] });
  deepEqual(registrar.news(), ['refused not-trusted']);
});

test('[RGR-4] SHA-256 and MD5 are offered, a header each, the strongest first; either will do', () => {
  const registrar = bench();
  const { status, headers } = registrar.ask({});
  equal(status, 401);
  const form = /^www-authenticate: Digest realm="pledges", nonce="[^"]+", algorithm=(\S+), qop="auth"$/;
  deepEqual(
    headers.map((line) => form.exec(line)?.[1]),
    ['SHA-256', 'MD5'],
  );
  for (const algorithm of ['MD5', 'SHA-256'] as const) equal(bench().register({ algorithm }).status, 200);
});

test('[RGR-5] a nonce is good for some minutes, at the address that it was given to, in this process', () => {
  const registrar = bench({ nonceMs: 1_000 });
  const challenged = registrar.ask({});
  const authorization = [registrar.answer({}, challenged)];
  ok(stale(registrar.ask({ authorization, flow: at('192.0.2.2') })));
  ok(stale(new RegistrarBench({}, 'another secret').ask({ authorization })));
  ok(stale(registrar.ask({ authorization: [authorization[0]!.replace(/nonce="./, 'nonce="z')] })));
  registrar.until(1_000);
  const late = registrar.ask({ authorization });
  ok(stale(late));
  equal(registrar.ask({ authorization: [registrar.answer({}, late)] }).status, 200);
  // Nothing was kept of those that were given out, and nobody was counted as a guesser.
  equal(registrar.state.locks.size, 0);
});

test('[RGR-6] a count of a nonce is taken once, and only a higher one after it', () => {
  const registrar = bench();
  const challenged = registrar.ask({});
  const statusOf = (count: number): number =>
    registrar.ask({ authorization: [registrar.answer({}, challenged, count)] }).status;
  deepEqual([1, 1, 2, 5, 4, 5, 6].map(statusOf), [200, 401, 200, 200, 401, 401, 200]);
  ok(stale(registrar.ask({ authorization: [registrar.answer({}, challenged, 6)] })));
});

test('[RGR-6] without a count a nonce is good once', () => {
  const registrar = bench();
  const challenge = { ...registrar.challengeIn(registrar.ask({}), 'MD5'), counted: false };
  const written = (): string => {
    const text = `algorithm=MD5, realm="pledges", nonce="${challenge.nonce}"`;
    return registrar.answer(
      { algorithm: 'MD5' },
      { status: 401, headers: [`www-authenticate: Digest ${text}`] },
    );
  };
  match(written(), /algorithm=MD5$/);
  deepEqual(
    [1, 2].map(() => registrar.ask({ authorization: [written()] }).status),
    [200, 401],
  );
});

test('[RGR-6] of more nonces than are remembered the oldest are stale, not good again', () => {
  const registrar = bench({ noncesPerUserMax: 2 });
  const challenges = [1, 2, 3].map(() => registrar.ask({}));
  const statusOf = (challenged: Answered, count: number): number =>
    registrar.ask({ authorization: [registrar.answer({ algorithm: 'MD5' }, challenged, count)] }).status;
  deepEqual(
    challenges.map((each) => statusOf(each, 1)),
    [200, 200, 200],
  );
  deepEqual(
    challenges.map((each) => statusOf(each, 2)),
    [401, 200, 200],
  );
  equal(registrar.state.accounts.get('desk-1')?.used.size, 2);
});

test('[RGR-7] a name that is not known and a wrong password are told apart by nothing', () => {
  const course = (user: string): unknown[] => {
    const registrar = bench({ wrongMax: 3 });
    return Array.from({ length: 6 }, (_, n) => {
      registrar.until(n * 20_000);
      const { status, headers } = registrar.register({ user, password: 'wrong' });
      return [status, headers.map((line) => line.replaceAll(/nonce="[^"]+"/g, '')), registrar.news()];
    });
  };
  const known = course('desk-1');
  deepEqual(course('desk-9'), known);
  deepEqual(
    known.map((each) => (each as unknown[])[0]),
    [401, 401, 403, 403, 403, 403],
  );
});

test('[RGR-7] the name of the digest is the name that registers', () => {
  const registrar = bench();
  registrar.account('desk-2', 'right');
  const challenged = registrar.ask({});
  const authorization = [registrar.answer({ user: 'desk-2' }, challenged)];
  equal(registrar.ask({ authorization }).status, 401);
  equal(registrar.state.phones.size, 0);
});

test('[RGR-8] after some wrong passwords 403, with the right one too, for a while that grows', () => {
  const registrar = bench({ wrongMax: 3, lockMs: 10_000, lockMaxMs: 40_000 });
  const wrong = (): number => registrar.register({ password: 'wrong' }).status;
  deepEqual([wrong(), wrong(), wrong()], [401, 401, 403]);
  equal(registrar.register({}).status, 403);
  for (const lockMs of [10_000, 20_000, 40_000, 40_000]) {
    registrar.until(registrar.nowMs + lockMs - 1);
    equal(registrar.register({}).status, 403);
    registrar.until(registrar.nowMs + 1);
    equal(wrong(), 403);
  }
  registrar.until(registrar.nowMs + 40_000);
  equal(registrar.register({}).status, 200);
  equal(registrar.state.locks.size, 0);
});

test('[RGR-8] a room behind one address goes on, and so does the phone somewhere else', () => {
  const registrar = bench({ wrongMax: 1 });
  registrar.account('desk-2');
  const guesser = { user: 'desk-1', password: 'wrong', flow: at('203.0.113.9') };
  equal(registrar.register(guesser).status, 403);
  equal(registrar.register({ user: 'desk-2', flow: at('203.0.113.9', 9) }).status, 200);
  equal(registrar.register({ user: 'desk-1', flow: at('203.0.113.10') }).status, 200);
  equal(registrar.register({ ...guesser, password: 'right' }).status, 403);
});

test('[RGR-8] guessers are remembered up to a limit, and forgotten when it is long over', () => {
  const registrar = bench({ locksMax: 3, wrongMax: 2, lockMaxMs: 60_000 });
  for (const n of [1, 2, 3, 4, 5]) registrar.register({ user: `guess-${n}`, password: 'wrong' });
  equal(registrar.state.locks.size, 3);
  registrar.until(300_000);
  deepEqual([registrar.state.locks.size, registrar.state.sweepAt], [0, null]);
});

test('[RGR-9] what is unsound changes nothing', () => {
  const registrar = bench();
  registrar.register({});
  registrar.news();
  const long = `sip:${'a'.repeat(600)}@h`;
  for (const asked of [
    { user: null },
    { user: 'a'.repeat(101) },
    { contacts: '*', expires: 600 },
    { contacts: '*', expires: null },
    { contacts: [{ uri: null }] },
    { contacts: [OTHER, { uri: null }] },
    { contacts: [long] },
    { contacts: [{ uri: OTHER, instance: long }] },
  ] as const)
    equal(registrar.register(asked).status, 400);
  deepEqual(new Set(registrar.news()), new Set(['refused malformed']));
  equal(devicesOf(registrar.state, 'desk-1').length, 1);
});

test('[RGR-9] within a Call-ID what was overtaken is 500, all of it; a phone that starts anew is not', () => {
  const registrar = bench();
  registrar.register({ callId: 'c', sequence: 8 });
  equal(registrar.register({ callId: 'c', sequence: 8, expires: 0 }).status, 500);
  equal(registrar.register({ callId: 'c', sequence: 7, contacts: [OTHER, CONTACT] }).status, 500);
  equal(registrar.register({ callId: 'c', sequence: 7, contacts: '*', expires: 0 }).status, 500);
  equal(devicesOf(registrar.state, 'desk-1').length, 1);
  equal(registrar.register({ callId: 'new', sequence: 1 }).status, 200);
});

test('[RGR-10] too brief is 423, too long is cut, nothing said is the most', () => {
  const registrar = bench();
  deepEqual(registrar.register({ expires: 59 }), { status: 423, headers: ['min-expires: 60'] });
  deepEqual(registrar.register({ expires: 60 }).headers, [`contact: <${CONTACT}>;expires=60`]);
  deepEqual(registrar.register({ expires: 2 ** 32 - 1 }).headers, [`contact: <${CONTACT}>;expires=3600`]);
  deepEqual(registrar.register({ expires: null }).headers, [`contact: <${CONTACT}>;expires=3600`]);
  equal(registrar.register({ expires: 600, contacts: [{ uri: CONTACT, expiresSeconds: 5 }] }).status, 423);
});

test('[RGR-11] devices have a limit for each phone, where the first to end goes, and one for all', () => {
  const registrar = bench({ bindingsPerUserMax: 2, bindingsMax: 3 });
  registrar.register({ contacts: [{ uri: 'sip:a@h', expiresSeconds: 100 }, 'sip:b@h'] });
  registrar.news();
  registrar.register({ contacts: ['sip:c@h'] });
  deepEqual(registrar.news(), ['unbound desk-1 sip:a@h replaced', 'bound desk-1 sip:c@h until 600000']);
  // The one that comes stays, though it ends before all others.
  registrar.register({ contacts: ['sip:d@h'], expires: 60 });
  deepEqual(registrar.news(), ['unbound desk-1 sip:b@h replaced', 'bound desk-1 sip:d@h until 60000']);
  equal(registrar.register({ contacts: ['sip:d@h', 'sip:e@h', 'sip:f@h'] }).status, 403);
  registrar.account('desk-2');
  equal(registrar.register({ user: 'desk-2', contacts: ['sip:g@h'] }).status, 200);
  deepEqual(registrar.register({ user: 'desk-2', contacts: ['sip:h@h'] }), {
    status: 503,
    headers: ['retry-after: 60'],
  });
  equal(registrar.state.bound, 3);
  equal(registrar.register({ user: 'desk-2', contacts: ['sip:g@h'] }).status, 200);
});

test('[RGR-12] a device that says who it is moves, and a stream that breaks takes its devices with it', () => {
  const registrar = bench();
  const instance = '<urn:uuid:1> 1';
  registrar.register({ contacts: [{ uri: 'sip:a@h:1;transport=tcp', instance }], flow: TCP });
  registrar.news();
  const next = { ...TCP, id: 'tcp-2' };
  registrar.register({ contacts: [{ uri: 'sip:a@h:2;transport=tcp', instance }], flow: next });
  deepEqual(registrar.news(), [
    'unbound desk-1 sip:a@h:1;transport=tcp replaced',
    'bound desk-1 sip:a@h:2;transport=tcp until 600000',
  ]);
  registrar.feed({ kind: 'flow-failed', flow: TCP });
  deepEqual(registrar.news(), []);
  registrar.feed({ kind: 'flow-failed', flow: next });
  deepEqual(registrar.news(), ['unbound desk-1 sip:a@h:2;transport=tcp flow-failed']);
  registrar.register({});
  registrar.news();
  registrar.feed({ kind: 'flow-failed', flow: at('192.0.2.1') });
  deepEqual(registrar.news(), []);
});

test('[RGR-13] a restart goes on with devices and locks, and with no secret in what is kept', () => {
  const registrar = bench({ wrongMax: 1 });
  registrar.register({});
  registrar.register({ contacts: [OTHER], flow: TCP });
  registrar.account('desk-2');
  registrar.register({ user: 'desk-2', password: 'wrong' });
  registrar.until(10_000);
  const kept = JSON.stringify(snapshotRegistrar(registrar.state));
  const { md5, sha256 } = hashes('desk-1', 'right');
  for (const secret of [md5, sha256, 'a secret', 'right']) equal(kept.includes(secret), false);
  const restarted = new RegistrarBench({ wrongMax: 1 }, 'a new secret');
  restarted.nowMs = 20_000;
  restoreRegistrar(restarted.state, JSON.parse(kept) as RegistrarSnapshot, 20_000 as Instant);
  restarted.account('desk-1');
  restarted.account('desk-2');
  deepEqual(
    devicesOf(restarted.state, 'desk-1').map(({ flow }) => [flow.transport, flow.id]),
    [
      ['udp', 'udp'],
      ['tcp', ''],
    ],
  );
  equal(restarted.register({ user: 'desk-2' }).status, 403);
  const before = registrar.ask({});
  const again = restarted.ask({ authorization: [registrar.answer({}, before)] });
  ok(stale(again));
  notEqual(restarted.challengeIn(again).nonce, registrar.challengeIn(before).nonce);
  restarted.news();
  restarted.until(610_000);
  deepEqual(
    restarted.news(),
    [`unbound desk-1 ${CONTACT} expired`, `unbound desk-1 ${OTHER} expired`].toSorted(),
  );
});

const offered = ({ headers }: Answered): unknown[] =>
  headers.map((line) => /algorithm=([^,]+)/.exec(line)?.[1]);
const BOTH = ['SHA-256', 'MD5'];

test('[RGR-17] a phone that comes again without an answer is offered MD5 alone, and that is remembered', () => {
  const registrar = bench();
  deepEqual([registrar.ask({}), registrar.ask({}), registrar.ask({})].map(offered), [BOTH, ['MD5'], ['MD5']]);
  equal(registrar.register({ algorithm: 'MD5' }).status, 200);
  // At its next refresh it says nothing at first, as ever.
  registrar.until(500_000);
  deepEqual(offered(registrar.ask({})), ['MD5']);
  equal(registrar.register({ algorithm: 'MD5' }).status, 200);
  deepEqual([registrar.ask({ flow: at('192.0.2.2') }), registrar.ask({ user: 'desk-9' })].map(offered), [
    BOTH,
    BOTH,
  ]);
  deepEqual(offered(registrar.ask({ user: 'desk-9' })), ['MD5']);
  registrar.until(200_000_000);
  deepEqual([registrar.state.silent.size, registrar.state.sweepAt], [0, null]);
  deepEqual(offered(registrar.ask({})), BOTH);
});

test('[RGR-17] one that answers is not at a loss, however often it begins without', () => {
  const registrar = bench();
  for (const n of [1, 2, 3]) {
    const first = registrar.ask({});
    deepEqual(offered(first), BOTH, String(n));
    equal(registrar.ask({ authorization: [registrar.answer({}, first)] }).status, 200);
  }
  equal(registrar.state.silent.size, 0);
});

test('[RGR-17] what is remembered of them has a limit; what is offered can be set', () => {
  const registrar = bench({ silentMax: 3 });
  for (let n = 0; n < 9; n++) registrar.ask({ user: `desk-${n}` });
  equal(registrar.state.silent.size, 3);
  const strict = bench({}, 'a secret', ['SHA-256']);
  deepEqual([strict.ask({}), strict.ask({}), strict.ask({})].map(offered), [
    ['SHA-256'],
    ['SHA-256'],
    ['SHA-256'],
  ]);
  const challenge = { ...strict.challengeIn(strict.ask({})), algorithm: 'MD5' };
  const headers = [
    `www-authenticate: Digest realm="pledges", nonce="${challenge.nonce}", algorithm=MD5, qop="auth"`,
  ];
  const authorization = [strict.answer({ algorithm: 'MD5' }, { status: 401, headers })];
  equal(strict.ask({ authorization }).status, 401);
  equal(strict.register({}).status, 200);
});

test('[RGR-14] 350 phones behind one address register, and keep doing so', () => {
  const registrar = new RegistrarBench();
  const users = Array.from({ length: 350 }, (_, n) => `desk-${n}`);
  for (const user of users) registrar.account(user, `secret of ${user}`);
  for (const time of [0, 500_000, 1_000_000]) {
    registrar.until(time);
    for (const [n, user] of users.entries()) {
      const contacts = [`sip:${user}@10.0.0.9:${6_000 + n}`];
      const asked = {
        user,
        password: `secret of ${user}`,
        contacts,
        flow: at('203.0.113.9', 20_000 + n),
        callId: user,
      };
      equal(registrar.register(asked).status, 200);
    }
  }
  equal(registrar.state.bound, 350);
  registrar.until(3_000_000);
  deepEqual([registrar.state.bound, registrar.state.phones.size, registrar.state.wakes.length], [0, 0, 0]);
});
