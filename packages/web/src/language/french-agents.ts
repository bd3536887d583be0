/** Of breaks, of messages to a desk, and of whoever gets no calls. */
export const frenchAgents = {
  /** The title of the tab, and what the bar says in its place. */
  title: '⚠ Plus d’appels',
  noCalls: 'Plus d’appels',
  bySupervisor: 'Un superviseur vous a mis en pause. Appuyez sur Prêt pour reprendre.',
  unknown: 'Vous êtes en pause. Appuyez sur Prêt pour reprendre.',
  breakAfterCall: 'Un superviseur vous met en pause après cet appel.',
  why: 'Pourquoi cette pause ?',
  reasons: {
    pause: 'Souffler',
    meal: 'Repas',
    briefing: 'Briefing',
    technical: 'Technique',
  },
  from: (name: string) => `${name} :`,
  read: 'Lu',
  escape: 'Échap',
  more: (count: number) => (count === 1 ? '(encore un message)' : `(encore ${count} messages)`),
  pass: {
    key: 'Passer la place',
    press: 'Maj F7',
    title: 'Qui prend cette place ?',
    name: 'Prénom',
    take: 'S’installer',
    stay: 'Je reste',
    unfinished:
      'Des fiches ou des promesses de ce poste ne sont pas encore enregistrées : terminez-les d’abord.',
  },
  floor: {
    keysOf: (name: string, number: number) => `${name}, position ${number}`,
    putOnBreak: 'Mettre en pause',
    putOnBreakFor: 'Mettre en pause :',
    write: 'Message',
    text: (name: string) => `Message à ${name}`,
    send: 'Envoyer',
    cancel: 'Annuler',
    sent: 'Envoyé.',
    unread: (count: number) =>
      count === 1 ? 'Un message pas encore lu' : `${count} messages pas encore lus`,
    onBreak: (reason: string, bySupervisor: boolean) =>
      bySupervisor ? `${reason} (à la demande d’un superviseur)` : reason,
  },
};
