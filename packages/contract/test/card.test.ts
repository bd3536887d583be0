import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cardNumbers, holdsCardNumber, holdsCardNumberAcross, maskCardNumbers } from '../src/index.ts';
import { withCheckDigit, withIbanCheck } from './numbers.ts';

const GROUPS = ['4111', '1111', '1111', '1111'];

/** Test numbers that the networks and their banks publish; nobody's account. */
const CARDS = [
  '4111111111111111',
  '4222222222222',
  '5555555555554444',
  '2223003122003222',
  '378282246310005',
  '36148900647913',
  '6011111111111117',
  '3530111333300000',
  '6200000000000005',
  '6759649826438453',
  '4000000000000000006',
];
const IBANS = [
  'FR7630006000011234567890189',
  'DE89370400440532013000',
  'GB29NWBK60161331926819',
  'BE68539007547034',
  'MC5811222000010123456789030',
  'CH9300762011623852957',
  'IT60X0542811101000000123456',
  'NO9386011117947',
];

test('[CARD-1] each network’s number is found, at every length that it issues', () => {
  for (const card of CARDS)
    assert.deepEqual(cardNumbers(`n° ${card}.`), [{ start: 3, end: 3 + card.length }], card);
});

test('[CARD-1] any number with a network’s prefix and its check digit is found', () => {
  const prefixes = fc.constantFrom('4', '51', '55', '2221', '2720', '6011', '644', '3528', '62');
  fc.assert(
    fc.property(prefixes, fc.stringMatching(/^\d{14}$/), (prefix, rest) => {
      assert.ok(holdsCardNumber(withCheckDigit((prefix + rest).slice(0, 15))));
    }),
  );
});

test('[CARD-1] a wrong check digit or an unknown prefix is no card', () => {
  for (const text of ['4111111111111112', '1111111111111117', '9111 1111 1111 1111', '411111111111'])
    assert.equal(holdsCardNumber(text), false, text);
});

test('[CARD-2] separators do not hide it', () => {
  const separators = [
    ' ',
    '.',
    '-',
    '/',
    '_',
    ', ',
    ' - ',
    '\u00a0',
    '\u202f',
    '\u2011',
    '\u200b',
    '\n',
    '\r\n  ',
    '\t',
    '*',
  ];
  for (const separator of separators)
    assert.ok(holdsCardNumber(GROUPS.join(separator)), JSON.stringify(separator));
  fc.assert(
    fc.property(fc.array(fc.constantFrom('', ...separators), { minLength: 15, maxLength: 15 }), (between) => {
      const text = Array.from('5555555555554444', (digit, at) => digit + (between[at] ?? '')).join('');
      assert.ok(holdsCardNumber(text));
    }),
  );
});

test('[CARD-2] the digits of other scripts, full-width and circled ones do not hide it', () => {
  const zeros = [0xff10, 0x0660, 0x06f0, 0x0966, 0x1d7ce, 0x1d7d8];
  for (const zero of zeros)
    assert.ok(
      holdsCardNumber(
        GROUPS.join(' ').replaceAll(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit))),
      ),
    );
  assert.ok(holdsCardNumber('④①①①①①①①①①①①①①①①'));
  assert.ok(holdsCardNumber('4️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️⃣'));
});

test('[CARD-2] words and the card’s date around it do not hide it', () => {
  for (const text of [
    'CB4111111111111111',
    'carte 4111 1111 1111 1111 exp 12/27 crypto 123',
    '4111 1111 1111 1111 12/27 123',
    '06 12 34 56 78 4111 1111 1111 1111',
    '12 rue X, 75011, 4111-1111-1111-1111',
    '41111111111111111227123',
    '41 11 11 11 11 11 11 11',
  ])
    assert.ok(holdsCardNumber(text), text);
});

test('[CARD-3] an IBAN is found in any spacing and case, and with a word stuck to it', () => {
  for (const iban of IBANS) {
    assert.ok(holdsCardNumber(iban), iban);
    assert.ok(holdsCardNumber(iban.toLowerCase().replaceAll(/(.{4})/g, '$1 ')), iban);
    assert.ok(holdsCardNumber(`iban${iban.split('').join('-')}merci`), iban);
  }
  fc.assert(
    fc.property(fc.stringMatching(/^\d{10}[A-Z0-9]{11}\d{2}$/), (account) => {
      assert.ok(holdsCardNumber(withIbanCheck('FR', account)));
    }),
  );
});

test('[CARD-3] wrong check digits or a country without IBAN is none', () => {
  for (const text of ['FR7730006000011234567890189', 'ZZ7630006000011234567890189', 'FR76 3000 6000'])
    assert.equal(holdsCardNumber(text), false, text);
});

test('[CARD-4] a number spread over the fields of a form is found, and a usual form passes', () => {
  assert.ok(holdsCardNumberAcross(GROUPS));
  assert.ok(holdsCardNumberAcross(['41111', '', '11111', ' ', '111111']));
  assert.ok(holdsCardNumberAcross(['FR76 3000 6000', '0112 3456', '7890 189']));
  assert.equal(
    holdsCardNumberAcross(['Anne', 'Petit', '12 rue de la Paix', '75002', 'Paris 02', '06 12 34 56 78']),
    false,
  );
  assert.equal(holdsCardNumberAcross(['4111', '1111 rue X', '1111', '1111']), false);
});

test('[CARD-6] in a log line nothing of the number stays, also what is stuck to it', () => {
  assert.equal(maskCardNumbers('a 4111 1111 1111 1111 b'), 'a [card number] b');
  assert.equal(maskCardNumbers('a 41111111111111111227123 b'), 'a [card number] b');
  assert.equal(
    maskCardNumbers('FR76 3000 6000 0112 3456 7890 189; 5555555555554444'),
    '[card number]; [card number]',
  );
  assert.equal(maskCardNumbers('nothing here'), 'nothing here');
});

test('[CARD-6] masking again changes nothing, whatever the text', () => {
  const piece = fc.oneof(
    fc.constantFrom(...CARDS, ...IBANS),
    fc.string(),
    fc.stringMatching(/^[\d .\-/+]{0,40}$/),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
      const once = maskCardNumbers(pieces.join(' '));
      assert.equal(maskCardNumbers(once), once);
    }),
    { seed: 7, numRuns: 500 },
  );
});
