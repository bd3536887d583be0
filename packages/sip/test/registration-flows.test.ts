import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { seeded } from '@pledgeline/core';
import fc from 'fast-check';
import type { RequestId, UserAgentInput } from '../src/index.ts';
import { Registering } from './testing/registering.ts';
import { valueOf } from './testing/messages.ts';

// RFC 3665 §2, between our registration and our registrar.
const CONTACT = 'sip:desk-1@192.0.2.20:5060';
const lines = (registering: Registering, from = 0): string[] =>
  registering.ladder.slice(from).map((line) => line.replace(' SIP/2.0', '').replace('SIP/2.0 ', ''));

/** A REGISTER of the phone's as somebody else would write it. */
function byHand(registering: Registering, more: Partial<UserAgentInput & { kind: 'request' }>): string[] {
  const before = registering.ladder.length;
  registering.toPhone({
    kind: 'request',
    id: 'by hand' as RequestId,
    flow: registering.flows.phone,
    method: 'REGISTER',
    target: 'sip:192.0.2.10',
    from: 'sip:desk-1@192.0.2.10',
    to: 'sip:desk-1@192.0.2.10',
    contactUser: 'desk-1',
    credentials: registering.credentials,
    ...more,
  });
  return lines(registering.until(registering.nowMs), before);
}

test('[RGR-1] RFC 3665 §2.1: successful new registration', () => {
  const registering = new Registering().toRegistration({ kind: 'start' }).until(0);
  deepEqual(lines(registering), [
    '0 phone → REGISTER sip:192.0.2.10',
    '0 phone: trying',
    '0 ← line 401 Unauthorized',
    '0 phone → REGISTER sip:192.0.2.10',
    `0 line: bound ${CONTACT}`,
    '0 ← line 200 OK',
    '0 phone: registered',
  ]);
  const [first, , second, ok] = registering.sent;
  deepEqual([valueOf(first!, 'CSeq'), valueOf(second!, 'CSeq')], ['1 REGISTER', '2 REGISTER']);
  equal(valueOf(second!, 'Call-ID'), valueOf(first!, 'Call-ID'));
  match(valueOf(second!, 'Authorization')!, /algorithm=SHA-256/);
  equal(valueOf(ok!, 'Contact'), `<${CONTACT}>;expires=600`);
});

test('[RGR-1] RFC 3665 §2.2: update of the contact list', () => {
  const registering = new Registering().toRegistration({ kind: 'start' }).until(0);
  deepEqual(byHand(registering, { contactUser: 'mobile' }), [
    '0 phone → REGISTER sip:192.0.2.10',
    '0 line: bound sip:mobile@192.0.2.20:5060',
    '0 ← line 200 OK',
  ]);
  const contacts = registering.sent.at(-1)!.match(/^Contact: .*$/gm);
  equal(contacts?.length, 2);
});

test('[RGR-1] [REG-2] the registration goes on by itself, before it ends, with no 401 while its nonce is good', () => {
  const registering = new Registering(undefined, 120).toRegistration({ kind: 'start' }).until(0);
  const before = registering.ladder.length;
  registering.until(100_000);
  deepEqual(lines(registering, before), [
    '90000 phone → REGISTER sip:192.0.2.10',
    '90000 phone: trying',
    `90000 line: bound ${CONTACT}`,
    '90000 ← line 200 OK',
    '90000 phone: registered',
  ]);
  registering.until(400_000);
  // The nonce has been stale once: a 401, and on without a word to anybody.
  equal(registering.ladder.filter((line) => line.includes('401')).length, 2);
  equal(registering.ladder.at(-1)?.endsWith('phone: registered'), true);
});

test('[RGR-1] RFC 3665 §2.3: request for the current contact list', () => {
  const registering = new Registering().toRegistration({ kind: 'start' }).until(0);
  registering.until(10_000);
  deepEqual(byHand(registering, { contactUser: null }), [
    '10000 phone → REGISTER sip:192.0.2.10',
    '10000 ← line 200 OK',
  ]);
  equal(valueOf(registering.sent.at(-1)!, 'Contact'), `<${CONTACT}>;expires=590`);
});

test('[REG-5] RFC 3665 §2.4: cancellation of the registration', () => {
  const registering = new Registering().toRegistration({ kind: 'start' }).until(0);
  const before = registering.ladder.length;
  registering.toRegistration({ kind: 'stop' }).until(0);
  deepEqual(lines(registering, before), [
    '0 phone → REGISTER sip:192.0.2.10',
    '0 phone: off',
    '0 line: unbound, unregistered',
    '0 ← line 200 OK',
  ]);
  registering.until(700_000);
  const { phones, wakes } = registering.registrar;
  deepEqual([registering.left(), phones.size, wakes.length], [0, 0, 0]);
});

test('[RGR-7] RFC 3665 §2.5: unsuccessful registration', () => {
  const registering = new Registering();
  registering.credentials = { username: 'desk-1', password: 'wrong' };
  registering.toRegistration({ kind: 'start' }).until(0);
  deepEqual(lines(registering), [
    '0 phone → REGISTER sip:192.0.2.10',
    '0 phone: trying',
    '0 ← line 401 Unauthorized',
    '0 phone → REGISTER sip:192.0.2.10',
    '0 ← line 401 Unauthorized',
    '0 phone: refused',
  ]);
  registering.until(10 * 3_600_000);
  match(registering.ladder.join('\n'), /line: refused, wrong-password\n\d+ ← line SIP\/2\.0 403 Forbidden/);
});

test('[RGR-10] [REG-3] a registration that is too brief is made again for the least that will do', () => {
  const registering = new Registering(undefined, 10).toRegistration({ kind: 'start' }).until(0);
  deepEqual(
    lines(registering).filter((line) => !line.includes('REGISTER')),
    [
      '0 phone: trying',
      '0 ← line 401 Unauthorized',
      '0 line: refused, too-brief',
      '0 ← line 423 Interval Too Brief',
      `0 line: bound ${CONTACT}`,
      '0 ← line 200 OK',
      '0 phone: registered',
    ],
  );
});

test('[RGR-15] over a network that loses, repeats and reorders, both sides agree, and nothing is left', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(60), (seed, lossPercent) => {
      const chance = seeded(seed);
      let isBad = true;
      const network = (): number[] => {
        if (!isBad) return [20];
        const copies = chance() * 100 < lossPercent ? 0 : chance() < 0.2 ? 2 : 1;
        return Array.from({ length: copies }, () => Math.floor(chance() * 3_000));
      };
      const registering = new Registering(network, 120).toRegistration({ kind: 'start' }).until(900_000);
      isBad = false;
      registering.until(registering.nowMs + 3_700_000);
      equal(registering.registration.phase.kind, 'registered');
      const { until } = registering.registration;
      const theirs = registering.registrar.phones.get('desk-1')?.bindings ?? [];
      equal(theirs.length, 1);
      equal(Math.abs(theirs[0]!.until - until!) <= 1_000, true);
      registering.toRegistration({ kind: 'stop' }).until(registering.nowMs + 7_300_000);
      const { phones, locks, wakes, bound } = registering.registrar;
      deepEqual([registering.left(), phones.size, locks.size, wakes.length, bound], [0, 0, 0, 0, 0]);
    }),
    { numRuns: 60 },
  );
});
