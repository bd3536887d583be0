import { PHONE_ACCOUNT_LIMITS, type Position } from '@pledgeline/contract';

/** `Salle Évrard` and 17 make `salle-evrard-17`: where the telephone stands, in letters that every telephone takes. */
export function proposedUser({ site, number }: Pick<Position, 'site' | 'number'>): string {
  const end = `-${number}`;
  const plain = site
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, PHONE_ACCOUNT_LIMITS.userCharsMax - end.length)
    .replaceAll(/^-+|-+$/g, '');
  return `${plain === '' ? 'position' : plain}${end}`;
}
