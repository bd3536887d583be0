/** Help with hoaxes: at the desk, and on the supervisor's floor. */
export const frenchHoax = {
  key: 'Canular',
  withdraw: 'Sans aide',
  back: 'Retour à la fiche',
  asked: 'Aide demandée : quelqu’un va reprendre l’appel. Continuez à parler calmement.',
  nobody: 'Personne n’est encore venu : dites la phrase qui convient, puis raccrochez.',
  taken: (name: string) =>
    name === ''
      ? 'L’appel est repris. Rien n’en est gardé ici.'
      : `${name} a repris l’appel. Rien n’en est gardé ici.`,
  yours: 'Canular : dites la phrase qui convient, puis raccrochez.',
  floorTitle: 'Aide demandée',
  floorWho: (name: string, position: number, site: string) => `${name}, position ${position}, ${site}`,
  floorWhat: 'pense à un canular',
  take: 'Prendre l’appel',
  takeOf: (name: string, position: number) => `de ${name}, position ${position}`,
};
