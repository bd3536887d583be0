import type { Instant } from '@pledgeline/core';
import {
  beginKeying,
  keyingWakesAt,
  stepKeying,
  type Keying,
  type KeyingEffect,
  type KeyingInput,
  type KeyingRules,
} from '../src/index.ts';

const KEYING_RULES: KeyingRules = {
  eurosMin: 1,
  eurosMax: 50_000,
  judgeNumber(digits) {
    if (digits.startsWith('4')) return { kind: 'card' };
    return /^0[67]\d{8}$/.test(digits)
      ? { kind: 'number', number: `+33${digits.slice(1)}` }
      : { kind: 'wrong' };
  },
};

const at = (ms: number): Instant => ms as Instant;

/** Keys are told one by one, and what is said is said at once, unless told otherwise; each line is what was ordered. */
export class Dialogue {
  readonly lines: string[] = [];
  readonly effects: KeyingEffect[] = [];
  keying: Keying | null;
  now = 0;

  constructor(
    of: { readonly hasNumber?: boolean; readonly isNoted?: boolean; readonly language?: 'fr' | 'en' } = {},
  ) {
    const { hasNumber = true, isNoted = false, language = 'fr' } = of;
    const { state, effects } = beginKeying({ language, hasNumber, isNoted }, at(0));
    this.keying = state;
    this.#order('begin', effects);
  }

  tell(input: KeyingInput): this {
    if (this.keying === null) return this;
    const { state, effects } = stepKeying(this.keying, input, at(this.now), KEYING_RULES);
    this.keying = state;
    const { kind } = input;
    this.#order(kind === 'key' ? input.key : kind, effects);
    return this;
  }

  /** What is being said comes to its end, then the keys come. */
  keys(keys: string): this {
    this.heard();
    for (const key of keys) this.tell({ kind: 'key', key });
    return this;
  }

  heard(): this {
    const saying = this.keying?.saying ?? null;
    return saying === null ? this : this.tell({ kind: 'said', prompt: saying });
  }

  /** Nothing comes until the next moment. */
  silence(): this {
    this.heard();
    if (this.keying === null) return this;
    this.now = keyingWakesAt(this.keying);
    return this.tell({ kind: 'clock' });
  }

  #order(why: string, effects: readonly KeyingEffect[]): void {
    this.effects.push(...effects);
    if (effects.length > 0) this.lines.push(`${why}: ${effects.map(written).join(', ')}`);
  }
}

function written(effect: KeyingEffect): string {
  if (effect.kind === 'say') return effect.prompts.map((name) => name.replace(/-(?:fr|en)$/, '')).join(' ');
  if (effect.kind !== 'save-pledge') return effect.kind;
  return `save ${effect.euros} ${typeof effect.to === 'string' ? effect.to : effect.to.number}`;
}
