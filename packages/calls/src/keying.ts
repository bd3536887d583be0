import type { Instant, PromptLanguage, PromptName } from '@pledgeline/core';

/**
 * One caller who promises by keypad: what is asked, what has been keyed so far, and until when an answer is waited for.
 * It is kept in memory alone, beside the exchange, whose log must not hold what was keyed.
 */
export interface Keying {
  readonly language: PromptLanguage;
  /** Whether a link can be sent to the number that the caller calls from. */
  readonly hasNumber: boolean;
  readonly at: KeyingStep;
  /** Questions in a row that got no answer, or none that fits. */
  readonly misses: number;
  /** The last of what is being said; null: it has been said, or was cut short by a key. */
  readonly saying: PromptName | null;
  /** No state lasts longer than this by itself. */
  readonly until: Instant;
}

export type KeyingStep =
  | { readonly kind: 'amount'; readonly keyed: Keyed }
  /** The amount was said back. */
  | { readonly kind: 'amount-heard'; readonly euros: number }
  | { readonly kind: 'number'; readonly euros: number; readonly keyed: Keyed }
  /** The number was said back, as it was keyed; `number`: E.164. */
  | {
      readonly kind: 'number-heard';
      readonly euros: number;
      readonly digits: string;
      readonly number: string;
    }
  | { readonly kind: 'saving'; readonly euros: number; readonly to: LinkTo }
  /** The last words: nothing is asked any more. `ifSaved`: what is said instead, should a late save have worked after all. */
  | { readonly kind: 'parting'; readonly words: PromptName; readonly ifSaved: PromptName | null };

/** Digits; null: more than any answer has, and none of them is kept, for they may be a card's. */
export type Keyed = string | null;

/** Where the link to pay by is sent: to the number that calls, to nobody, or to one that was keyed in (E.164). */
export type LinkTo = 'own' | 'none' | { readonly number: string };

export interface KeyingRules {
  readonly eurosMin: number;
  readonly eurosMax: number;
  /** What the digits are that somebody keys as a telephone number. */
  readonly judgeNumber: (digits: string) => JudgedNumber;
}
/** E.164, where it is a number at which an SMS arrives. */
type JudgedNumber =
  | { readonly kind: 'number'; readonly number: string }
  | { readonly kind: 'card' }
  | { readonly kind: 'wrong' };

export type KeyingInput =
  /** One key: 0 to 9, * or #. */
  | { readonly kind: 'key'; readonly key: string }
  /** What ends with this prompt has been said. */
  | { readonly kind: 'said'; readonly prompt: PromptName }
  /** The sound was away: what was being said was not heard. */
  | { readonly kind: 'sound-back' }
  | { readonly kind: 'pledge-saved' | 'pledge-not-saved' }
  /** The caller is gone. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'clock' };

export type KeyingEffect =
  | { readonly kind: 'say'; readonly prompts: readonly PromptName[] }
  /** A key cuts short what is being said. */
  | { readonly kind: 'silence' }
  /** Answered by `pledge-saved` or `pledge-not-saved`, unless the caller is gone. Said again, it is the same pledge. */
  | { readonly kind: 'save-pledge'; readonly euros: number; readonly to: LinkTo }
  /** The caller waits in the line again. */
  | { readonly kind: 'keyed-out' };

export const KEYING_LIMITS = {
  /** One more than the highest amount has, so that too much is told from a card number. */
  amountDigitsMax: 6,
  /** 00 and the fifteen digits of E.164. */
  numberDigitsMax: 17,
  /** After this the digits that were keyed are the answer, also without the hash key. */
  betweenKeysMs: 5_000,
  /** Nobody has keyed anything: it is asked again. */
  silenceMs: 8_000,
  /** The longest that is said takes twelve seconds; longer means that its end was never told. */
  sayingMs: 30_000,
  /** Who waits longer for "thank you" than this hears that it did not work. */
  savingMs: 8_000,
  /** The third answer that does not fit is the last, and the second time that nothing comes: a volunteer understands better. */
  missesMax: 3,
  silencesMax: 2,
} as const;
