import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { LineId } from '@pledgeline/core';
import { lineFinder } from '../../src/telephony/lines.ts';
import { claimOf, finderOf } from '../../src/trunks/finder.ts';
import { international } from '../../src/trunks/number-form.ts';
import { placesOf, targetOf } from '../../src/trunks/trunk.ts';
import { trunk } from './trunk.ts';

const find = (resolved: Record<string, readonly string[]>, ...trunks: ReturnType<typeof trunk>[]) =>
  finderOf(trunks.map((one) => claimOf(one, new Map(Object.entries(resolved)))));

test('[TRUNK-1] a peer is known by its address or by its block, in either family', () => {
  const of = find(
    {},
    trunk('a', { addresses: ['198.51.100.7', '2001:db8::/32'] }),
    trunk('b', { addresses: ['203.0.113.0/24'] }),
  );
  equal(of('198.51.100.7')?.id, 'a');
  equal(of('::ffff:198.51.100.7')?.id, 'a');
  equal(of('2001:db8:1::5')?.id, 'a');
  equal(of('203.0.113.200')?.id, 'b');
  equal(of('198.51.100.8'), null);
  equal(of('not-an-address'), null);
});

test('[TRUNK-3] a peer is known by what a host name stands for; what was written down goes first', () => {
  const named = trunk('a', { addresses: ['sip.carrier.example'] });
  const written = trunk('b', { addresses: ['198.51.100.9'] });
  const of = find({ 'sip.carrier.example': ['198.51.100.8', '198.51.100.9'] }, named, written);
  equal(of('198.51.100.8')?.id, 'a');
  equal(of('198.51.100.9')?.id, 'b');
});

test('[TRUNK-3] a carrier that we register with calls from where we register', () => {
  const registration = {
    registrar: '198.51.100.20:5080',
    user: 'u',
    authUser: null,
    expiresSeconds: 600,
    sealedPassword: null,
  };
  const registers = trunk('a', { addresses: [], registration, outboundProxy: '[2001:db8::9]:5061' });
  equal(find({}, registers)('198.51.100.20')?.id, 'a');
  equal(find({}, registers)('2001:db8::9')?.id, 'a');
  equal(placesOf(registers).join(' '), '198.51.100.20 2001:db8::9');
  equal(targetOf(registers), '[2001:db8::9]:5061');
  equal(targetOf({ ...registers, outboundProxy: null }), '198.51.100.20:5080');
  equal(targetOf(trunk('b', { addresses: ['10.0.0.0/8'] })), null);
});

test('[TRUNK-2] a line is found by the number dialed, with or without the country', () => {
  const line = { id: 'l1' as LineId, number: '110', language: 'fr', open: true, trial: false } as const;
  const lineOf = lineFinder([line, { ...line, id: 'l2' as LineId, number: '+33123456789' }]);
  const carrier = trunk('a');
  for (const dialed of ['110', '+33110', '0033110', '33110', '+33-110', '1.1-0'])
    equal(lineOf(dialed, carrier)?.id, 'l1', dialed);
  for (const dialed of ['+33123456789', '0033123456789', '33123456789', '0123456789', '01 23 45 67 89'])
    equal(lineOf(dialed, carrier)?.id, 'l2', dialed);
  for (const dialed of ['', '11', '1100', 'anonymous', '+32123456789'])
    equal(lineOf(dialed, carrier), null, dialed);
});

test('[TRUNK-4] a number without its country is one of the carrier’s country; a short number stays short', () => {
  const belgium = { countryCode: '32', shortNumbers: ['3637', '0110'] };
  for (const [sent, meant] of [
    ['02 123 45 67', '+3221234567'],
    ['0032470123456', '+32470123456'],
    ['32470123456', '+32470123456'],
    ['+33612345678', '+33612345678'],
    ['+33 (0)6 12 34 56 78', '+33 (0)6 12 34 56 78'],
    ['3637', '3637'],
    ['0110', '0110'],
    ['32', '32'],
    ['alice', 'alice'],
    ['', ''],
  ] as const)
    equal(international(sent, belgium), meant, sent);
});
