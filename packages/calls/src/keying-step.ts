import { after, stay, unreachable, type Instant, type PromptName, type Step } from '@pledgeline/core';
import {
  KEYING_LIMITS as LIMITS,
  type Keyed,
  type Keying,
  type KeyingEffect,
  type KeyingInput,
  type KeyingRules,
  type KeyingStep,
  type LinkTo,
} from './keying.ts';
import { asked, spoken, thanksFor, type Word } from './keying-words.ts';

/** null: it is over. */
type Next = Step<Keying | null, KeyingEffect>;
type At<Kind extends KeyingStep['kind']> = KeyingStep & { readonly kind: Kind };

/** A caller has chosen the keypad. `isNoted`: a promise was noted in this call before, and one call promises once. */
export function beginKeying(
  of: Pick<Keying, 'language' | 'hasNumber'> & { readonly isNoted: boolean },
  now: Instant,
): Step<Keying, KeyingEffect> {
  const { language, hasNumber, isNoted } = of;
  const fresh = { language, hasNumber, misses: 0, saying: null, until: now };
  return isNoted
    ? parting({ ...fresh, at: { kind: 'amount', keyed: '' } }, 'already-noted', now)
    : ask({ ...fresh, at: { kind: 'amount', keyed: '' } }, [], now);
}

/** Takes one input. Moments must not go back; a word that does not fit is late and changes nothing. */
export function stepKeying(keying: Keying, input: KeyingInput, now: Instant, rules: KeyingRules): Next {
  switch (input.kind) {
    case 'key':
      return pressed(keying, input.key, now, rules);
    case 'said':
      return said(keying, input.prompt, now);
    case 'sound-back':
      return again(keying, now);
    case 'pledge-saved':
    case 'pledge-not-saved':
      return answered(keying, input.kind, now);
    case 'gone':
      return gone(keying);
    case 'clock':
      return now < keying.until ? stay(keying) : silent(keying, now, rules);
    default:
      return unreachable(input);
  }
}

/** When it must be told the time. */
export const keyingWakesAt = (keying: Keying): Instant => keying.until;

function pressed(keying: Keying, key: string, now: Instant, rules: KeyingRules): Next {
  const { at } = keying;
  switch (at.kind) {
    case 'amount':
    case 'number':
      if (key === '#') return closed(keying, at, now, rules);
      return isDigit(key) ? typed(keying, at, key, now) : missed(keying, ['not-understood'], now);
    case 'amount-heard':
      if (key === '1') return goOn(keying, { kind: 'number', euros: at.euros, keyed: '' }, now);
      if (key === '2') return goOn(keying, { kind: 'amount', keyed: '' }, now);
      return missed(keying, ['not-understood'], now);
    case 'number-heard':
      if (key === '1') return save(keying, at.euros, { number: at.number }, now);
      if (key === '2') return goOn(keying, { kind: 'number', euros: at.euros, keyed: '' }, now);
      return missed(keying, ['not-understood'], now);
    case 'saving':
    case 'parting':
      return stay(keying);
    default:
      return unreachable(at);
  }
}

const isDigit = (key: string): boolean => /^\d$/.test(key);

/** [CAL-102] What has more digits than any answer is not kept: it may be a card number. */
function typed(keying: Keying, at: At<'amount' | 'number'>, key: string, now: Instant): Next {
  const most = at.kind === 'amount' ? LIMITS.amountDigitsMax : LIMITS.numberDigitsMax;
  const keyed: Keyed = at.keyed === null || at.keyed.length === most ? null : at.keyed + key;
  return {
    state: { ...keying, at: { ...at, keyed }, saying: null, until: after(now, LIMITS.betweenKeysMs) },
    effects: keying.saying === null ? [] : [{ kind: 'silence' }],
  };
}

/** The answer is complete: by the hash key, or because nothing more came. */
function closed(keying: Keying, at: At<'amount' | 'number'>, now: Instant, rules: KeyingRules): Next {
  if (at.keyed === null) return missed(keying, ['no-card'], now);
  return at.kind === 'amount'
    ? closedAmount(keying, at.keyed, now, rules)
    : closedNumber(keying, at.keyed, at.euros, { now, rules });
}

function closedAmount(keying: Keying, digits: string, now: Instant, rules: KeyingRules): Next {
  if (digits === '') return missed(keying, ['not-understood'], now);
  const euros = Number(digits);
  if (euros < rules.eurosMin || euros > rules.eurosMax) return missed(keying, ['amount-bounds'], now);
  return goOn(keying, { kind: 'amount-heard', euros }, now);
}

function closedNumber(
  keying: Keying,
  digits: string,
  euros: number,
  { now, rules }: { readonly now: Instant; readonly rules: KeyingRules },
): Next {
  if (digits === '') return save(keying, euros, unasked(keying), now);
  const judged = rules.judgeNumber(digits);
  switch (judged.kind) {
    case 'card':
      return missed(keying, ['no-card'], now);
    case 'wrong':
      return missed(keying, ['number-wrong'], now);
    case 'number':
      return goOn(keying, { kind: 'number-heard', euros, digits, number: judged.number }, now);
    default:
      return unreachable(judged);
  }
}

/** [CAL-103] Whoever says nothing else gets the link at the number that he calls from, if there is one. */
const unasked = ({ hasNumber }: Keying): LinkTo => (hasNumber ? 'own' : 'none');

const goOn = (keying: Keying, at: KeyingStep, now: Instant): Next =>
  ask({ ...keying, at, misses: 0 }, [], now);

/** What was wrong, and the question again; too often, and the caller waits for a volunteer. */
function missed(keying: Keying, why: readonly Word[], now: Instant): Next {
  const misses = keying.misses + 1;
  if (misses >= LIMITS.missesMax) return giveUp(keying, now);
  return ask({ ...keying, at: emptied(keying.at), misses }, why, now);
}

/** [CAL-104] An amount that was not confirmed is forgotten; one that was is saved, whatever becomes of the number. */
function giveUp(keying: Keying, now: Instant): Next {
  const { at } = keying;
  if (at.kind === 'number' || at.kind === 'number-heard') return save(keying, at.euros, unasked(keying), now);
  return parting(keying, 'back-in-line', now);
}

function emptied(at: KeyingStep): KeyingStep {
  return at.kind === 'amount' || at.kind === 'number' ? { ...at, keyed: '' } : at;
}

function save(keying: Keying, euros: number, to: LinkTo, now: Instant): Next {
  const at: KeyingStep = { kind: 'saving', euros, to };
  return {
    state: { ...keying, at, saying: null, until: after(now, LIMITS.savingMs) },
    effects: [...(keying.saying === null ? [] : [SILENCE]), { kind: 'save-pledge', euros, to }],
  };
}
const SILENCE: KeyingEffect = { kind: 'silence' };

/** [CAL-105] Thanks are said for what is saved, and for nothing else. */
function answered(keying: Keying, word: 'pledge-saved' | 'pledge-not-saved', now: Instant): Next {
  const { at } = keying;
  const isSaved = word === 'pledge-saved';
  if (at.kind === 'parting' && isSaved && at.ifSaved !== null)
    return say({ ...keying, at: { kind: 'parting', words: at.ifSaved, ifSaved: null } }, [at.ifSaved], now);
  if (at.kind !== 'saving') return stay(keying);
  return isSaved ? parting(keying, thanksFor(at.to), now) : notSaved(keying, at, now);
}

function notSaved(keying: Keying, { to }: At<'saving'>, now: Instant): Next {
  return parting(keying, 'not-saved', now, spoken(thanksFor(to), keying.language));
}

function said(keying: Keying, prompt: string, now: Instant): Next {
  if (prompt !== keying.saying) return stay(keying);
  if (keying.at.kind === 'parting') return OVER;
  return stay({ ...keying, saying: null, until: after(now, LIMITS.silenceMs) });
}
const OVER: Next = { state: null, effects: [{ kind: 'keyed-out' }] };

/** Nothing came: of what was keyed, that is the end; else it is asked once more. */
function silent(keying: Keying, now: Instant, rules: KeyingRules): Next {
  const { at, misses } = keying;
  switch (at.kind) {
    case 'amount':
    case 'number':
      if (at.keyed !== '') return closed(keying, at, now, rules);
      break;
    case 'amount-heard':
    case 'number-heard':
      break;
    case 'saving':
      return notSaved(keying, at, now);
    case 'parting':
      return OVER;
    default:
      return unreachable(at);
  }
  return misses + 1 >= LIMITS.silencesMax ? giveUp(keying, now) : missed(keying, [], now);
}

/** [CAL-104] Who hangs up after the amount was confirmed has promised. */
function gone({ at, ...keying }: Keying): Next {
  const isConfirmed = at.kind === 'number' || at.kind === 'number-heard';
  if (!isConfirmed) return { state: null, effects: [] };
  const to = unasked({ ...keying, at });
  return { state: null, effects: [{ kind: 'save-pledge', euros: at.euros, to }] };
}

function again(keying: Keying, now: Instant): Next {
  if (keying.at.kind === 'saving') return stay(keying);
  return keying.at.kind === 'parting' ? say(keying, [keying.at.words], now) : ask(keying, [], now);
}

/** The question of where it stands, after words about what came before. */
function ask(keying: Keying, before: readonly Word[], now: Instant): Step<Keying, KeyingEffect> {
  const first = before.map((word) => spoken(word, keying.language));
  return say(keying, [...first, ...asked(keying)], now);
}

function parting(
  keying: Keying,
  word: Word,
  now: Instant,
  ifSaved: PromptName | null = null,
): Step<Keying, KeyingEffect> {
  const words = spoken(word, keying.language);
  return say({ ...keying, at: { kind: 'parting', words, ifSaved } }, [words], now);
}

function say(keying: Keying, prompts: readonly PromptName[], now: Instant): Step<Keying, KeyingEffect> {
  const saying = prompts.at(-1) ?? null;
  return {
    state: { ...keying, saying, until: after(now, LIMITS.sayingMs) },
    effects: [{ kind: 'say', prompts }],
  };
}
