/** Of sites, and of who takes which calls. */
export const frenchSites = {
  languages: 'Vous parlez avec les appelants en',
  languagesHelp: 'Vous ne recevrez que les appels dans ces langues.',
  french: 'français',
  english: 'anglais',
  languageNeeded: 'Cochez au moins une langue.',
  professional: 'Professionnel',
  listener: 'Écoutant',
  professionalAt: (number: number) => `Position ${number} : un professionnel de l’appel`,
  listenerAt: (number: number) => `Position ${number} : un écoutant de l’association`,
};
