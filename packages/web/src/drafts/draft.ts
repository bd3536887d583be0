import type { PledgeForm } from '@pledgeline/contract';
import type { PledgeId } from '@pledgeline/core';
import { z } from 'zod';
import { amountFromCents, type Amount } from '../desk/amount.ts';
import { DONOR_FIELDS, emptyForm, FIELDS, type DonorField, type Form } from '../desk/form.ts';
import { showPhone } from '../language/phone.ts';

const AmountShape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('empty') }),
  z.object({ kind: z.literal('key'), digit: z.int(), amountCents: z.int() }),
  z.object({ kind: z.literal('typed'), text: z.string() }),
]);

/**
 * What lies in the browser of a form that is not saved: only what a hand typed. The caller's number and what the look-up
 * said are not in it; the server says them again to a desk that comes back.
 */
export const Draft = z.object({
  id: z.uuid(),
  call: z.string().nullable(),
  language: z.enum(['fr', 'en']),
  amount: AmountShape,
  frequency: z.enum(['once', 'monthly']),
  way: z.enum(['sms', 'email', 'post']).nullable(),
  typed: z.partialRecord(z.enum(DONOR_FIELDS), z.string()),
  note: z.string(),
  refuses: z.boolean(),
  touched: z.array(z.enum(FIELDS)),
  revision: z.int(),
});
export type Draft = z.infer<typeof Draft>;

/** A card number is typed figure by figure: long before it can be told, its beginning must not be kept. */
const FIGURES_KEPT = 6;
const PHONE_FIGURES_KEPT = 12;

const figuresIn = (text: string): number => text.replaceAll(/\D/g, '').length;

function mayBeKept(field: DonorField | 'note', text: string): boolean {
  return figuresIn(text) <= (field === 'phone' ? PHONE_FIGURES_KEPT : FIGURES_KEPT);
}

export function draftOf(form: Form): Draft {
  const typed: Partial<Record<DonorField, string>> = {};
  for (const field of DONOR_FIELDS)
    if (form.touched.includes(field) && mayBeKept(field, form.donor[field])) typed[field] = form.donor[field];
  const { id, call, language, amount, frequency, way, refuses, revision } = form;
  const note = mayBeKept('note', form.note) ? form.note : '';
  return {
    id,
    call,
    language,
    amount: keptAmount(amount),
    frequency,
    way,
    typed,
    note,
    refuses,
    touched: [...form.touched],
    revision,
  };
}

const keptAmount = (amount: Amount): Amount =>
  amount.kind === 'typed' && figuresIn(amount.text) > FIGURES_KEPT + 1 ? { kind: 'empty' } : amount;

/** The form as it was, before the look-up is laid under it again. */
export function formOf(draft: Draft): Form {
  const form = emptyForm(draft.id as PledgeId, draft.call, draft.language);
  return {
    ...form,
    amount: draft.amount,
    frequency: draft.frequency,
    way: draft.way,
    donor: { ...form.donor, ...draft.typed },
    note: draft.note,
    refuses: draft.refuses,
    touched: draft.touched,
    revision: draft.revision,
  };
}

/** A pledge that the server refused comes back as a form, with everything in it counted as typed. */
export function formOfPledge(id: PledgeId, pledge: PledgeForm): Form {
  const { title, lastName, firstName, phone, email, postcode, town, street, country } = pledge.donor;
  const donor = {
    title,
    lastName,
    firstName,
    phone: showPhone(phone),
    email,
    postcode,
    town,
    street,
  };
  return {
    ...emptyForm(id, pledge.call, pledge.language),
    amount: amountFromCents(pledge.amountCents),
    frequency: pledge.frequency,
    way: pledge.way,
    donor,
    country,
    note: pledge.note,
    refuses: pledge.refusesSolicitation,
    touched: ['amount', ...DONOR_FIELDS],
    revision: pledge.revision,
  };
}
