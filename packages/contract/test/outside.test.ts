import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import {
  isOutsidePrefix,
  OutsideNumberForm,
  outsideFault,
  OutsideRulesForm,
  readPhone,
} from '../src/index.ts';

const faultOf = (text: string, prefixes: readonly string[] = []) => {
  const number = readPhone(text);
  return number.ok ? outsideFault(number.value, prefixes) : 'OUTSIDE_NUMBER';
};

test('[OUTSIDE-1] France and its overseas departments are rung, landlines, mobiles and free numbers alike', () => {
  for (const number of [
    '01 40 00 00 00',
    '06 12 34 56 78',
    '+33 7 56 78 90 12',
    '09 72 10 20 30',
    '0800 10 20 30',
    '0809 10 20 30',
    '0692 12 34 56',
    '+590 590 12 34 56',
    '+508 41 12 34',
  ])
    equal(faultOf(number), null, number);
});

test('[OUTSIDE-2] surcharged numbers, satellites and the numbers of no country are rung by no rule', () => {
  const prefixes = ['+44', '+8', '+1', '+41'];
  for (const number of [
    '0899 12 34 56',
    '0825 12 34 56',
    '0810 12 34 56',
    '+262 892 12 34 56',
    '+881 612 34 56 78',
    '+882 16 12 34 56 78',
    '+870 773 12 34 56',
    '+44 909 879 0000',
    '+44 70 1234 5678',
    '+1 900 234 5678',
    '+41 901 12 34 56',
  ])
    equal(faultOf(number, prefixes), 'OUTSIDE_COSTLY', number);
  for (const number of ['+979 1 2345 6789', '+800 1234 5678', '+883 510 0012 3456', '+888 123 456 789'])
    equal(outsideFault(number.replaceAll(' ', ''), prefixes), 'OUTSIDE_COSTLY', number);
  equal(faultOf('3637'), 'OUTSIDE_NUMBER');
  equal(faultOf('112'), 'OUTSIDE_NUMBER');
});

test('[OUTSIDE-3] another country is rung where its prefix is opened, and no further than that', () => {
  equal(faultOf('+32 2 555 12 12'), 'OUTSIDE_COUNTRY');
  equal(faultOf('+32 2 555 12 12', ['+32']), null);
  equal(faultOf('+44 20 7946 0000', ['+4420']), null);
  equal(faultOf('+44 161 496 0000', ['+4420']), 'OUTSIDE_COUNTRY');
  // Wallis and Futuna, New Caledonia, French Polynesia: as dear as any foreign country.
  for (const number of ['+681 72 12 34', '+687 26 12 34', '+689 40 12 34 56'])
    equal(faultOf(number), 'OUTSIDE_COUNTRY', number);
});

test('[OUTSIDE-3] a prefix is that of one other country', () => {
  deepEqual(['+32', '+4420', '+1', '+687', '+352'].filter(isOutsidePrefix).length, 5);
  const wrong = [
    '',
    '+',
    '32',
    '0032',
    '+4',
    '+33',
    '+331',
    '+262',
    '+881',
    '+979',
    '+0',
    '+32a',
    '+123456789',
  ];
  deepEqual(wrong.filter(isOutsidePrefix), []);
  const rules = { callbacks: false, callsMax: 0, perHourMax: 0, minutesMax: 1 };
  equal(OutsideRulesForm.safeParse({ ...rules, prefixes: [' +32 '] }).data?.prefixes[0], '+32');
  equal(OutsideRulesForm.safeParse({ ...rules, prefixes: ['+33'] }).success, false);
});

test('[OUTSIDE-4] what could be rung nowhere is no entry, and its fault has a name', () => {
  const form = { name: 'Écoutants', number: '01 40 00 00 00', transfer: true };
  equal(OutsideNumberForm.safeParse(form).success, true);
  for (const number of ['', '3637', 'sip:a@b', '01 40 00', '0140000000;ext=1', '+33140000000\r\nX: y'])
    equal(
      OutsideNumberForm.safeParse({ ...form, number }).error?.issues[0]?.message,
      'OUTSIDE_NUMBER',
      number,
    );
  for (const name of ['', 'a\u0007b', 'x'.repeat(81)])
    equal(OutsideNumberForm.safeParse({ ...form, name }).success, false);
});
