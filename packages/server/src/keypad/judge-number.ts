import { holdsCardNumber, readPhone, type Caller } from '@pledgeline/contract';
import type { KeyingRules } from '@pledgeline/calls';

/**
 * French numbers at which an SMS arrives: 06 and 07, and those of the departments overseas (Arcep, decision 2018-0881). Of
 * other countries' numbers nobody can tell.
 */
const FRENCH = /^\+(?:33|262|508|590|594|596)/;
const FRENCH_MOBILE =
  /^\+(?:33[67]\d{8}|262(?:639|69[23])\d{6}|508(?:5[05]|40)\d{4}|590(?:69[01])\d{6}|594694\d{6}|59669[67]\d{6})$/;

const takesSms = (e164: string): boolean => !FRENCH.test(e164) || FRENCH_MOBILE.test(e164);

/** [KPD-3] What the digits are that somebody keys as the number for the link. */
export const judgeNumber: KeyingRules['judgeNumber'] = (digits) => {
  if (holdsCardNumber(digits)) return { kind: 'card' };
  const read = readPhone(digits);
  return read.ok && takesSms(read.value) ? { kind: 'number', number: read.value } : { kind: 'wrong' };
};

/** The number that the caller calls from, in E.164, if a link can be sent there; null: it is withheld, or fixed. */
export function ownNumber(caller: Caller): string | null {
  if (caller.kind !== 'unknown' && caller.kind !== 'found') return null;
  const read = readPhone(caller.phone);
  return read.ok && takesSms(read.value) ? read.value : null;
}
