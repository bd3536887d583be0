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
  take: 'Take the call',
  takeOf: (name, position) => `of ${name}, position ${position}`,
};
