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
  title: 'Sites',
  summary: (seated, sites) =>
    `${seated} ${seated === 1 ? 'person' : 'people'} at ${sites} ${sites === 1 ? 'site' : 'sites'}`,
  preference: 'Where calls go',
  pool: 'All sites together',
  poolHelp: 'A call goes to whoever has been free longest, wherever that is.',
  own: 'The line’s own site first',
  ownHelp:
    'A call waits for its site, then goes to anybody. If nobody works there, it goes elsewhere at once.',
  overflow: 'Seconds until the call goes elsewhere',
  overflowHelp: (most) => `From 1 to ${most}. The caller keeps the place in the queue.`,
  lineSite: (number) => `Site of line ${number}`,
  anySite: 'None: all sites',
  unspoken: (number, language) =>
    `Nobody seated speaks ${language === 'fr' ? 'French' : 'English'}: calls to ${number} wait.`,
  save: 'Save',
  saved: 'Saved. It holds from the next call on.',
  list: 'The sites',
  noSites: 'No site. One comes with its first positions.',
  shareOf: (name) => `Share of ${name}`,
  name: 'Name of the site',
  weight: 'Weight',
  weightHelp:
    'A site of weight 2 gets twice the calls of a site of weight 1, while it has somebody free. With 1 everywhere, only how long each has been free decides.',
  callsMax: 'Calls at a time, at most',
  callsMaxHelp: 'Empty: as many as people. 0: no more calls; those that are on go on.',
  outsourced: 'Run by another firm',
  outsourcedHelp:
    'Its supervisors see this site alone, and no donor. Its people hand calls over among themselves only.',
  people: (seated, positions) => `${seated} of ${positions} positions`,
  speaking: (french, english) => `${french} in French, ${english} in English`,
  helpers: (professionals, listeners) =>
    `${professionals} ${professionals === 1 ? 'professional' : 'professionals'}, ${listeners} ${listeners === 1 ? 'listener' : 'listeners'}`,
  stopped: 'This site gets no calls.',
  wrong: 'To be put right.',
};
