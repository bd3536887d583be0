import type { frenchCharity } from './french-charity.ts';

/** Giving a call to the charity's own listeners. */
export const englishCharity: typeof frenchCharity = {
  key: 'To the charity',
  endKey: 'Forget and hang up',
  passed: 'The call is with the charity. Nothing of it was kept.',
  noListener: 'None of the charity’s listeners is free',
  say: (charity) =>
    `I am sorry: I cannot put you through to anybody of the charity just now. You can reach ${charity} at its usual number, or call here again in a few minutes. What you have told me will not be kept.`,
  again:
    'Nothing has been forgotten yet. The same key once more wipes everything that was noted and ends the call.',
  title: 'An anonymous call, handed to the charity',
  spoken: { fr: 'The caller speaks French.', en: 'The caller speaks English.' },
  nothingKnown: 'Nobody knows who is calling: no number, no name.',
  nothingKept: 'Nothing of this call is kept, but that there was one. Take all the time it needs.',
  over: 'The call is over.',
};
