import type { Language } from '@pledgeline/contract';

/**
 * An amount as it is said: what the volunteer reads back, beside the figures, so that fifteen and fifty are told apart.
 * Takes cents up to 999 999.99; the contract's bound lies far below.
 */
export function spokenAmount(amountCents: number, language: Language): string {
  const euros = Math.floor(amountCents / 100);
  const rest = amountCents % 100;
  return language === 'fr' ? frenchAmount(euros, rest) : englishAmount(euros, rest);
}

function frenchAmount(euros: number, rest: number): string {
  const main = `${frenchNumber(euros)} ${euros < 2 ? 'euro' : 'euros'}`;
  if (rest === 0) return main;
  const cents = `${frenchNumber(rest)} ${rest < 2 ? 'centime' : 'centimes'}`;
  return euros === 0 ? cents : `${main} et ${cents}`;
}

function englishAmount(euros: number, rest: number): string {
  const main = `${englishNumber(euros)} ${euros === 1 ? 'euro' : 'euros'}`;
  if (rest === 0) return main;
  const cents = `${englishNumber(rest)} ${rest === 1 ? 'cent' : 'cents'}`;
  return euros === 0 ? cents : `${main} and ${cents}`;
}

const FRENCH_SMALL =
  'zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize'.split(' ');
const FRENCH_TENS = ['', 'dix', 'vingt', 'trente', 'quarante', 'cinquante', 'soixante'];

function frenchNumber(n: number): string {
  if (n < 100) return frenchBelowHundred(n);
  if (n < 1000) return frenchHundreds(n, true);
  const thousands = Math.floor(n / 1000);
  const rest = n % 1000;
  // « Quatre-vingts » and « cents » lose their s before « mille », which is a numeral and has none itself.
  const head = thousands === 1 ? 'mille' : `${frenchBelowThousand(thousands)} mille`;
  return rest === 0 ? head : `${head} ${rest < 100 ? frenchBelowHundred(rest) : frenchHundreds(rest, true)}`;
}

function frenchBelowThousand(n: number): string {
  const words = n < 100 ? frenchBelowHundred(n) : frenchHundreds(n, false);
  return words.endsWith('quatre-vingts') ? words.slice(0, -1) : words;
}

function frenchHundreds(n: number, last: boolean): string {
  const hundreds = Math.floor(n / 100);
  const rest = n % 100;
  const head = hundreds === 1 ? 'cent' : `${FRENCH_SMALL[hundreds] ?? ''} cent`;
  if (rest === 0) return hundreds > 1 && last ? `${head}s` : head;
  return `${head} ${frenchBelowHundred(rest)}`;
}

function frenchBelowHundred(n: number): string {
  if (n <= 16) return FRENCH_SMALL[n] ?? '';
  if (n < 20) return `dix-${FRENCH_SMALL[n - 10] ?? ''}`;
  if (n === 80) return 'quatre-vingts';
  if (n > 80) return `quatre-vingt-${frenchBelowHundred(n - 80)}`;
  if (n >= 70) return n === 71 ? 'soixante et onze' : `soixante-${frenchBelowHundred(n - 60)}`;
  const tens = FRENCH_TENS[Math.floor(n / 10)] ?? '';
  const unit = n % 10;
  if (unit === 0) return tens;
  return unit === 1 ? `${tens} et un` : `${tens}-${FRENCH_SMALL[unit] ?? ''}`;
}

const ENGLISH_SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const ENGLISH_TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

function englishNumber(n: number): string {
  if (n < 20) return ENGLISH_SMALL[n] ?? '';
  if (n < 100) {
    const tens = ENGLISH_TENS[Math.floor(n / 10)] ?? '';
    return n % 10 === 0 ? tens : `${tens}-${ENGLISH_SMALL[n % 10] ?? ''}`;
  }
  if (n < 1000) return joined(`${ENGLISH_SMALL[Math.floor(n / 100)] ?? ''} hundred`, n % 100);
  return joined(`${englishNumber(Math.floor(n / 1000))} thousand`, n % 1000);
}

function joined(head: string, rest: number): string {
  if (rest === 0) return head;
  return `${head}${rest < 100 ? ' and' : ''} ${englishNumber(rest)}`;
}
