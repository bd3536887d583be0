import type { Language } from '@pledgeline/contract';

/** Giving a call to the charity's own listeners. */
export const frenchCharity = {
  key: 'Passer à l’association',
  endKey: 'Oublier et raccrocher',
  passed: 'L’appel est confié à l’association. Rien n’en a été gardé.',
  noListener: 'Aucun écoutant de l’association n’est libre',
  say: (charity: string) =>
    `Je ne peux pas vous passer tout de suite quelqu’un de l’association, et j’en suis désolé. Vous pouvez joindre ${charity} à son numéro habituel, ou rappeler ici dans quelques minutes : ce que vous m’avez dit ne sera pas gardé.`,
  again:
    'Rien n’a encore été oublié. La même touche, une seconde fois, efface tout ce qui a été noté et met fin à l’appel.',
  title: 'Un appel anonyme, confié à l’association',
  spoken: { fr: 'L’appelant parle français.', en: 'L’appelant parle anglais.' } satisfies Record<
    Language,
    string
  >,
  nothingKnown: 'Personne ne sait qui appelle : ni numéro, ni nom.',
  nothingKept: 'Rien de cet appel n’est gardé, sinon qu’il y en a eu un. Prenez le temps qu’il faut.',
  over: 'L’appel est terminé.',
};
