import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { Instant } from '@pledgeline/core';
import fc from 'fast-check';
import {
  ATTEMPTS,
  countFailure,
  countSuccess,
  judge,
  networkOf,
  noAttempts,
} from '../../src/volunteers/attempts.ts';
import { CODE_CHARS, CODE_LETTERS, newCode, readCode } from '../../src/volunteers/code.ts';

const at = (ms: number): Instant => ms as Instant;
const room = '192.0.2.7';

test('a browser that fails ten times rests for a minute, and then goes on', () => {
  const attempts = noAttempts();
  const from = { browser: 'b', address: room };
  for (let n = 0; n < ATTEMPTS.browserFailuresMax; n++) {
    equal(judge(attempts, from, at(n)).kind, 'go');
    countFailure(attempts, from, at(n));
  }
  equal(judge(attempts, from, at(20)).kind, 'refuse');
  equal(judge(attempts, { ...from, browser: 'neighbour' }, at(20)).kind, 'go');
  equal(judge(attempts, from, at(ATTEMPTS.browserRestMs)).kind, 'go');
});

test('a right code clears its browser', () => {
  const attempts = noAttempts();
  const from = { browser: 'b', address: room };
  for (let n = 0; n < ATTEMPTS.browserFailuresMax; n++) countFailure(attempts, from, at(n));
  countSuccess(attempts, from);
  equal(judge(attempts, from, at(20)).kind, 'go');
});

test('350 volunteers behind one address may each mistype and still sit down without a pause', () => {
  const attempts = noAttempts();
  for (let n = 0; n < 350; n++) {
    const from = { browser: `b${n}`, address: room };
    equal(judge(attempts, from, at(n * 1_000)).kind, 'go');
    countFailure(attempts, from, at(n * 1_000));
    if (n < 349) equal(judge(attempts, from, at(n * 1_000 + 500)).kind, 'go');
  }
});

test('whoever guesses from one address is slowed to the pace, whatever cookies it throws away', () => {
  const attempts = noAttempts();
  let made = 0;
  for (let ms = 0; ms < 60_000; ms += 10) {
    const from = { browser: null, address: room };
    if (judge(attempts, from, at(ms)).kind === 'refuse') continue;
    made++;
    countFailure(attempts, from, at(ms));
  }
  const atPace = 60_000 / ATTEMPTS.addressPaceMs;
  equal(
    made <= ATTEMPTS.addressFailuresMax + atPace + ATTEMPTS.addressPauseMsMax / ATTEMPTS.addressPaceMs + 1,
    true,
  );
});

test('an address is never shut: after a quiet moment the next attempt is let through at once', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5_000 }), (failures) => {
      const attempts = noAttempts();
      const from = { browser: null, address: room };
      for (let n = 0; n < failures; n++) {
        judge(attempts, from, at(n));
        countFailure(attempts, from, at(n));
      }
      const quiet = at(failures + ATTEMPTS.addressPauseMsMax + 2 * ATTEMPTS.addressPaceMs);
      return judge(attempts, from, quiet).kind === 'go';
    }),
  );
});

test('what is remembered has a limit', () => {
  const attempts = noAttempts();
  for (let n = 0; n < ATTEMPTS.kept + 50; n++)
    countFailure(attempts, { browser: `b${n}`, address: room }, at(n));
  equal(attempts.browsers.size, ATTEMPTS.kept);
});

test('a network is an IPv4 address or an IPv6 /64', () => {
  equal(networkOf('192.0.2.7'), '192.0.2.7');
  equal(networkOf('::ffff:192.0.2.7'), '192.0.2.7');
  equal(networkOf('2001:db8:1:2:3:4:5:6'), networkOf('2001:db8:1:2::9'));
  equal(networkOf('2001:db8:1:2::9') === networkOf('2001:db8:1:3::9'), false);
  equal(networkOf('::1'), '0:0:0:0');
});

test('a code is six letters that cannot be mistaken, and is read however it is typed', () => {
  const code = newCode();
  equal(code.length, CODE_CHARS);
  equal(
    Array.from(code).every((letter) => CODE_LETTERS.includes(letter)),
    true,
  );
  equal(/[01258BILOSUVZ]/.test(CODE_LETTERS), false);
  equal(readCode(` ${code.slice(0, 3).toLowerCase()}-${code.slice(3)} `), code);
});
