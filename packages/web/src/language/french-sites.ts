/** Of sites, and of who takes which calls. */
export const frenchSites = {
  languages: 'Vous parlez avec les appelants en',
  languagesHelp: 'Vous ne recevrez que les appels dans ces langues.',
  french: 'français',
  english: 'anglais',
  languageNeeded: 'Cochez au moins une langue.',
  professional: 'Professionnel',
  listener: 'Écoutant',
  professionalAt: (number: number) => `Position ${number} : un professionnel de l’appel`,
  listenerAt: (number: number) => `Position ${number} : un écoutant de l’association`,
  title: 'Sites',
  summary: (seated: number, sites: number) =>
    `${seated} ${seated < 2 ? 'personne' : 'personnes'} sur ${sites} ${sites < 2 ? 'site' : 'sites'}`,
  preference: 'À qui vont les appels',
  pool: 'Tous les sites ensemble',
  poolHelp: 'Un appel va à la personne libre depuis le plus longtemps, où qu’elle soit.',
  own: 'D’abord le site de la ligne',
  ownHelp:
    'Un appel attend son site, puis va à n’importe qui. Si personne n’y travaille, il va ailleurs aussitôt.',
  overflow: 'Au bout de combien de secondes l’appel va ailleurs',
  overflowHelp: (most: number) => `De 1 à ${most}. L’appelant garde sa place dans la file.`,
  lineSite: (number: string) => `Site de la ligne ${number}`,
  anySite: 'Aucun : tous les sites',
  unspoken: (number: string, language: 'fr' | 'en') =>
    `Personne d’installé ne parle ${language === 'fr' ? 'français' : 'anglais'} : les appels au ${number} attendent.`,
  save: 'Enregistrer',
  saved: 'Enregistré. Cela vaut dès le prochain appel.',
  list: 'Les sites',
  noSites: 'Aucun site. Il en naît un avec ses premières positions.',
  shareOf: (name: string) => `Part du site ${name}`,
  name: 'Nom du site',
  weight: 'Poids',
  weightHelp:
    'Un site de poids 2 reçoit deux fois plus d’appels qu’un site de poids 1, tant qu’il a quelqu’un de libre. Avec 1 partout, le temps d’attente de chacun décide seul.',
  callsMax: 'Appels à la fois, au plus',
  callsMaxHelp: 'Vide : autant que de personnes. 0 : plus aucun appel, ceux en cours continuent.',
  outsourced: 'Tenu par un prestataire',
  outsourcedHelp:
    'Ses superviseurs ne voient que ce site, et aucun donateur. Ses équipes ne transfèrent qu’entre elles.',
  people: (seated: number, positions: number) => `${seated} sur ${positions} positions`,
  speaking: (french: number, english: number) => `${french} en français, ${english} en anglais`,
  helpers: (professionals: number, listeners: number) =>
    `${professionals} ${professionals < 2 ? 'professionnel' : 'professionnels'}, ${listeners} ${listeners < 2 ? 'écoutant' : 'écoutants'}`,
  stopped: 'Ce site ne reçoit aucun appel.',
  wrong: 'À corriger.',
};
