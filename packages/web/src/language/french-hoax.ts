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
  bar: 'Ne plus prendre ce numéro',
  barEvening: 'Ce soir',
  barCampaign: 'Toute la campagne',
  barDone: 'C’est fait : ce numéro entendra une annonce, et personne ne décrochera.',
  barWithheld: 'Numéro masqué : on ne peut pas l’écarter.',
  bars: 'Numéros écartés',
  barsNone: 'Aucun numéro n’est écarté.',
  barsWhy: 'Personne, ici non plus, ne peut lire de quel numéro il s’agit.',
  reasons: { hoax: 'Canular', insults: 'Insultes', silence: 'Appels silencieux' },
  barBy: (by: string, when: string) => `par ${by}, ${when}`,
  barUntil: (when: string) => `jusqu’au ${when}`,
  barForCampaign: 'jusqu’à la fin de la campagne',
  lift: 'Reprendre ses appels',
  take: 'Prendre l’appel',
  takeOf: (name: string, position: number) => `de ${name}, position ${position}`,
};
