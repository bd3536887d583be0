import type { AgentStatus, MonitorMode } from '@pledgeline/contract';

type Away = Extract<AgentStatus, { kind: 'away' }>['because'];

/** The supervisors' part; apart, because no volunteer ever reads it. */
export const frenchFloor = {
  title: 'Plateau',
  summary: (talking: number, free: number, waiting: number) =>
    `${talking} en ligne · ${free} ${free > 1 ? 'prêts' : 'prêt'} · ${waiting} en attente`,
  none: 'Personne n’est encore installé.',
  lost: 'Le plateau n’est plus à jour.',
  seat: (number: number, site: string) => `Position ${number}, ${site}`,
  you: 'vous',
  away: {
    new: 'Pas encore prêt',
    chosen: 'En pause',
    'missed-offer': 'Appel manqué',
    'sound-lost': 'Son coupé',
    'desk-lost': 'Écran absent',
    listening: 'À l’écoute',
  } satisfies Record<Away, string>,
  free: 'Prêt',
  offered: 'Un appel arrive',
  talking: 'En ligne',
  wrapping: 'Après l’appel',
  line: (line: string) => `sur le ${line}`,
  keysOf: (name: string, number: number) => `L’appel de ${name}, position ${number}`,
  modes: { listen: 'Écouter', whisper: 'Souffler', barge: 'Intervenir' } satisfies Record<
    MonitorMode,
    string
  >,
  takeOver: 'Reprendre l’appel',
  takeOverSure: 'Oui, reprendre l’appel',
  takeOverNot: 'Non',
  stop: 'Quitter l’écoute',
  supervised: {
    listen: 'Un superviseur écoute',
    whisper: 'Un superviseur souffle',
    barge: 'Un superviseur intervient',
  } satisfies Record<MonitorMode, string>,
  doing: {
    listen: 'Vous écoutez',
    whisper: 'Vous parlez au bénévole seul',
    barge: 'Vous parlez à tous les deux',
  } satisfies Record<MonitorMode, string>,
  with: (doing: string, name: string, number: number) => `${doing} : ${name}, position ${number}`,
  waits: (doing: string) => `${doing} : la personne attend un bénévole`,
  yourCall: 'L’appel est à vous : la fiche est sur votre poste.',
  needSeat: 'Pour écouter un appel, prenez d’abord place à une position.',
  needSound: 'Ouvrez votre poste dans une autre fenêtre, avec votre casque : c’est là que passe le son.',
  toPositions: 'Choisir une position',
};
