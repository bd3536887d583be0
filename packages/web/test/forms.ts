import type { PledgeId } from '@pledgeline/core';
import { chosenKey } from '../src/desk/amount.ts';
import { edit, emptyForm, type DonorField, type Form } from '../src/desk/form.ts';

export const idOf = (number: number): PledgeId =>
  `00000000-0000-4000-8000-${String(number).padStart(12, '0')}` as PledgeId;
export const blank = (number = 1): Form => emptyForm(idOf(number), `call-${number}`, 'fr');
export const withText = (form: Form, field: DonorField | 'note', text: string): Form =>
  edit(form, { field, text }).form;
export const withAmount = (form: Form): Form =>
  edit(form, { field: 'amount', amount: chosenKey(4, 5000) }).form;
/** Typed by hand, and good enough to be saved. */
export const complete = (number = 1): Form => withText(withAmount(blank(number)), 'phone', '06 12 34 56 78');
export const TAKEN = { takenAt: '2026-03-28T21:00:00.000Z', informationVersion: '1' };
export const CARD = '4111 1111 1111 1111';
