import { assert } from '../assert.ts';
import { FRENCH_PIECES } from './french.ts';
import type { EnglishPiece, FrenchPiece, PromptLanguage, PromptName } from './prompts.ts';

/** Beyond, nothing is said back: nobody promises more by keypad. */
const HEARD_EUROS_MAX = 99_999;

/** The pieces that say a number of whole euros, 1 to 99,999, in order; they follow each other without a pause. */
export function heardAmount(euros: number, language: PromptLanguage): readonly PromptName[] {
  assert(
    Number.isInteger(euros) && euros >= 1 && euros <= HEARD_EUROS_MAX,
    'an amount that is said back is whole and within bounds',
  );
  return language === 'fr' ? frenchEuros(euros) : englishEuros(euros);
}

function frenchEuros(euros: number): readonly FrenchPiece[] {
  const before = french(euros);
  const last = before.at(-1);
  assert(last !== undefined, 'every number has a word');
  // A last word that is tied to «euros» («deux‿euros») is one piece with it.
  const tied = last.replace(/-fr$/, '-euros');
  if (tied in FRENCH_PIECES) return [...before.slice(0, -1), `${tied}-fr` as FrenchPiece];
  return [...before, 'heard-euros-fr'];
}

function french(number: number): readonly FrenchPiece[] {
  const thousands = Math.floor(number / 1_000);
  const hundreds = Math.floor((number % 1_000) / 100) * 100;
  return [
    ...frenchThousands(thousands),
    ...(hundreds === 0 ? [] : [frenchPiece(hundreds)]),
    ...frenchBelowHundred(number % 100),
  ];
}

/** «mille» never takes «un» before it; six, huit and dix lose their last sound before it. */
function frenchThousands(thousands: number): readonly FrenchPiece[] {
  if (thousands === 0) return [];
  if (thousands === 1) return ['heard-1000-fr'];
  const before = frenchBelowHundred(thousands);
  const last = before.at(-1) ?? '';
  const joined = last.replace(/-fr$/, '000');
  if (joined in FRENCH_PIECES && last !== 'heard-1-fr')
    return [...before.slice(0, -1), `${joined}-fr` as FrenchPiece];
  return [...before, 'heard-1000-fr'];
}

function frenchBelowHundred(number: number): readonly FrenchPiece[] {
  if (number === 0) return [];
  if (number < 20) return [frenchPiece(number)];
  // Seventy and ninety are counted on from sixty and eighty: soixante-dix, quatre-vingt-onze.
  const tens = number >= 80 ? 80 : number >= 60 ? 60 : Math.floor(number / 10) * 10;
  const rest = number - tens;
  // vingt et un, soixante et onze; but quatre-vingt-un, quatre-vingt-onze.
  const isAnd = tens !== 80 && (rest === 1 || rest === 11);
  return [
    frenchPiece(tens),
    ...(isAnd ? ['heard-and-fr' as const] : []),
    ...(rest === 0 ? [] : [frenchPiece(rest)]),
  ];
}

const frenchPiece = (number: number): FrenchPiece => `heard-${number}-fr` as FrenchPiece;

function englishEuros(euros: number): readonly EnglishPiece[] {
  const thousands = Math.floor(euros / 1_000);
  const hundreds = Math.floor((euros % 1_000) / 100);
  const rest = euros % 100;
  return [
    ...(thousands === 0 ? [] : [...englishBelowHundred(thousands), 'heard-1000-en' as const]),
    ...(hundreds === 0 ? [] : [englishPiece(hundreds), 'heard-100-en' as const]),
    ...(rest > 0 && euros >= 100 ? ['heard-and-en' as const] : []),
    ...englishBelowHundred(rest),
    euros === 1 ? 'heard-euro-en' : 'heard-euros-en',
  ];
}

function englishBelowHundred(number: number): readonly EnglishPiece[] {
  if (number === 0) return [];
  if (number < 20) return [englishPiece(number)];
  const unit = number % 10;
  return [englishPiece(number - unit), ...(unit === 0 ? [] : [englishPiece(unit)])];
}

const englishPiece = (number: number): EnglishPiece => `heard-${number}-en` as EnglishPiece;
