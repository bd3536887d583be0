import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TrunkForm } from '@pledgeline/contract';
import { conditionOf, toneOf } from '../src/trunks/condition.ts';
import { draftOf, emptyDraft, faultsOf, readDraft, type TrunkDraft } from '../src/trunks/draft.ts';
import { someTrunks } from './browser/fake-trunks.ts';

const filled: TrunkDraft = { ...emptyDraft, name: 'Opérateur', addresses: '198.51.100.7' };
const formIn = (draft: TrunkDraft): TrunkForm => {
  const read = readDraft(draft);
  assert.equal(read.kind, 'form');
  return read.kind === 'form' ? read.form : assert.fail();
};
const faultsIn = (draft: TrunkDraft): Record<string, string> => {
  const read = readDraft(draft);
  return read.kind === 'form' ? {} : Object.fromEntries(read.faults);
};

test('[TRUNKS-1] the worst that is true of a trunk is the word that is shown', () => {
  const shown = someTrunks().map((trunk) => `${conditionOf(trunk)} ${toneOf(conditionOf(trunk))}`);
  assert.deepEqual(shown, [
    'up good',
    'registered good',
    'full still',
    'down bad',
    'unregistered bad',
    'refused bad',
    'closed still',
  ]);
});

test('[TRUNKS-2] what is saved comes back into the same fields', () => {
  for (const { form } of someTrunks()) assert.deepEqual(formIn(draftOf(form)), form);
});

test('[TRUNKS-2] lists are read however they are parted, and a country with its plus sign', () => {
  const form = formIn({
    ...filled,
    addresses: ' 198.51.100.7\n203.0.113.0/24, SIP.carrier.example ;',
    shortNumbers: '110 3637,118',
    countryCode: '+33',
    keepAliveSeconds: '',
  });
  assert.deepEqual(form.addresses, ['198.51.100.7', '203.0.113.0/24', 'sip.carrier.example']);
  assert.deepEqual(form.shortNumbers, ['110', '3637', '118']);
  assert.deepEqual([form.countryCode, form.keepAliveSeconds], ['33', null]);
});

test('[TRUNKS-2] an empty password keeps the one that is there; an authority belongs to TLS', () => {
  const registers = { ...filled, registers: true, registrar: 'sip.carrier.example', user: '0231' };
  assert.equal(formIn(registers).registration?.password, null);
  assert.equal(formIn({ ...registers, password: ' x ' }).registration?.password, ' x ');
  assert.equal(formIn({ ...filled, authority: 'PEM' }).authority, null);
  assert.equal(formIn({ ...filled, transport: 'tls', authority: ' PEM ' }).authority, 'PEM');
});

test('[TRUNKS-3] a fault stands at its field, found here or by the server', () => {
  assert.deepEqual(faultsIn({ ...filled, addresses: 'sip:carrier' }), { addresses: 'TRUNK_ADDRESS' });
  assert.deepEqual(Object.keys(faultsIn({ ...filled, name: '', callsMax: 'many', keepAliveSeconds: '5' })), [
    'name',
    'callsMax',
    'keepAliveSeconds',
  ]);
  assert.deepEqual(Object.keys(faultsIn({ ...filled, registers: true, registrar: 'http://x', user: '' })), [
    'registrar',
    'user',
  ]);
  const fields = [
    { path: 'form.addresses.1', message: 'TRUNK_OVERLAP' },
    { path: 'form.registration.password', message: 'TOO_SMALL' },
    { path: 'revision', message: 'TOO_SMALL' },
  ];
  assert.deepEqual(
    [...faultsOf({ kind: 'fault', fault: 'TRUNK_OVERLAP', fields })],
    [
      ['addresses', 'TRUNK_OVERLAP'],
      ['password', 'TRUNK_OVERLAP'],
    ],
  );
  assert.equal(faultsOf({ kind: 'unreachable' }).size, 0);
});
