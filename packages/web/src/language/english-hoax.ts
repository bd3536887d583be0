import type { frenchHoax } from './french-hoax.ts';

export const englishHoax: typeof frenchHoax = {
  key: 'Hoax',
  withdraw: 'No help needed',
  back: 'Back to the form',
  asked: 'Help is asked for: somebody will take the call. Go on talking, calmly.',
  nobody: 'Nobody has come yet: say the sentence that fits, then hang up.',
  taken: (name) =>
    name === ''
      ? 'The call has been taken over. Nothing of it is kept here.'
      : `${name} has taken the call over. Nothing of it is kept here.`,
  yours: 'A hoax: say the sentence that fits, then hang up.',
  floorTitle: 'Help is asked for',
  floorWho: (name, position, site) => `${name}, position ${position}, ${site}`,
  floorWhat: 'suspects a hoax',
  bar: 'Take this number no more',
  barEvening: 'This evening',
  barCampaign: 'The whole campaign',
  barDone: 'Done: this number will hear an announcement, and nobody will pick up.',
  barWithheld: 'The number is withheld: it cannot be barred.',
  bars: 'Barred numbers',
  barsNone: 'No number is barred.',
  barsWhy: 'Nobody can read which number it is, not even here.',
  reasons: { hoax: 'Hoax', insults: 'Insults', silence: 'Silent calls' },
  barBy: (by, when) => `by ${by}, ${when}`,
  barUntil: (when) => `until ${when}`,
  barForCampaign: 'until the end of the campaign',
  lift: 'Take its calls again',
  take: 'Take the call',
  takeOf: (name, position) => `of ${name}, position ${position}`,
};
