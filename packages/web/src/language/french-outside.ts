import type { OutsideCallNow, OutsideRefused } from '@pledgeline/contract';

/** The part of whoever says what may be rung from here; apart, because no volunteer ever reads it. */
export const frenchOutside = {
  title: 'Appels sortants',
  summary: (on: number, lastHour: number) =>
    `${on} en cours, ${lastHour} ${lastHour < 2 ? 'passé' : 'passés'} depuis une heure`,
  readOnly: 'Vous pouvez consulter ces réglages. Seuls le siège et les superviseurs peuvent les modifier.',
  byTrunks: (names: string) => `Ils partent par : ${names}.`,
  noTrunk:
    'Aucune ligne opérateur ne porte d’appels sortants : rien ne peut partir. Un exploitant l’ouvre dans les lignes opérateur.',
  now: 'En cours',
  none: 'Aucun appel sortant en cours.',
  callback: 'Rappel d’un donateur',
  states: { calling: 'Appel', ringing: 'Sonne', talking: 'En ligne' } satisfies Record<
    OutsideCallNow['state'],
    string
  >,
  forMinutes: (minutes: number) => (minutes < 1 ? 'moins d’une minute' : `${minutes} min`),
  numbers: 'Numéros autorisés',
  numbersHelp: 'Un appel n’est transféré que vers ces numéros, et vers aucun autre.',
  noNumbers: 'Aucun numéro : aucun appel ne peut être transféré vers l’extérieur.',
  transfer: 'Transferts',
  noTransfer: 'Pas de transfert',
  listeners: 'Écoutants de l’association',
  add: 'Ajouter un numéro',
  edit: 'Modifier',
  editOf: (name: string) => `Modifier ${name}`,
  remove: 'Supprimer',
  removeOf: (name: string) => `Supprimer ${name}`,
  removeSure: 'Supprimer pour de bon ?',
  save: 'Enregistrer',
  cancel: 'Annuler',
  saved: 'Enregistré.',
  newTitle: 'Nouveau numéro',
  wrong: 'À corriger.',
  labels: {
    name: 'Nom',
    number: 'Numéro',
    transfer: 'Les bénévoles peuvent y transférer un appel',
    listeners: 'Les écoutants de l’association y répondent : la touche « Passer à l’association » l’appelle',
    callbacks: 'Les donateurs qui le souhaitent sont rappelés',
    callsMax: 'Appels en même temps, au plus',
    perHourMax: 'Appels par heure, au plus',
    minutesMax: 'Durée d’un appel, en minutes, au plus',
    prefixes: 'Autres pays ouverts',
  },
  helps: {
    name: 'Tel que les bénévoles le liront.',
    number: 'En entier, par exemple 01 40 00 00 01.',
    callbacks: 'À leur propre numéro seulement, sous les mêmes règles.',
    callsMax: (most: number) => `De 0 (aucun appel sortant) à ${most}.`,
    perHourMax: (most: number) => `De 0 à ${most}, répondus ou non.`,
    minutesMax: (most: number) => `De 1 à ${most} ; au-delà, l’appel est coupé.`,
    prefixes:
      'La France et les départements d’outre-mer sont toujours ouverts. Un indicatif par pays, par exemple +32.',
  },
  limits: 'Limites',
  limitsHelp: (most: number) =>
    `Elles valent pour la campagne. Pour toute la machine, ${most} appels sortants au plus en même temps.`,
  refused: 'Refusés depuis le démarrage',
  refusals: {
    'not-listed': 'hors de la liste',
    costly: 'surtaxés ou par satellite',
    country: 'vers un pays fermé',
    'callbacks-off': 'rappels fermés',
    'no-number': 'sans numéro à rappeler',
    'own-line': 'vers cette ligne même',
    'no-such-campaign': 'sans campagne',
    'campaign-full': 'trop d’appels en même temps',
    'machine-full': 'machine occupée',
    'hour-full': 'trop d’appels dans l’heure',
  } satisfies Record<OutsideRefused, string>,
};
