import type { ScriptStep } from '@pledgeline/contract';
import { unreachable } from '@pledgeline/core';
import { wayOf, type DonorField, type Field, type Form } from './form.ts';

/** The way through the form, as the conversation goes: amount first; postcode, then town, then street. */
export const ORDER: readonly Field[] = [
  'amount',
  'frequency',
  'way',
  'title',
  'lastName',
  'firstName',
  'phone',
  'email',
  'postcode',
  'town',
  'street',
  'read-back',
];

/**
 * Enter goes on to what must still be said: choices always, a field only where it is empty and this way to pay wants it.
 * So a donor whom the line knows costs no key for the name.
 */
export function fieldAfter(form: Form, from: Field): Field {
  // What lies beside the way (the remark, the refusal) leads back to its end.
  if (!ORDER.includes(from)) return 'read-back';
  const rest = ORDER.slice(ORDER.indexOf(from) + 1);
  return rest.find((field) => isAsked(form, field)) ?? 'read-back';
}

/** Back goes to whatever stands before, filled in or not: one goes back to correct. */
export function fieldBefore(from: Field): Field {
  if (!ORDER.includes(from)) return 'street';
  const at = ORDER.indexOf(from);
  return ORDER[at <= 0 ? 0 : at - 1] ?? 'amount';
}

function isAsked(form: Form, field: Field): boolean {
  if (field === 'frequency' || field === 'way' || field === 'read-back') return true;
  if (field === 'amount' || field === 'note' || field === 'refuses') return false;
  return form.donor[field] === '' && isWanted(form, field);
}

function isWanted(form: Form, field: DonorField): boolean {
  switch (field) {
    case 'lastName':
    case 'firstName':
      return true;
    case 'title':
      // Once the name is known the letter can do without.
      return form.donor.lastName === '';
    case 'phone':
      return wayOf(form) === 'sms';
    case 'email':
      return wayOf(form) === 'email';
    case 'postcode':
    case 'town':
    case 'street':
      return wayOf(form) === 'post';
    default:
      return unreachable(field);
  }
}

/** Without this the chosen way does not reach the donor, and the promise is lost. */
export function isNeeded(form: Form, field: DonorField): boolean {
  const way = wayOf(form);
  if (field === 'phone') return way === 'sms';
  if (field === 'email') return way === 'email';
  const address = field === 'postcode' || field === 'town' || field === 'street' || field === 'lastName';
  return address && way === 'post';
}

/** The parts of the script that belong beside the field in which the volunteer is. */
export function scriptAt(field: Field, hasAmount: boolean): readonly ScriptStep['at'][] {
  switch (field) {
    case 'amount':
      return hasAmount ? ['amount'] : ['greeting', 'amount'];
    case 'frequency':
      return ['amount'];
    case 'way':
    case 'email':
      return ['way'];
    case 'title':
    case 'lastName':
    case 'firstName':
    case 'phone':
      return ['identity'];
    case 'postcode':
    case 'town':
    case 'street':
      return ['address'];
    case 'note':
    case 'refuses':
    case 'read-back':
      return ['read-back'];
    default:
      return unreachable(field);
  }
}
