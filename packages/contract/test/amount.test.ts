import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readAmount, showAmount } from '../src/index.ts';

test('[AMOUNT-1] an amount is written as each language writes it', () => {
  const shown: [number, string, string][] = [
    [5_000, '50\u00a0€', '€50'],
    [1_250, '12,50\u00a0€', '€12.50'],
    [150_005, '1\u00a0500,05\u00a0€', '€1,500.05'],
    [123_456_789_00, '123\u00a0456\u00a0789\u00a0€', '€123,456,789'],
    [0, '0\u00a0€', '€0'],
    [-500, '−5\u00a0€', '−€5'],
  ];
  for (const [cents, french, english] of shown)
    assert.deepEqual([showAmount(cents, 'fr'), showAmount(cents, 'en')], [french, english]);
});

test('[AMOUNT-2] an amount is read as people type it, and nothing else is one', () => {
  const read: [string, number][] = [
    ['50', 5_000],
    [' 50 € ', 5_000],
    ['12,5', 1_250],
    ['12.50', 1_250],
    ['1\u00a0500,05\u00a0€', 150_005],
  ];
  for (const [text, cents] of read) assert.equal(readAmount(text), cents, text);
  for (const text of ['', '€', '-5', '1,500.00', '12,345', '1e3', '0x10', 'fifty', '99999999'])
    assert.equal(readAmount(text), null, text);
});

test('[AMOUNT-2] what is written in French reads as itself', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999_999_999 }), (cents) => {
      assert.equal(readAmount(showAmount(cents, 'fr')), cents);
    }),
  );
});
