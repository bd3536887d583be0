import type { CheckFinding, CheckKind, RehearsalRun } from '@pledgeline/contract';

const some = (count: number, one: string, more: string): string => `${count} ${count < 2 ? one : more}`;
const gigabytes = (megabytes: number): string =>
  megabytes < 1_000 ? `${megabytes} Mo` : `${Math.floor(megabytes / 1_000)} Go`;

const kinds: Readonly<Record<CheckKind, string>> = {
  trunks: 'Opérateurs',
  numbers: 'Numéros',
  hours: 'Horaires',
  stop: 'Fermeture',
  prompts: 'Annonces',
  seats: 'Positions occupées',
  sound: 'Casques et téléphones',
  mail: 'Courriels',
  payment: 'Paiement',
  disk: 'Disque des données',
  'database-disk': 'Disque de la base',
  backup: 'Sauvegarde',
  rehearsed: 'Répétition',
};

/** What was found and, where something is to be done, what. `when`: the moment of it. */
const found: Readonly<Record<CheckFinding, (count: number, of: number, when: string, by: string) => string>> =
  {
    'trunks-up': (_count, of) => (of < 2 ? 'L’opérateur répond.' : `Les ${of} opérateurs répondent.`),
    'trunks-down': (count, of) =>
      `${count} sur ${of} ne ${count < 2 ? 'répond' : 'répondent'} pas : voyez l’écran « Opérateurs ».`,
    'trunks-unasked': () => 'Rien ne dit s’il répond : appelez le numéro depuis un vrai téléphone.',
    'trunks-none': () => 'Aucun opérateur n’est branché : les donateurs ne peuvent pas appeler.',
    'numbers-there': (count) => `${some(count, 'numéro', 'numéros')} pour cette campagne.`,
    'numbers-none': () => 'La campagne n’a aucun numéro.',
    'hours-there': (_count, _of, when) => `Ouverture : ${when}.`,
    'hours-past': () => 'Tous les horaires sont passés : ajoutez ceux de la soirée dans « Antenne ».',
    'hours-none': () => 'Aucun horaire : la ligne est ouverte dès maintenant. Ajoutez-en dans « Antenne ».',
    'line-by-hours': () => 'La ligne suit ses horaires.',
    'line-closed': () => 'L’encadrement a fermé la ligne : rouvrez-la avant la soirée.',
    'prompts-own': () => 'Toutes les annonces sont dites par une vraie voix.',
    'prompts-synthetic': (count, of) =>
      `${count} sur ${of} sont encore dites par une machine : enregistrez-les dans « Annonces ».`,
    'seats-full': (_count, of) =>
      of < 2 ? 'La position est occupée.' : `Les ${of} positions sont occupées.`,
    'seats-empty': (count, of) => `${some(count, 'occupée', 'occupées')} sur ${of}.`,
    'seats-none': () => 'Aucune position n’existe encore : ajoutez-en dans « Positions ».',
    'sound-checked': () => 'Le son de chaque position a été essayé aujourd’hui.',
    'sound-missing': (count) =>
      `${some(count, 'personne installée', 'personnes installées')} sans son : refaites l’essai du casque.`,
    'sound-unchecked': (count) => `${some(count, 'position', 'positions')} dont le son n’a pas été essayé.`,
    'mail-reached': () => 'Le serveur de courriel répond.',
    'mail-lost': () => 'Le serveur de courriel ne répond pas : prévenez l’exploitation.',
    'mail-kept': () =>
      'Rien ne part : les messages restent dans « Envois ». L’exploitation doit régler le courriel.',
    'payment-reached': () => 'Le prestataire de paiement répond.',
    'payment-lost': () => 'Le prestataire de paiement ne répond pas : prévenez l’exploitation.',
    'payment-sandbox': () => 'Les paiements sont fictifs : aucun argent n’arriverait.',
    'disk-free': (count) => `${gigabytes(count)} libres.`,
    'disk-low': (count) => `Plus que ${gigabytes(count)} libres : faites de la place.`,
    'disk-full': (count) => `Plus que ${gigabytes(count)} libres : il sera plein avant minuit.`,
    'disk-elsewhere': () => 'Il ne se voit pas d’ici : demandez à qui s’en occupe.',
    'backup-ticked': (_count, _of, when, by) => `Vérifiée par ${by} (${when}).`,
    'backup-open': () =>
      'Une sauvegarde de moins d’un jour existe-t-elle ? Cochez quand vous l’avez vérifiée.',
    rehearsed: (_count, _of, when) => `Répété jusqu’au bout (${when}).`,
    'not-rehearsed': () => 'Pas de répétition complète depuis un jour.',
  };

const ended: Readonly<Record<NonNullable<RehearsalRun['ended']>, string>> = {
  done: 'Jouée jusqu’au bout.',
  stopped: 'Arrêtée.',
  restart: 'Interrompue : le serveur a redémarré.',
};

/** The dress rehearsal. */
export const frenchRehearsal = {
  title: 'Répétition générale',
  ready: 'Tout est prêt.',
  notReady: (wrong: number, toDo: number) =>
    wrong === 0
      ? `${some(toDo, 'point reste', 'points restent')} à voir.`
      : `${some(wrong, 'point ne va pas', 'points ne vont pas')}, ${some(toDo, 'autre reste', 'autres restent')} à voir.`,
  checks: 'Avant d’ouvrir la ligne',
  states: { ok: 'en ordre', wrong: 'ne va pas', 'to-do': 'à voir' },
  kinds,
  found,
  more: (count: number) => `et ${count} de plus`,
  tick: 'Je l’ai vérifiée',
  untick: 'Décocher',
  run: 'Répéter la soirée',
  runHelp: 'Des donateurs enregistrés appellent, au rythme du conducteur resserré sur quelques minutes.',
  neverCounts:
    'Rien de tout cela ne compte : ni dans les compteurs, ni à l’antenne. Aucun donateur n’est contacté.',
  allTrial:
    'Toute cette campagne est un essai : les promesses de la répétition se voient dans ses compteurs.',
  calls: (most: number) => `Appels (${most} au plus)`,
  minutes: (most: number) => `Minutes (${most} au plus)`,
  start: 'Commencer la répétition',
  underWay: (placed: number, of: number) => `En cours : ${placed} sur ${of} ont appelé.`,
  progress: 'Avancement de la répétition',
  stop: 'Arrêter la répétition',
  stopSure: 'Arrêter : les appels raccrochent',
  result: (when: string) => `Répétition commencée : ${when}`,
  ended,
  placed: 'Appels passés',
  live: 'En ligne maintenant',
  answered: 'Décrochés par quelqu’un',
  missed: 'Restés sans personne',
  refused: 'Refusés par la ligne',
  meanWait: 'Attente moyenne des décrochés',
  longestWait: 'Plus longue attente',
  withoutPledge: 'Décrochés, sans promesse',
  seconds: (figure: string) => `${figure} s`,
};
