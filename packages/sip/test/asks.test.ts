import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import type { AskId, RegisterRequest } from '../src/index.ts';
import { Bench, TCP } from './testing/bench.ts';
import { request, valueOf, type RequestParts } from './testing/messages.ts';

const register = (parts: RequestParts = {}): string =>
  request({
    method: 'REGISTER',
    uri: 'sip:192.0.2.10',
    to: '<sip:desk-1@192.0.2.10>',
    contact: '<sip:desk-1@10.0.0.5:5062;transport=udp>;expires=90',
    ...parts,
  });
function registrar(flow = undefined as typeof TCP | undefined): Bench {
  return new Bench(flow, { registrar: true });
}
function ask(bench: Bench): { id: AskId; request: RegisterRequest } {
  const effect = bench.effects.findLast(({ kind }) => kind === 'registering');
  if (effect?.kind !== 'registering') throw new Error('nobody registers');
  return effect;
}

test('[UAS-1] where phones may register, Allow says so', () => {
  const bench = registrar();
  bench.receive(request({ method: 'PUBLISH', contact: null }));
  match(valueOf(bench.lastSent(), 'Allow')!, /, REGISTER$/);
});

test('[ASK-1] a REGISTER is told as it was read', () => {
  const bench = registrar();
  const authorization = 'Digest username="desk-1", realm="pledges", nonce="n", uri="sip:h", response="0"';
  bench.receive(register({ more: ['Expires: 600', `Authorization: ${authorization}`], sequence: 5 }));
  deepEqual(bench.ladder, ['0 registering desk-1']);
  deepEqual(ask(bench).request, {
    method: 'REGISTER',
    user: 'desk-1',
    callId: 'call-1@192.0.2.1',
    sequence: 5,
    contacts: [{ uri: 'sip:desk-1@10.0.0.5:5062;transport=udp', expiresSeconds: 90, instance: null }],
    expiresSeconds: 600,
    authorization: [authorization],
  });
});

test('[ASK-1] devices, `*`, nothing at all, and what cannot be called', () => {
  const contactsOf = (contact: string | null): RegisterRequest['contacts'] => {
    const bench = registrar();
    bench.receive(register({ contact }));
    return ask(bench).request.contacts;
  };
  equal(contactsOf('*'), '*');
  deepEqual(contactsOf(null), []);
  deepEqual(contactsOf('<sip:a@h>;+sip.instance="<urn:uuid:1>";reg-id=2;q=0.5;expires=soon, tel:110, *'), [
    { uri: 'sip:a@h', expiresSeconds: null, instance: '<urn:uuid:1> 2' },
    { uri: null, expiresSeconds: null, instance: null },
    { uri: null, expiresSeconds: null, instance: null },
  ]);
});

test('[ASK-2] it is answered once, again when it is repeated, and with the same bytes', () => {
  const bench = registrar();
  bench.receive(register());
  bench.receive(register());
  equal(bench.ladder.length, 1);
  const { id } = ask(bench);
  const headers = [{ name: 'contact', value: '<sip:desk-1@10.0.0.5>;expires=90' }];
  bench.feed({ kind: 'reply', id, status: 200, headers });
  match(bench.lastSent(), /^SIP\/2\.0 200 OK\r\n[^]*\r\nContact: <sip:desk-1@10\.0\.0\.5>;expires=90\r\n/);
  bench.receive(register());
  bench.feed({ kind: 'reply', id, status: 403 });
  deepEqual(bench.ladder.slice(1), ['0 → SIP/2.0 200 OK', '0 → SIP/2.0 200 OK', '0 dropped no-such-request']);
  equal(new Set(bench.sent()).size, 1);
  bench.until(100_000);
  equal(bench.state.transactions.size + bench.state.asks.size + bench.state.wakes.length, 0);
});

test('[ASK-2] what cannot be written is 500', () => {
  for (const bad of [
    { status: 200, headers: [{ name: 'contact', value: 'a\r\nb' }] },
    { status: 200, headers: [{ name: 'a b', value: '' }] },
    { status: 199 },
    { status: 700 },
  ]) {
    const bench = registrar();
    bench.receive(register());
    bench.feed({ kind: 'reply', id: ask(bench).id, ...bad });
    match(bench.lastSent(), /^SIP\/2\.0 500 /);
  }
});

test('[ASK-3] one that the shell forgets is 503 before the peer gives up', () => {
  const bench = registrar();
  bench.receive(register());
  bench.until(100_000);
  deepEqual(bench.ladder, ['0 registering desk-1', '16000 → SIP/2.0 503 Service Unavailable']);
  equal(bench.state.asks.size, 0);
});

test('[ASK-3] one whose stream broke is forgotten too', () => {
  const bench = registrar(TCP);
  bench.receive(register());
  bench.feed({ kind: 'flow-failed', flow: TCP });
  bench.until(100_000);
  deepEqual(bench.ladder, ['0 registering desk-1']);
  equal(bench.state.asks.size, 0);
});

test('[ASK-4] a phone that withholds its number registers; where nobody may, it is withheld as ever', () => {
  const authorization = 'Digest username="desk-1", realm="pledges", nonce="n", uri="sip:h", response="0"';
  const from = '"Anonymous" <sip:anonymous@anonymous.invalid>;tag=caller';
  const text = register({ from, more: ['Privacy: id', `Authorization: ${authorization}`] });
  const bench = registrar();
  bench.receive(text);
  deepEqual(ask(bench).request.authorization, [authorization]);
  bench.receive(request({ more: ['Privacy: id'], callId: 'other', branch: 'z9hG4bK-2' }));
  const invited = bench.effects.find(({ kind }) => kind === 'invited');
  deepEqual(invited?.kind === 'invited' && invited.caller, { kind: 'withheld' });
  const other = new Bench();
  other.receive(text);
  equal(other.ladder.at(-1), '0 → SIP/2.0 405 Method Not Allowed');
});
