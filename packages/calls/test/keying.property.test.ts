import { equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { keyingWakesAt, type KeyingInput } from '../src/index.ts';
import { Dialogue } from './keying-ladder.ts';

type Word =
  | KeyingInput
  | { readonly kind: 'heard' }
  | { readonly kind: 'silence' }
  | { readonly kind: 'keys'; readonly keys: string };

/** Blind keys seldom come to a pledge, so some words are the right ones of somebody who knows what he wants. */
const word: fc.Arbitrary<Word> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .constantFrom(...Array.from('0123456789*#ABCD'))
      .map((key) => ({ kind: 'key' as const, key })),
  },
  {
    weight: 8,
    arbitrary: fc
      .constantFrom('25#', '1', '2', '#', '0612345678#', '4970101234567890#', '0#', '1#')
      .map((keys) => ({ kind: 'keys' as const, keys })),
  },
  { weight: 3, arbitrary: fc.constantFrom({ kind: 'heard' as const }, { kind: 'silence' as const }) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      { kind: 'pledge-saved' as const },
      { kind: 'pledge-not-saved' as const },
      { kind: 'sound-back' as const },
      { kind: 'clock' as const },
    ),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'said' as const, prompt: 'amount-fr' as const }) },
);
const script = fc.record({
  hasNumber: fc.boolean(),
  words: fc.array(word, { maxLength: 40, size: 'max' }),
  hangsUp: fc.boolean(),
});

function say(dialogue: Dialogue, said: Word): void {
  if (said.kind === 'keys') dialogue.keys(said.keys);
  else if (said.kind === 'heard') dialogue.heard();
  else if (said.kind === 'silence') dialogue.silence();
  else dialogue.tell(said);
}

test('[CAL-105] [CAL-108] whatever is keyed, thanks follow a save, it ends once, and nothing waits for ever', () => {
  const seen = { thanked: 0, keptWithout: 0, givenUp: 0 };
  fc.assert(
    fc.property(script, ({ hasNumber, words, hangsUp }) => {
      const dialogue = new Dialogue({ hasNumber });
      let isSaved = false;
      for (const said of words) {
        const before = dialogue.effects.length;
        const wasAsked = dialogue.effects.some(({ kind }) => kind === 'save-pledge');
        say(dialogue, said);
        isSaved ||= said.kind === 'pledge-saved' && wasAsked;
        for (const effect of dialogue.effects.slice(before))
          if (effect.kind === 'say' && effect.prompts.some((name) => name.startsWith('thanks'))) {
            ok(isSaved, 'nobody is thanked for what is not saved');
            seen.thanked += 1;
          }
        if (dialogue.keying === null) break;
        ok(keyingWakesAt(dialogue.keying) > dialogue.now, 'what is due has happened');
        const { at } = dialogue.keying;
        if ('keyed' in at && at.keyed !== null) ok(at.keyed.length <= (at.kind === 'amount' ? 6 : 17));
      }
      if (hangsUp) dialogue.tell({ kind: 'gone' });
      // Left alone, it comes to its end: three questions, their silences, the save and the last words.
      for (let turns = 0; dialogue.keying !== null; turns += 1) {
        ok(turns < 12, 'it ends');
        dialogue.now = keyingWakesAt(dialogue.keying);
        dialogue.tell({ kind: 'clock' });
      }
      const count = (wanted: string): number => dialogue.effects.filter(({ kind }) => kind === wanted).length;
      ok(count('keyed-out') <= 1 && (hangsUp || count('keyed-out') === 1));
      ok(count('save-pledge') <= 1, 'one promise is saved once');
      if (count('save-pledge') === 1 && hangsUp) seen.keptWithout += 1;
      if (count('save-pledge') === 0) seen.givenUp += 1;
    }),
    { numRuns: 3_000 },
  );
  ok(
    Object.values(seen).every((times) => times > 50),
    JSON.stringify(seen),
  );
  equal(Object.keys(seen).length, 3);
});
