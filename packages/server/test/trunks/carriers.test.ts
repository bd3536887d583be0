import { deepEqual, equal } from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Instant } from '@pledgeline/core';
import type { Endpoint, UserAgentInput } from '@pledgeline/sip';
import type { AskDns } from '../../src/adapters/dns/dns.ts';
import { TrunkBook } from '../../src/trunks/book.ts';
import { Carriers } from '../../src/trunks/carriers.ts';
import { Names } from '../../src/trunks/names.ts';
import { passwordsUnder } from '../../src/trunks/password.ts';
import type { Trunk } from '../../src/trunks/trunk.ts';
import { trunk, trunkDeps } from './trunk.ts';

type Sent = UserAgentInput & { readonly kind: 'request' };
const passwords = passwordsUnder('a key of this test');
const SEALED = passwords.seal(trunk('a').id, 'geheim');
const HERE = { address: '192.0.2.10', port: 5060 };

const registers = (change: Partial<NonNullable<Trunk['registration']>> = {}): Trunk =>
  trunk('a', {
    addresses: [],
    registration: {
      registrar: '198.51.100.1',
      user: '0231',
      authUser: 'auth-0231',
      expiresSeconds: 600,
      sealedPassword: SEALED,
      ...change,
    },
  });

/** Trunks whose carriers are the test; time stands still but for what the test lets pass. */
async function meet(
  t: TestContext,
  first: Trunk,
  { secret = 'a key of this test', ask = trunkDeps().ask }: { secret?: string; ask?: AskDns } = {},
) {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 });
  const clock = (): Instant => Date.now() as Instant;
  const book = new TrunkBook([first]);
  const names: Names = new Names({ ask, clock, book, moved: (id) => carriers.moved(id) });
  const fault = (error: unknown): never => {
    throw error;
  };
  const carriers = new Carriers({ book, names, passwords: passwordsUnder(secret), clock, fault });
  t.after(() => {
    carriers.connect(null);
    names.stop();
  });
  const sent: Sent[] = [];
  await carriers.follow();
  carriers.connect({
    feed: (input) => void (input.kind === 'request' && sent.push(input)),
    flowTo: ({ transport, address, port }) => ({
      transport,
      local: HERE,
      remote: { address, port },
      id: 'udp',
    }),
  });
  return {
    sent,
    carriers,
    book,
    pass: (ms: number) => t.mock.timers.tick(ms),
    /** The carrier answers the last request. */
    answer: (
      status: number,
      more: { readonly expiresSeconds?: number; readonly seenAs?: Endpoint } = {},
    ): void => {
      const { id = '' as never, sequence = 1 } = sent.at(-1) ?? {};
      const nothing = {
        expiresSeconds: null,
        minExpiresSeconds: null,
        retryAfterSeconds: null,
        seenAs: null,
      };
      carriers.told({ kind: 'responded', id, status, sequence, ...nothing, ...more });
    },
    become: async (...trunks: readonly Trunk[]): Promise<void> => {
      book.take(trunks);
      await carriers.follow();
    },
    state: () => carriers.of(first.id)?.state(),
  };
}
const expiresOf = (request: Sent | undefined): string | undefined => request?.headers?.[0]?.value;

test('[TRUNK-16] a trunk registers with its account, again before it runs out, and says until when', async (t) => {
  const { sent, answer, state, pass } = await meet(t, registers());
  const [first] = sent;
  deepEqual(
    [first?.method, first?.target, first?.from, first?.contactUser, first?.flow.remote, expiresOf(first)],
    [
      'REGISTER',
      'sip:198.51.100.1',
      'sip:0231@198.51.100.1',
      '0231',
      { address: '198.51.100.1', port: 5060 },
      '600',
    ],
  );
  deepEqual(first?.credentials, { username: 'auth-0231', password: 'geheim' });
  equal(state()?.registration, 'registering');
  answer(200, { expiresSeconds: 600 });
  equal(state()?.registration, 'registered');
  equal(state()?.registeredUntil, new Date(1_600_000).toISOString());
  pass(600_000);
  equal(sent.length, 2);
  equal(state()?.registration, 'registering', 'it has run out');
});

test('[TRUNK-16] refused is not unreachable', async (t) => {
  const { answer, state, pass, sent } = await meet(t, registers());
  answer(403);
  equal(state()?.registration, 'refused');
  pass(1_800_000);
  equal(sent.length, 2);
  answer(408);
  equal(state()?.registration, 'unreachable');
});

test('[TRUNK-16] a password that another machine has sealed is not sent for', async (t) => {
  const { sent, state } = await meet(t, registers(), { secret: 'another key' });
  deepEqual([sent.length, state()?.registration], [0, 'no-password']);
});

test('[TRUNK-17] a change that is not the carrier’s costs no registration; another account takes the old one back', async (t) => {
  const { sent, answer, become } = await meet(t, registers());
  answer(200, { expiresSeconds: 600 });
  await become({ ...registers(), callsMax: 3, name: 'B', revision: 2 });
  equal(sent.length, 1);
  await become({ ...registers({ expiresSeconds: 300 }), revision: 3 });
  deepEqual(sent.slice(1).map(expiresOf), ['300'], 'the same account is not taken back');
  answer(200, { expiresSeconds: 300 });
  await become({ ...registers({ user: '0232' }), revision: 4 });
  deepEqual(
    sent.slice(2).map((request) => `${request.from} ${expiresOf(request)}`),
    ['sip:0231@198.51.100.1 0', 'sip:0232@198.51.100.1 600'],
  );
  answer(200, { expiresSeconds: 600 });
  await become({ ...registers({ user: '0232' }), enabled: false, revision: 5 });
  equal(expiresOf(sent.at(-1)), '0', 'a closed trunk is not rung');
  equal(sent.length, 5);
});

test('[TRUNK-17] a removed trunk is taken back', async (t) => {
  const { sent, answer, become } = await meet(t, registers());
  answer(200, { expiresSeconds: 600 });
  await become();
  deepEqual(sent.map(expiresOf), ['600', '0']);
});

test('[TRUNK-19] where one host of the carrier is silent the next is asked at once, and kept while it serves', async (t) => {
  const hosts = ['198.51.100.1', '198.51.100.2'];
  const ask: AskDns = async (question) => {
    const nothing = { answer: { ...question, records: [] }, ttlSeconds: null, isAway: false };
    return question.type === 'A'
      ? { ...nothing, answer: { ...question, type: 'A', records: hosts } }
      : nothing;
  };
  const { sent, answer, state, pass } = await meet(t, registers({ registrar: 'sip.carrier.example' }), {
    ask,
  });
  answer(503);
  answer(200, { expiresSeconds: 60 });
  pass(31_000);
  deepEqual(
    sent.map(({ flow }) => flow.remote.address),
    ['198.51.100.1', '198.51.100.2', '198.51.100.2'],
  );
  answer(408);
  equal(sent.length, 3, 'both are bad: the next try waits');
  equal(state()?.registration, 'unreachable');
});

test('[TRUNK-18] a carrier that answers is up; one that is silent three times is down', async (t) => {
  const { sent, answer, state, pass } = await meet(
    t,
    trunk('a', { addresses: ['198.51.100.1'], keepAliveSeconds: 30 }),
  );
  equal(state()?.reach, 'unknown');
  pass(5_000);
  deepEqual([sent[0]?.method, sent[0]?.target], ['OPTIONS', 'sip:198.51.100.1']);
  pass(20);
  answer(404);
  deepEqual([state()?.reach, state()?.answer?.status, state()?.latencyMs !== null], ['up', 404, true]);
  for (const reach of ['up', 'up', 'down']) {
    pass(30_000);
    answer(408);
    equal(state()?.reach, reach);
  }
  equal(state()?.answer?.status, 404, 'silence is no answer');
  pass(30_000);
  answer(200);
  equal(state()?.reach, 'up');
});

test('[TRUNK-18] a trunk that wants no keep-alive is asked nothing', async (t) => {
  const { sent, pass } = await meet(t, trunk('a', { keepAliveSeconds: null }));
  pass(3_600_000);
  equal(sent.length, 0);
});

test('[TRUNK-18] of a carrier that is nothing but blocks it is not known whether it is there', async (t) => {
  const blocks = trunk('a', { addresses: ['198.51.100.0/24'], keepAliveSeconds: 30 });
  const { sent, pass, state } = await meet(t, blocks);
  pass(3_600_000);
  deepEqual([sent.length, state()?.reach], [0, 'unknown']);
});

test('[TRUNK-16] an address of the sixth version stands in brackets', async (t) => {
  const { sent } = await meet(t, registers({ registrar: '2001:db8::7' }));
  deepEqual([sent[0]?.target, sent[0]?.from], ['sip:[2001:db8::7]', 'sip:0231@[2001:db8::7]']);
});

test('[TRUNK-19] a connection that is gone takes the registration with it: it is made anew', async (t) => {
  const { sent, answer, carriers } = await meet(t, { ...registers(), transport: 'tcp' });
  answer(200, { expiresSeconds: 600 });
  const flow = {
    transport: 'tcp' as const,
    local: HERE,
    remote: { address: '198.51.100.1', port: 5060 },
    id: 'tcp-1',
  };
  carriers.flowGone(flow);
  equal(sent.length, 2);
  carriers.flowGone({ ...flow, transport: 'udp' });
  equal(sent.length, 2);
  answer(503);
  carriers.flowGone(flow);
  equal(sent.length, 2, 'a connection that does not come about is not tried without end');
});

const SEEN = { address: '203.0.113.7', port: 40_001 };
const registrar = (transport: 'udp' | 'tcp' = 'udp') => ({
  transport,
  local: HERE,
  remote: { address: '198.51.100.1', port: 5060 },
  id: 'udp',
});

test('[TRUNK-41] a carrier that sees us elsewhere has the old registration taken back and is given that place', async (t) => {
  const { sent, answer, carriers, pass } = await meet(t, registers());
  answer(200, { expiresSeconds: 600, seenAs: SEEN });
  equal(expiresOf(sent.at(-1)), '0');
  equal(carriers.seenAs(registrar()), null, 'the old place is taken back as the old place');
  answer(200, { seenAs: SEEN });
  deepEqual([sent.length, expiresOf(sent.at(-1))], [3, '600']);
  deepEqual(carriers.seenAs(registrar()), SEEN);
  equal(carriers.seenAs(registrar('tcp')), null);
  answer(200, { expiresSeconds: 600, seenAs: SEEN });
  equal(sent.length, 3, 'it is where it says');
  pass(60_000);
  equal(sent.length, 3);
});

test('[TRUNK-41] a router that gives another port each time has us register anew every five minutes at most', async (t) => {
  const { sent, answer, carriers, pass } = await meet(t, registers());
  let port = 40_001;
  for (let step = 0; step < 6; step += 1)
    answer(200, { expiresSeconds: 600, seenAs: { ...SEEN, port: port++ } });
  equal(sent.length, 3);
  deepEqual(carriers.seenAs(registrar()), SEEN);
  pass(540_000);
  equal(sent.length, 4, 'its next turn');
  answer(200, { expiresSeconds: 600, seenAs: { ...SEEN, port: 41_000 } });
  answer(200);
  deepEqual([sent.length, carriers.seenAs(registrar())?.port], [6, 41_000]);
});

test('[TRUNK-41] a carrier that sees us where we are is told nothing else', async (t) => {
  const { sent, answer, carriers } = await meet(t, registers());
  answer(200, { expiresSeconds: 600, seenAs: HERE });
  deepEqual([sent.length, carriers.seenAs(registrar())], [1, null]);
});

test('[TRUNK-42] an end takes the registration back, and waits for the registrar', async (t) => {
  const { sent, answer, carriers } = await meet(t, registers());
  answer(200, { expiresSeconds: 600 });
  const left = carriers.leave(2_000);
  deepEqual([sent.length, expiresOf(sent.at(-1))], [2, '0']);
  answer(200);
  await left;
});

test('[TRUNK-42] a registrar that does not answer is not waited for for ever', async (t) => {
  const { answer, carriers, pass } = await meet(t, registers());
  answer(200, { expiresSeconds: 600 });
  let isLeft = false;
  const left = carriers.leave(2_000).then(() => (isLeft = true));
  pass(1_999);
  await new Promise(setImmediate);
  equal(isLeft, false);
  pass(1);
  await left;
});

test('[TRUNK-42] nobody waits where nothing is registered', async (t) => {
  const { sent, carriers } = await meet(t, trunk('a'));
  await carriers.leave(2_000);
  equal(sent.length, 0);
});
