import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { CallId } from '@pledgeline/core';
import { TrunkBook } from '../../src/trunks/book.ts';
import { trunk } from './trunk.ts';

const A = '198.51.100.7';
const B = '203.0.113.9';
const CALL = 'call' as CallId;

/** A book whose trunk `a` has one call on, until it is ended. */
function withCall() {
  const on = new Set([CALL]);
  const book = new TrunkBook([trunk('a', { addresses: [A] })]);
  book.watch({
    onTrunk: (id) => (id === 'a' ? on.size : 0),
    callsOn: (id) => (id === 'a' ? [...on] : []),
    has: (call) => on.has(call),
  });
  return { book, end: () => on.clear() };
}

test('[TRUNK-5] a removed trunk takes no new call, and is heard until its last one has ended', () => {
  const { book, end } = withCall();
  book.take([]);
  equal(book.of(A), null);
  equal(book.admits(A), true);
  end();
  equal(book.admits(A), false);
});

test('[TRUNK-5] a trunk whose address is changed is heard at both until the calls of the old one have ended', () => {
  const { book, end } = withCall();
  book.take([trunk('a', { addresses: [B] })]);
  equal(book.of(B)?.id, 'a');
  equal(book.of(A), null);
  equal(book.admits(A), true);
  end();
  equal(book.admits(A), false);
  equal(book.admits(B), true);
});

test('[TRUNK-5] a trunk without a call is gone at once; one whose addresses stay loses nothing', () => {
  const { book, end } = withCall();
  end();
  book.take([trunk('a', { addresses: [A], callsMax: 3 })]);
  equal(book.of(A)?.callsMax, 3);
  book.take([]);
  equal(book.admits(A), false);
});

test('[TRUNK-5] a call that was taken up after a restart is heard, whatever has become of its trunk', () => {
  const { book, end } = withCall();
  book.hold(B, CALL);
  equal(book.of(B), null);
  equal(book.admits(B), true);
  end();
  equal(book.admits(B), false);
});

test('[TRUNK-13] over TLS a peer must prove the name that the trunk has for it, before any look-up', () => {
  const authority = 'PEM';
  const named = trunk('a', { addresses: ['sip.carrier.example', '203.0.113.0/24'], authority });
  const book = new TrunkBook([named, trunk('b', { addresses: [A], outboundProxy: 'proxy.example:5071' })]);
  equal(book.tlsPeerOf('192.0.2.1'), null);
  book.resolve('sip.carrier.example', ['192.0.2.1']);
  book.resolve('proxy.example', ['192.0.2.2']);
  deepEqual(book.tlsPeerOf('192.0.2.1'), { host: 'sip.carrier.example', authority });
  deepEqual(book.tlsPeerOf('192.0.2.2'), { host: 'proxy.example', authority: null });
  equal(book.of('192.0.2.2'), null, 'a proxy that we ask is none that may call');
  deepEqual(book.tlsPeerOf(A), { host: A, authority: null });
  deepEqual(book.tlsPeerOf(B), { host: B, authority });
  book.tlsTold('192.0.2.2', 'tls-name');
  deepEqual(
    book.all().map(({ id }) => book.tlsFaultOf(id)),
    [null, 'tls-name'],
  );
  book.tlsTold('192.0.2.2', null);
  equal(book.tlsFaultOf(book.all()[1]!.id), null);
});

test('[TRUNK-3] what a name stands for is replaced in one stroke, and calls from its old address go on', () => {
  const { book, end } = withCall();
  book.take([trunk('a', { addresses: ['sip.carrier.example'] })]);
  equal(book.of(B), null);
  book.resolve('sip.carrier.example', [B]);
  equal(book.of(B)?.id, 'a');
  book.resolve('sip.carrier.example', ['203.0.113.10']);
  equal(book.of(B), null);
  equal(book.admits(B), true);
  end();
  equal(book.admits(B), false);
});
