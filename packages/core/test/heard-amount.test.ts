import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { heardAmount, promptOf, type PromptLanguage } from '../src/index.ts';

/** What is heard, in words; hyphens are for the eye. */
const said = (euros: number, language: PromptLanguage): string =>
  heardAmount(euros, language)
    .map((name) => promptOf(name)?.text ?? `no piece ${name}`)
    .join(' ')
    .replaceAll('-', ' ');

const UNITS =
  'zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf'.split(
    ' ',
  );
const TENS: Record<number, string> = {
  2: 'vingt',
  3: 'trente',
  4: 'quarante',
  5: 'cinquante',
  6: 'soixante',
};

/** The rules of French spelling before 1990, each written out; `isLast`: no other number word follows. */
function frenchBelowHundred(number: number, isLast: boolean): string {
  if (number === 80) return isLast ? 'quatre-vingts' : 'quatre-vingt';
  if (number > 80) return `quatre-vingt-${UNITS[number - 80]}`;
  if (number === 71) return 'soixante et onze';
  if (number >= 70) return `soixante-${UNITS[number - 60]}`;
  if (number < 20) return UNITS[number]!;
  const tens = TENS[Math.floor(number / 10)]!;
  const unit = number % 10;
  if (unit === 0) return tens;
  return unit === 1 ? `${tens} et un` : `${tens}-${UNITS[unit]}`;
}
function frenchBelowThousand(number: number): string {
  const [hundreds, rest] = [Math.floor(number / 100), number % 100];
  const words: string[] = [];
  if (hundreds === 1) words.push('cent');
  if (hundreds > 1) words.push(UNITS[hundreds]!, rest === 0 ? 'cents' : 'cent');
  if (rest > 0) words.push(frenchBelowHundred(rest, true));
  return words.join(' ');
}
function french(number: number): string {
  const [thousands, rest] = [Math.floor(number / 1000), number % 1000];
  const words: string[] = [];
  if (thousands === 1) words.push('mille');
  if (thousands > 1) words.push(frenchBelowHundred(thousands, false), 'mille');
  if (rest > 0) words.push(frenchBelowThousand(rest));
  return words.join(' ');
}

const ENGLISH =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const ENGLISH_TENS = '- - twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
function english(number: number): string {
  if (number < 20) return ENGLISH[number]!;
  if (number < 100) {
    const unit = number % 10;
    return `${ENGLISH_TENS[Math.floor(number / 10)]}${unit === 0 ? '' : ` ${ENGLISH[unit]}`}`;
  }
  const [size, word] = number < 1000 ? ([100, 'hundred'] as const) : ([1000, 'thousand'] as const);
  const rest = number % size;
  const head = `${english(Math.floor(number / size))} ${word}`;
  if (rest === 0) return head;
  return rest < 100 ? `${head} and ${english(rest)}` : `${head} ${english(rest)}`;
}

test('[PRO-1] every amount from 1 to 99,999 is said as French is written, in pieces that exist', () => {
  for (let euros = 1; euros <= 99_999; euros += 1)
    equal(said(euros, 'fr').replace(/ euros?$/, ''), french(euros).replaceAll('-', ' '), String(euros));
});

test('[PRO-1] every amount from 1 to 99,999 is said in English', () => {
  for (let euros = 1; euros <= 99_999; euros += 1)
    equal(said(euros, 'en'), `${english(euros)} ${euros === 1 ? 'euro' : 'euros'}`, String(euros));
});

test('[PRO-1] the examples of the grammar books', () => {
  const examples: readonly (readonly [number, string])[] = [
    [1, 'un euro'],
    [16, 'seize euros'],
    [21, 'vingt et un euro'],
    [70, 'soixante dix euros'],
    [71, 'soixante et onze euros'],
    [80, 'quatre vingts euros'],
    [81, 'quatre vingt un euro'],
    [91, 'quatre vingt onze euros'],
    [99, 'quatre vingt dix neuf euros'],
    [200, 'deux cents euros'],
    [201, 'deux cent un euro'],
    [1000, 'mille euros'],
    [1001, 'mille un euro'],
    [6680, 'six mille six cent quatre vingts euros'],
    [71_000, 'soixante et onze mille euros'],
    [80_000, 'quatre vingt mille euros'],
    [99_999, 'quatre vingt dix neuf mille neuf cent quatre vingt dix neuf euros'],
  ];
  for (const [euros, words] of examples) equal(said(euros, 'fr'), words);
  equal(said(1, 'en'), 'one euro');
  equal(said(1_005, 'en'), 'one thousand and five euros');
  equal(said(42_350, 'en'), 'forty two thousand three hundred and fifty euros');
});

test('[PRO-2] what French ties together is one piece', () => {
  deepEqual(heardAmount(2, 'fr'), ['heard-2-euros-fr']);
  deepEqual(heardAmount(106, 'fr'), ['heard-100-fr', 'heard-6-euros-fr']);
  deepEqual(heardAmount(600, 'fr'), ['heard-600-euros-fr']);
  deepEqual(heardAmount(26_000, 'fr'), ['heard-20-fr', 'heard-6000-fr', 'heard-euros-fr']);
  deepEqual(heardAmount(70_000, 'fr'), ['heard-60-fr', 'heard-10000-fr', 'heard-euros-fr']);
  deepEqual(heardAmount(20_000, 'fr'), ['heard-20000-fr', 'heard-euros-fr']);
  for (let euros = 1; euros <= 99_999; euros += 1) {
    const names = heardAmount(euros, 'fr');
    const last = names.at(-1)!;
    const before = names.at(-2) ?? '';
    ok(
      last === 'heard-euros-fr' ? promptOf(before.replace(/-fr$/, '-euros-fr')) === null : true,
      String(euros),
    );
  }
});

test('[PRO-1] what is no whole amount within bounds is a bug of ours', () => {
  for (const euros of [0, -1, 1.5, 100_000, Number.NaN]) throws(() => heardAmount(euros, 'fr'));
});
