import {
  holdsCardNumber,
  holdsCardNumberAcross,
  type Caller,
  type DonorDetails,
  type Language,
} from '@pledgeline/contract';
import type { PledgeId } from '@pledgeline/core';
import { readPhone, showPhone, takesMessages } from '../language/phone.ts';
import { NO_AMOUNT, type Amount } from './amount.ts';
import type { FieldFault } from './check.ts';

export const DONOR_FIELDS = [
  'title',
  'lastName',
  'firstName',
  'phone',
  'email',
  'postcode',
  'town',
  'street',
] as const;
export type DonorField = (typeof DONOR_FIELDS)[number];
export type Way = 'sms' | 'email' | 'post';
export const FIELDS = [
  'amount',
  'frequency',
  'way',
  ...DONOR_FIELDS,
  'note',
  'refuses',
  'read-back',
] as const;
export type Field = (typeof FIELDS)[number];

/** How far the saving of a form is. Only `saved` was answered by the server. */
type Saving =
  | { readonly kind: 'open' }
  | { readonly kind: 'faulty'; readonly faults: readonly FieldFault[] }
  | { readonly kind: 'sending' }
  | { readonly kind: 'kept' }
  | { readonly kind: 'saved'; readonly savedAt: string };

/** What stands in the form: as typed, not yet judged. */
export interface Form {
  readonly id: PledgeId;
  /** The call during which it is taken. */
  readonly call: string | null;
  readonly language: Language;
  readonly amount: Amount;
  readonly frequency: 'once' | 'monthly';
  /** Null until chosen: then the likeliest way that reaches this donor. */
  readonly way: Way | null;
  readonly donor: Readonly<Record<DonorField, string>>;
  readonly country: string;
  readonly note: string;
  readonly refuses: boolean;
  /** What a hand has touched: no look-up ever writes there. */
  readonly touched: readonly Field[];
  /** Which of the people found is in the form. */
  readonly person: number;
  /** Of the newest save that was asked for; 0: none yet. */
  readonly revision: number;
  readonly saving: Saving;
}

export type Edit =
  | { readonly field: 'amount'; readonly amount: Amount }
  | { readonly field: 'frequency'; readonly frequency: 'once' | 'monthly' }
  | { readonly field: 'way'; readonly way: Way }
  | { readonly field: 'refuses'; readonly refuses: boolean }
  | { readonly field: DonorField | 'note'; readonly text: string };

const NOBODY: Record<DonorField, string> = {
  title: '',
  lastName: '',
  firstName: '',
  phone: '',
  email: '',
  postcode: '',
  town: '',
  street: '',
};

export const emptyForm = (id: PledgeId, call: string | null, language: Language): Form => ({
  id,
  call,
  language,
  amount: NO_AMOUNT,
  frequency: 'once',
  way: null,
  donor: NOBODY,
  country: 'FR',
  note: '',
  refuses: false,
  touched: [],
  person: 0,
  revision: 0,
  saving: { kind: 'open' },
});

/** Something was typed that lies neither on the server nor in the outbox: it would be lost if it were taken away. */
export const isUnfinished = (form: Form): boolean =>
  form.touched.length > 0 && (form.saving.kind === 'open' || form.saving.kind === 'faulty');

/**
 * A change by hand. A card or account number empties its field at once, so that it is in no draft:
 * the second value says that this happened.
 */
export function edit(form: Form, change: Edit): { readonly form: Form; readonly card: boolean } {
  const touched = form.touched.includes(change.field) ? form.touched : [...form.touched, change.field];
  const base: Form = { ...form, touched, saving: { kind: 'open' } };
  if (change.field === 'amount') return { form: { ...base, amount: change.amount }, card: false };
  if (change.field === 'frequency') return { form: { ...base, frequency: change.frequency }, card: false };
  if (change.field === 'way') return { form: { ...base, way: change.way }, card: false };
  if (change.field === 'refuses') return { form: { ...base, refuses: change.refuses }, card: false };
  return editText(base, change.field, change.text);
}

function editText(form: Form, field: DonorField | 'note', typed: string) {
  const card = holdsCardNumber(typed);
  const changed = withText(form, field, card ? '' : typed);
  // Four groups of figures in four fields are one card number: every piece of it goes.
  if (holdsCardNumberAcross(CARD_FIELDS.map((name) => textIn(changed, name))))
    return { form: withoutFigures(changed), card: true };
  return { form: changed, card };
}

/** In the order in which the contract reads them. */
const CARD_FIELDS = ['firstName', 'lastName', 'email', 'street', 'postcode', 'town', 'note'] as const;

const textIn = (form: Form, field: DonorField | 'note'): string =>
  field === 'note' ? form.note : form.donor[field];

const withText = (form: Form, field: DonorField | 'note', text: string): Form =>
  field === 'note' ? { ...form, note: text } : { ...form, donor: { ...form.donor, [field]: text } };

const withoutFigures = (form: Form): Form =>
  CARD_FIELDS.filter((field) => /\d{2}/.test(textIn(form, field))).reduce(
    (emptied, field) => withText(emptied, field, ''),
    form,
  );

/** What the look-up says goes only where nobody has typed; a late answer is as welcome as an early one. */
export function fill(form: Form, caller: Caller, person: number): Form {
  if (caller.kind === 'searching' || caller.kind === 'withheld') return form;
  if (form.saving.kind === 'saved' || form.saving.kind === 'sending') return form;
  const found = caller.kind === 'found' ? caller.people[person] : undefined;
  const from = details(found, caller.phone);
  const donor = { ...form.donor };
  for (const field of DONOR_FIELDS) if (!form.touched.includes(field)) donor[field] = from[field];
  return { ...form, donor, country: found?.country ?? form.country, person };
}

function details(found: DonorDetails | undefined, phone: string): Record<DonorField, string> {
  if (found === undefined) return { ...NOBODY, phone: showPhone(phone) };
  return { ...found, phone: showPhone(found.phone === '' ? phone : found.phone) };
}

/** How the donor will most likely want to be reached, with what is known so far. */
export function wayOf(form: Form): Way {
  if (form.way !== null) return form.way;
  const phone = readPhone(form.donor.phone);
  if (phone !== null && takesMessages(phone)) return 'sms';
  if (form.donor.email !== '') return 'email';
  const hasAddress = form.donor.street !== '' && form.donor.town !== '';
  return hasAddress ? 'post' : 'sms';
}

/** It would be saved and never arrive: the volunteer is told while the donor is still there. */
export function wantsTextToLandline(form: Form): boolean {
  const phone = readPhone(form.donor.phone);
  return wayOf(form) === 'sms' && phone !== null && phone !== '' && !takesMessages(phone);
}
