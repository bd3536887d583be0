import { ok } from 'node:assert/strict';
import { test } from 'node:test';
import { unreachable } from '@pledgeline/core';
import fc from 'fast-check';
import { bytesOf } from '../src/grammar/octets.ts';
import { Registering } from './testing/registering.ts';

/** What a REGISTER of the phone's may be turned into. */
const mutation = fc.oneof(
  fc.record({ kind: fc.constant('byte' as const), at: fc.nat(900), byte: fc.nat(255) }),
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat(900), length: fc.nat(60) }),
  fc.record({
    kind: fc.constant('swap' as const),
    pair: fc.constantFrom(
      ['desk-1', 'desk-2'],
      ['sip:desk-1@', 'sip:'],
      ['Expires: 600', 'Expires: 0'],
      ['Expires: 600', 'Expires: 4294967295'],
      ['Contact: <', 'Contact: *\r\nContact: <'],
      ['nc=00000001', 'nc=00000002'],
      ['qop=auth, ', ''],
      ['algorithm=SHA-256', 'algorithm=MD5'],
      ['response="', 'response="0'],
      ['Call-ID: ', 'Call-ID: x'],
      ['Contact: <sip:', 'Contact: <sips:'],
      ['Authorization: Digest', 'Authorization: Digest a=1, Digest'],
    ),
  }),
  fc.record({ kind: fc.constant('branch' as const), branch: fc.nat(1_000_000) }),
);
type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

function mutated(text: string, mutations: readonly Mutation[]): string {
  return mutations.reduce((wire, each) => {
    switch (each.kind) {
      case 'byte':
        return wire.slice(0, each.at) + String.fromCharCode(each.byte) + wire.slice(each.at + 1);
      case 'cut':
        return wire.slice(0, each.at) + wire.slice(each.at + each.length);
      case 'swap':
        return wire.replace(each.pair[0], each.pair[1]);
      case 'branch':
        return wire.replace(/branch=z9hG4bK[0-9a-f]*/, `branch=z9hG4bK${each.branch}`);
      default:
        return unreachable(each);
    }
  }, text);
}

test('[RGR-16] REGISTERs that were tampered with do not make it throw, and what it keeps does not grow', () => {
  fc.assert(
    fc.property(fc.array(fc.array(mutation, { maxLength: 4 }), { maxLength: 40 }), (script) => {
      const registering = new Registering().toRegistration({ kind: 'start' }).until(0);
      const [first, , second] = registering.sent;
      for (const [n, mutations] of script.entries()) {
        const text = mutated(n % 2 === 0 ? second! : first!, mutations);
        registering.toLine({ kind: 'received', flow: registering.flows.line, bytes: bytesOf(text) });
        registering.until(registering.nowMs + 500);
      }
      const { bound, phones, locks, accounts } = registering.registrar;
      ok(bound <= 5 && phones.size <= 1 && accounts.size === 1);
      // A guess needs a nonce of ours, and the only one was answered already.
      ok(locks.size <= script.length);
      ok([...accounts.values()].every(({ used }) => used.size <= 16));
      registering.toRegistration({ kind: 'stop' }).until(registering.nowMs + 8_000_000);
      const { phones: devices, locks: guessers, wakes } = registering.registrar;
      ok(devices.size === 0 && guessers.size === 0 && wakes.length === 0 && registering.left() === 0);
    }),
    { numRuns: 300 },
  );
});
