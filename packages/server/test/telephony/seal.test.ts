import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { newCallKey, seal, unseal } from '../../src/telephony/seal.ts';

const secret = { phone: '+33261910001', name: 'Claire' };

test('[SEAL-1] what is sealed is read with its key and for its purpose only', () => {
  const key = newCallKey();
  const sealed = seal(secret, key, 'call-1 caller');
  deepEqual(unseal(sealed, key, 'call-1 caller'), secret);
  equal(unseal(sealed, newCallKey(), 'call-1 caller'), null);
  equal(unseal(sealed, key, 'call-2 caller'), null);
  equal(unseal('nonsense', key, 'call-1 caller'), null);
});

test('[SEAL-2] the same value sealed twice looks different, and shows nothing of itself', () => {
  const key = newCallKey();
  const [one, two] = [seal(secret, key, 'x'), seal(secret, key, 'x')];
  ok(one !== two);
  const bytes = Buffer.from(one, 'base64').toString('latin1');
  ok(!bytes.includes('33261910001') && !bytes.includes('Claire'));
});
