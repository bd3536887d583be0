import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { carrierNumber } from '../../src/callers/carrier-number.ts';

test('[CALLER-1] every way in which a carrier writes one number is that number', () => {
  for (const way of [
    '+33612345678',
    '0033612345678',
    '33612345678',
    '0612345678',
    '06 12 34 56 78',
    'tel:+33612345678',
    'tel:+33-6-12-34-56-78;cic=+33-1234',
    'tel:0612345678;phone-context=+33',
    'sip:+33612345678@carrier.example;user=phone',
    '<sip:0612345678;npdi@192.0.2.1:5060>',
    'sips:%2B33612345678@carrier.example',
  ])
    assert.equal(carrierNumber(way), '+33612345678', way);
});

test('[CALLER-1] what is nobody’s number is none', () => {
  const junk = [
    '',
    'anonymous',
    'sip:anonymous@anonymous.invalid',
    'tel:',
    '15',
    '3637',
    'sip:alice@example.org',
    '%',
    '%00',
  ];
  for (const text of junk) assert.equal(carrierNumber(text), null, text);
  fc.assert(
    fc.property(fc.string(), (text) => {
      const number = carrierNumber(text);
      assert.ok(number === null || /^\+[1-9]\d{5,14}$/.test(number));
    }),
    { numRuns: 1_000 },
  );
});
