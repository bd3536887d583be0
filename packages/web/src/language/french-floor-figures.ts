/** What the floor comes to, for supervisors. */
export const frenchFloorFigures = {
  title: 'Les chiffres de la soirée',
  when: 'Période ou site',
  evening: 'Ce soir',
  recent: '15 dernières minutes',
  offered: 'Appels',
  answered: 'Décrochés',
  abandoned: 'Abandons',
  short: (count: number) => `(dont ${count} aussitôt)`,
  serviceLevel: (bound: string) => `Décrochés en ${bound}`,
  answer: 'Attente moyenne',
  occupancy: 'Occupation',
  handle: (aim: string) => `Durée d’un appel (viser ${aim})`,
  queue: 'En attente',
  nobodyWaits: 'Personne n’attend.',
  aside: 'garde sa place',
  andMore: (count: number) => `et ${count} de plus`,
};
