import type { Consultation, Language } from '@pledgeline/contract';

const who = ({ name, positionNumber }: Consultation): string =>
  positionNumber === null ? name : `${name} (position ${positionNumber})`;

/** Passing a call on, and speaking about it first. */
export const frenchHandOver = {
  key: 'Passer',
  title: 'Passer l’appel',
  find: 'Nom ou position',
  people: 'Personnes disponibles',
  free: (count: number) => {
    if (count === 0) return 'Personne n’est disponible pour l’instant.';
    return count === 1 ? '1 personne disponible' : `${count} personnes disponibles`;
  },
  lines: 'Files d’attente',
  outside: 'À l’extérieur',
  looking: 'Un instant…',
  unreachable: 'La liste n’est pas disponible. La ligne réessaie.',
  position: (number: number, site: string) => `position ${number}, ${site}`,
  person: (name: string, number: number) => `${name}, position ${number}`,
  line: (number: string) => `Ligne ${number}`,
  languages: { fr: 'en français', en: 'en anglais' } satisfies Record<Language, string>,
  consult: 'Parler d’abord',
  give: 'Passer',
  putBack: 'Remettre en attente',
  consultWith: (name: string) => `Parler d’abord à ${name}`,
  giveTo: (name: string) => `Passer l’appel à ${name}`,
  giveToLine: (line: string) => `Remettre en attente, ${line}`,
  close: 'Fermer',
  escape: 'Échap',
  shift: 'Maj',
  keysOf: (name: string) => `En consultation avec ${name}`,
  together: 'À trois',
  takeBack: 'Reprendre',
  ended: 'Vous avez passé l’appel — la fiche reste ouverte',
  with: (consultation: Consultation): string => {
    const other = who(consultation);
    const { role, stage } = consultation;
    if (stage === 'together') return `À trois, avec ${other}. L’appelant vous entend.`;
    if (role === 'asked')
      return stage === 'ringing'
        ? `${other} veut vous parler d’un appel`
        : `${other} vous parle. L’appelant patiente et ne vous entend pas.`;
    return stage === 'ringing'
      ? `On appelle ${other}. L’appelant patiente.`
      : `Vous parlez à ${other}. L’appelant patiente et ne vous entend pas.`;
  },
};
