import { lineStateAt, readingOf, type Evening, type Language } from '@pledgeline/contract';
import { unreachable } from '@pledgeline/core';
import type { Sentences } from '../language/french.ts';
import { whenWords } from './day-words.ts';

interface Spoken {
  readonly sentences: Pick<Sentences, 'show'>;
  readonly language: Language;
}

/** Whether calls come, and until or from when, by the campaign's clocks. */
export function lineWords(evening: Evening, now: number, { sentences, language }: Spoken): string {
  const words = sentences.show;
  const { zone } = evening;
  const state = lineStateAt(evening, now);
  switch (state.kind) {
    case 'open': {
      const until = evening.openings.find((span) => span.from <= now && now < span.until)?.until;
      if (until === undefined) return words.open;
      const { time } = readingOf(until, zone);
      return words.openUntil(time === '00:00' ? words.midnight : time);
    }
    case 'closed-by-hand':
      return words.closedByHand;
    case 'closed':
      if (state.opens === null) return words.closed;
      return words.closedUntil(whenWords(state.opens, now, { zone, language }));
    default:
      return unreachable(state);
  }
}
