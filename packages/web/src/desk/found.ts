import type { HandOverPerson } from '@pledgeline/contract';

/** [DESK-61] Whose name or place has what was typed, whatever its case and accents; a figure is a position's number. */
export function found(people: readonly HandOverPerson[], typed: string): readonly HandOverPerson[] {
  const wanted = bare(typed.trim());
  if (/^\d+$/.test(wanted))
    return people.filter(({ positionNumber }) => String(positionNumber).startsWith(wanted));
  return people.filter(({ name, site }) => bare(name).includes(wanted) || bare(site).includes(wanted));
}

const bare = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
