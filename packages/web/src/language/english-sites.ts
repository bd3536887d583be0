import type { Sentences } from './french.ts';

/** Of sites, and of who takes which calls. */
export const englishSites: Sentences['sites'] = {
  languages: 'You speak with callers in',
  languagesHelp: 'You will only get calls in these languages.',
  french: 'French',
  english: 'English',
  languageNeeded: 'Tick at least one language.',
  professional: 'Professional',
  listener: 'Listener',
  professionalAt: (number) => `Position ${number}: a professional operator`,
  listenerAt: (number) => `Position ${number}: a listener of the charity`,
};
