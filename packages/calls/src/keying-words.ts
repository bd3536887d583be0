import { heardAmount, unreachable, type PromptLanguage, type PromptName } from '@pledgeline/core';
import type { Keying, LinkTo } from './keying.ts';

/** What is said while somebody keys, by the names of the recordings. */
export type Word =
  | 'amount'
  | 'no-card'
  | 'amount-bounds'
  | 'confirm'
  | 'not-understood'
  | 'number-own'
  | 'number-other'
  | 'number-wrong'
  | 'confirm-number'
  | 'thanks-keypad'
  | 'thanks-no-link'
  | 'already-noted'
  | 'not-saved'
  | 'back-in-line';

export const spoken = (word: Word, language: PromptLanguage): PromptName => `${word}-${language}`;

/** The question that is open; of an amount or a number that was keyed, after it was said back. */
export function asked({ at, language, hasNumber }: Keying): readonly PromptName[] {
  switch (at.kind) {
    case 'amount':
      return [spoken('amount', language)];
    case 'amount-heard':
      return [`heard-promise-${language}`, ...heardAmount(at.euros, language), spoken('confirm', language)];
    case 'number':
      return [spoken(hasNumber ? 'number-own' : 'number-other', language)];
    case 'number-heard':
      return [
        `heard-number-${language}`,
        ...heardDigits(at.digits, language),
        spoken('confirm-number', language),
      ];
    case 'saving':
    case 'parting':
      return [];
    default:
      return unreachable(at);
  }
}

const heardDigits = (digits: string, language: PromptLanguage): readonly PromptName[] =>
  Array.from(digits).map((digit) => `heard-${digit}-${language}` as PromptName);

export const thanksFor = (to: LinkTo): Word => (to === 'none' ? 'thanks-no-link' : 'thanks-keypad');
