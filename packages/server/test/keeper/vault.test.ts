import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as endOfTurn } from 'node:timers/promises';
import { linkOver, type Channel } from '../../src/keeper/ipc-link.ts';
import { KeyChanges, type KeyChange } from '../../src/keeper/key-changes.ts';
import { linkInMemory, type CallKeys } from '../../src/keeper/link.ts';
import type { ToServer } from '../../src/keeper/messages.ts';
import { answerServer } from '../../src/keeper/server-desk.ts';
import { CALL_KEY_BYTES_MAX, CALL_KEYS_MAX, KeyVault } from '../../src/keeper/vault.ts';

const key = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);

/** A server and a keeper that are one process: what is sent is what a channel would carry, as JSON. */
function paired(vault = new KeyVault()) {
  const said: string[] = [];
  let toServer: (message: ToServer) => void = () => {};
  let gone = (): void => {};
  const carry = (message: unknown): void =>
    answerServer(JSON.parse(JSON.stringify(message)), {
      vault,
      said: {
        ready: (lines) => void said.push(...lines),
        failed: (sentence) => void said.push(`failed: ${sentence}`),
      },
      reply: (answer) => queueMicrotask(() => toServer(JSON.parse(JSON.stringify(answer)) as ToServer)),
    });
  const channel: Channel = {
    send: carry,
    sendAndFlush: (message) => Promise.resolve(carry(message)),
    onMessage: (listener) => {
      toServer = listener;
    },
    onDisconnect: (listener) => {
      gone = listener;
    },
  };
  return {
    link: linkOver(channel),
    vault,
    said,
    carry,
    tell: (m: ToServer) => toServer(m),
    disconnect: () => gone(),
  };
}

const KEEPERS: readonly (readonly [string, () => CallKeys])[] = [
  ['in another process', () => paired().link.keys],
  ['in memory', () => linkInMemory().keys],
];
for (const [where, open] of KEEPERS) {
  test(`keys ${where}: what was put and not destroyed is there`, async () => {
    const keys = open();
    keys.put('call-1', key(1));
    keys.put('call-2', key(2));
    keys.put('call-2', key(3));
    keys.destroy('call-1');
    keys.destroy('never there');
    assert.deepEqual(await keys.all(), new Map([['call-2', key(3)]]));
  });
}

test('keys of one turn leave in one message at its end, in their order, and take along what was destroyed before', async () => {
  const sent: (readonly KeyChange[])[] = [];
  const changes = new KeyChanges((some) => void sent.push(some));
  changes.destroy('earlier');
  changes.put('call', key(1));
  changes.destroy('call');
  changes.put('call', key(2));
  assert.deepEqual(sent, []);
  await endOfTurn();
  const [one, two] = [key(1), key(2)].map((each) => Buffer.from(each).toString('base64url'));
  assert.deepEqual(sent, [
    [
      ['earlier', null],
      ['call', one],
      ['call', null],
      ['call', two],
    ],
  ]);
  changes.flush();
  assert.equal(sent.length, 1, 'nothing is said twice');
});

test('a key that is destroyed does not wait for another call', async () => {
  const { promise, resolve } = Promise.withResolvers<readonly KeyChange[]>();
  new KeyChanges(resolve).destroy('call');
  assert.deepEqual(await promise, [['call', null]]);
});

test('a destroyed key is overwritten, not only dropped', () => {
  const vault = new KeyVault();
  vault.put('call', key(7));
  const kept = vault.all().get('call');
  assert.deepEqual(kept, key(7));
  vault.destroy('call');
  assert.deepEqual(kept, key(0));
});

test('the vault takes so many keys and no more, and none that is too long', () => {
  const vault = new KeyVault();
  for (let n = 0; n < CALL_KEYS_MAX; n += 1) assert.ok(vault.put(`call-${n}`, Uint8Array.of(1)));
  assert.equal(vault.put('one more', key(1)), false);
  assert.equal(vault.put('call-0', key(2)), true, 'a known call may change its key');
  assert.equal(vault.put('call-1', new Uint8Array(CALL_KEY_BYTES_MAX + 1)), false);
  vault.clear();
  assert.equal(vault.all().size, 0);
});

test('a stop is heard by everybody, once, also when it came first or the keeper is gone', () => {
  const { link, tell, disconnect } = paired();
  const heard: string[] = [];
  link.onStop(() => void heard.push('early'));
  tell({ kind: 'stop' });
  disconnect();
  link.onStop(() => void heard.push('late'));
  assert.deepEqual(heard, ['early', 'late']);
});

test('lines for the terminal come through without what could steer it', () => {
  const { link, said } = paired();
  link.ready(['The desk \u001b[31m http://localhost:8110\r\n']);
  assert.deepEqual(said, ['The desk  [31m http://localhost:8110  ']);
});

test('what is no message of ours changes nothing', () => {
  const { carry, vault, said } = paired();
  for (const message of [
    null,
    7,
    'stop',
    {},
    { kind: 'ready' },
    { kind: 'ready', lines: [1] },
    { kind: 'keys-changed', changes: 'all' },
    { kind: 'keys-changed', changes: [['call-1', 'AQ'], 'call-2'] },
    {
      kind: 'keys-changed',
      changes: [
        ['call-1', 'AQ'],
        [2, null],
      ],
    },
    { kind: 'keys-changed', changes: [['call-1', 'AQ'], ['call-2']] },
    { kind: 'erase' },
  ]) {
    carry(message);
  }
  assert.equal(vault.all().size, 0);
  assert.deepEqual(said, []);
});
