import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { centsOf, NO_AMOUNT, shownAmount, typeAmount, typedAmount, type Amount } from '../src/desk/amount.ts';
import { spokenAmount } from '../src/language/spoken-amount.ts';

const keys = [1000, 2000, 3000, 5000, 10_000, 15_000];
const type = (text: string): Amount =>
  text.split('').reduce((amount, character) => typeAmount(amount, character, false, keys), NO_AMOUNT);

test('[DESK-1] one digit is a key, several are the amount itself', () => {
  assert.equal(centsOf(type('4')), 5000);
  assert.equal(centsOf(type('10')), 1000);
  assert.equal(centsOf(type('150')), 15_000);
  assert.equal(centsOf(type('25')), 2500);
  assert.equal(centsOf(type('8')), 800);
  assert.equal(centsOf(type('05')), 500);
  assert.equal(centsOf(type('12,5')), 1250);
  assert.equal(centsOf(type('5,')), 500);
});

test('[DESK-1] whatever whole amount is typed out, that is the amount', () => {
  fc.assert(
    fc.property(fc.integer({ min: 10, max: 50_000 }), (euros) => {
      assert.equal(centsOf(type(String(euros))), euros * 100);
    }),
  );
});

test('[DESK-1] a digit whose key the campaign does not have is typed', () => {
  assert.deepEqual(typeAmount(NO_AMOUNT, '3', false, [1000, 2000]), { kind: 'typed', text: '3' });
});

test('[DESK-2] a digit over the selected amount begins anew', () => {
  const chosen = type('4');
  assert.equal(centsOf(typeAmount(chosen, '2', true, keys)), 2000);
  assert.equal(centsOf(typeAmount(chosen, '2', false, keys)), 4200);
  assert.equal(centsOf(typeAmount(type('150'), '1', true, keys)), 1000);
});

test('what is shown is what is meant', () => {
  assert.equal(shownAmount(type('4')), '50');
  assert.equal(shownAmount(typedAmount('1 250.50')), '1250,50');
  assert.equal(centsOf(typedAmount('1 250.50')), 125_050);
  assert.equal(centsOf(typedAmount(',')), null);
  assert.equal(centsOf(typedAmount('1,2,3')), null);
  assert.equal(centsOf(NO_AMOUNT), null);
});

test('[DESK-7] amounts are said as the French say them', () => {
  const said: readonly [number, string][] = [
    [100, 'un euro'],
    [2100, 'vingt et un euros'],
    [7100, 'soixante et onze euros'],
    [8000, 'quatre-vingts euros'],
    [8100, 'quatre-vingt-un euros'],
    [9900, 'quatre-vingt-dix-neuf euros'],
    [15_000, 'cent cinquante euros'],
    [20_000, 'deux cents euros'],
    [20_300, 'deux cent trois euros'],
    [100_000, 'mille euros'],
    [8_000_000, 'quatre-vingt mille euros'],
    [20_000_000, 'deux cent mille euros'],
    [5_000_000, 'cinquante mille euros'],
    [1250, 'douze euros et cinquante centimes'],
    [50, 'cinquante centimes'],
  ];
  for (const [cents, words] of said) assert.equal(spokenAmount(cents, 'fr'), words);
});

test('[DESK-7] amounts are said as the English say them', () => {
  const said: readonly [number, string][] = [
    [100, 'one euro'],
    [1500, 'fifteen euros'],
    [5000, 'fifty euros'],
    [12_500, 'one hundred and twenty-five euros'],
    [100_100, 'one thousand and one euros'],
    [1250, 'twelve euros and fifty cents'],
  ];
  for (const [cents, words] of said) assert.equal(spokenAmount(cents, 'en'), words);
});
