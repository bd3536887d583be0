import type { Sentences } from '../language/french.ts';
import { money } from '../language/money.ts';
import { spokenAmount } from '../language/spoken-amount.ts';
import { centsOf } from './amount.ts';
import { wayOf, type Form } from './form.ts';

/** What the volunteer reads back, made of what stands in the form: figures and words, name, way. */
export interface ReadBack {
  readonly figures: string;
  readonly words: string;
  readonly name: string;
  readonly way: string;
}

export function readBackOf(form: Form, sentences: Sentences): ReadBack {
  const cents = centsOf(form.amount);
  const monthly = form.frequency === 'monthly';
  const amount = cents === null || cents === 0 ? null : cents;
  const words = sentences.readBack;
  return {
    figures: amount === null ? words.missing : money(amount, form.language),
    words: amount === null ? words.noAmount : words.promise(spokenAmount(amount, form.language), monthly),
    name: nameOf(form, sentences),
    way: words.link(wayIn(form, sentences)),
  };
}

function nameOf(form: Form, sentences: Sentences): string {
  const { title, firstName, lastName } = form.donor;
  const called = title === 'mrs' ? sentences.form.mrs : title === 'mr' ? sentences.form.mr : '';
  return [called, firstName.trim(), lastName.trim()].filter((part) => part !== '').join(' ');
}

function wayIn(form: Form, { readBack: words }: Sentences): string {
  const { phone, email, street, postcode, town } = form.donor;
  const way = wayOf(form);
  if (way === 'sms') return words.bySms(phone === '' ? words.missing : phone);
  if (way === 'email') return words.byEmail(email === '' ? words.missing : email);
  const address = [street, `${postcode} ${town}`].map((part) => part.trim()).filter((part) => part !== '');
  return words.byPost(address.length === 0 ? words.missing : address.join(', '));
}
