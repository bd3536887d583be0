import type { AlarmKind } from '@pledgeline/contract';

export const frenchAlarms = {
  kinds: {
    'nobody-ready': () => 'Quelqu’un attend et personne ne prend d’appels',
    'long-wait': () => 'Une attente dépasse le délai promis',
    'trunk-down': (trunk: string) => `L’opérateur ${trunk} ne répond plus`,
    'calls-dropped': () => 'Plusieurs conversations viennent d’être coupées',
    'media-away': () => 'Le son est coupé sur toute la ligne : il revient de lui-même',
  } satisfies Record<AlarmKind, (of: string) => string>,
  mute: 'Couper la sonnerie des alertes',
  muted: 'Sonnerie des alertes coupée',
};
