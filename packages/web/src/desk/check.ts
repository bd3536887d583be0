import { LIMITS, PledgeForm } from '@pledgeline/contract';
import { failed, ok, type Result } from '@pledgeline/core';
import { readPhone } from '../language/phone.ts';
import { centsOf } from './amount.ts';
import { DONOR_FIELDS, wayOf, type Field, type Form } from './form.ts';

/** What is wrong with a field; the sentence for each stands in the dictionary. */
const FIELD_FAULTS = [
  'AMOUNT_MISSING',
  'AMOUNT_TOO_LOW',
  'AMOUNT_TOO_HIGH',
  'PHONE_NEEDED',
  'PHONE_WRONG',
  'EMAIL_NEEDED',
  'EMAIL_WRONG',
  'ADDRESS_NEEDED',
  'CARD_NUMBER',
  'TOO_LONG',
  'WRONG',
] as const;
export type FieldFaultKind = (typeof FIELD_FAULTS)[number];
export interface FieldFault {
  readonly field: Field;
  readonly kind: FieldFaultKind;
}

/** The pledge that this form says, or what must still be put right: judged by the same schema as the server's. */
export function check(
  form: Form,
  save: { readonly takenAt: string; readonly informationVersion: string },
): Result<PledgeForm, readonly FieldFault[]> {
  const amountCents = centsOf(form.amount);
  const phone = readPhone(form.donor.phone);
  const own: FieldFault[] = [];
  const amountFault = faultOfAmount(amountCents);
  if (amountFault !== null) own.push({ field: 'amount', kind: amountFault });
  if (phone === null) own.push({ field: 'phone', kind: 'PHONE_WRONG' });
  const parsed = PledgeForm.safeParse({
    call: form.call,
    revision: form.revision + 1,
    // A faulty amount or number has its fault already; the rest is to be judged all the same.
    amountCents: amountFault === null ? amountCents : LIMITS.pledgeCentsMin,
    frequency: form.frequency,
    way: wayOf(form),
    donor: { ...trimmed(form), phone: phone ?? '+33100000000', country: form.country },
    language: form.language,
    note: form.note.trim(),
    informationVersion: save.informationVersion,
    refusesSolicitation: form.refuses,
    takenAt: save.takenAt,
  });
  if (parsed.success && own.length === 0) return ok(parsed.data);
  const theirs = parsed.success ? [] : parsed.error.issues;
  return failed([
    ...own,
    ...theirs.map((issue) => fieldFault(issue.path.map(String).join('.'), issue.message)),
  ]);
}

function faultOfAmount(amountCents: number | null): FieldFaultKind | null {
  if (amountCents === null) return 'AMOUNT_MISSING';
  if (amountCents < LIMITS.pledgeCentsMin) return 'AMOUNT_TOO_LOW';
  return amountCents > LIMITS.pledgeCentsMax ? 'AMOUNT_TOO_HIGH' : null;
}

function trimmed(form: Form): Record<string, string> {
  return Object.fromEntries(DONOR_FIELDS.map((field) => [field, form.donor[field].trim()]));
}

/** The server names a field by its path and a fault by its word, as the schema here does. */
export function fieldFault(path: string, message: string): FieldFault {
  const field = fieldAt(path);
  const known = FIELD_FAULTS.find((kind) => kind === message);
  if (known !== undefined) return { field, kind: known };
  if (field === 'email') return { field, kind: 'EMAIL_WRONG' };
  if (field === 'phone') return { field, kind: 'PHONE_WRONG' };
  return { field, kind: /too big|too long|<=/i.test(message) ? 'TOO_LONG' : 'WRONG' };
}

function fieldAt(path: string): Field {
  const last = path.split('.').at(-1) ?? '';
  const donor = DONOR_FIELDS.find((field) => field === last);
  if (donor !== undefined) return donor;
  if (last === 'amountCents') return 'amount';
  if (last === 'frequency' || last === 'way' || last === 'note') return last;
  return 'read-back';
}
