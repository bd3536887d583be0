import { ENGLISH_PIECES, ENGLISH_TEXTS } from './english.ts';
import { FRENCH_PIECES, FRENCH_TEXTS } from './french.ts';

export type PromptLanguage = 'fr' | 'en';
export type FrenchPiece = `${keyof typeof FRENCH_PIECES}-fr`;
export type EnglishPiece = `${keyof typeof ENGLISH_PIECES}-en`;
/** The name of a recording that the line can play. */
export type PromptName =
  | `${keyof typeof FRENCH_TEXTS}-fr`
  | `${keyof typeof ENGLISH_TEXTS}-en`
  | FrenchPiece
  | EnglishPiece;

export interface Prompt {
  readonly name: PromptName;
  readonly language: PromptLanguage;
  /** A whole sentence, or a piece of which an amount is said. */
  readonly kind: 'text' | 'piece';
  /** What is to be read aloud. */
  readonly text: string;
  /** The pause after it, for what is said again and again. */
  readonly pauseMs: number;
}

const HOLD_PAUSE_MS = 4_000;

const listed = (
  texts: Readonly<Record<string, string>>,
  of: Pick<Prompt, 'language' | 'kind'>,
): readonly Prompt[] =>
  Object.entries(texts).map(([name, text]) => ({
    ...of,
    name: `${name}-${of.language}` as PromptName,
    text,
    pauseMs: name === 'hold' ? HOLD_PAUSE_MS : 0,
  }));

/** Everything that the line can say, in the order in which a screen shows it. */
export const PROMPTS: readonly Prompt[] = [
  ...listed(FRENCH_TEXTS, { language: 'fr', kind: 'text' }),
  ...listed(ENGLISH_TEXTS, { language: 'en', kind: 'text' }),
  ...listed(FRENCH_PIECES, { language: 'fr', kind: 'piece' }),
  ...listed(ENGLISH_PIECES, { language: 'en', kind: 'piece' }),
];

const BY_NAME: ReadonlyMap<unknown, Prompt> = new Map(PROMPTS.map((prompt) => [prompt.name, prompt]));

/** Null: the line has no such prompt. */
export const promptOf = (name: unknown): Prompt | null => BY_NAME.get(name) ?? null;
