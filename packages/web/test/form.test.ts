import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holdsCardNumber } from '@pledgeline/contract';
import fc from 'fast-check';
import { check, fieldFault } from '../src/desk/check.ts';
import { DONOR_FIELDS, edit, fill, wayOf, type Form } from '../src/desk/form.ts';
import { fieldAfter, fieldBefore, ORDER, scriptAt } from '../src/desk/order.ts';
import { readBackOf } from '../src/desk/read-back.ts';
import { french } from '../src/language/french.ts';
import { jean, knownCaller, marie } from './browser/evening.ts';
import { blank, CARD, complete, TAKEN, withAmount, withText } from './forms.ts';

const known = knownCaller(marie, jean);
const way = (form: Form, chosen: 'sms' | 'email' | 'post'): Form =>
  edit(form, { field: 'way', way: chosen }).form;
const faultsOf = (form: Form) => {
  const checked = check(form, TAKEN);
  return checked.ok ? [] : checked.failure.map((fault) => `${fault.field} ${fault.kind}`);
};

test('[DESK-3] a look-up fills what nobody has touched', () => {
  const filled = fill(blank(), known, 0);
  assert.equal(filled.donor.lastName, 'Lefèvre');
  assert.equal(filled.donor.phone, '06 12 34 56 78');
  assert.equal(wayOf(filled), 'sms');
});

test('[DESK-3] whatever was typed before a late look-up stays as it was typed', () => {
  const field = fc.constantFrom(...DONOR_FIELDS.filter((name) => name !== 'title'));
  const edits = fc.array(fc.tuple(field, fc.constantFrom('', 'Durand', 'x')), { maxLength: 12 });
  fc.assert(
    fc.property(edits, fc.integer({ min: 0, max: 1 }), (typed, person) => {
      const before = typed.reduce((form, [name, text]) => withText(form, name, text), blank());
      const after = fill(before, known, person);
      for (const name of before.touched)
        if (name in before.donor)
          assert.equal(Reflect.get(after.donor, name), Reflect.get(before.donor, name));
    }),
  );
});

test('[DESK-3] another person takes the place of the first, but not of what was typed', () => {
  const first = withText(fill(blank(), known, 0), 'town', 'Bayeux');
  const second = fill(first, known, 1);
  assert.equal(second.donor.firstName, 'Jean');
  assert.equal(second.donor.town, 'Bayeux');
});

test('[DESK-3] a caller who withheld the number, or is still looked up, fills nothing', () => {
  assert.deepEqual(fill(blank(), { kind: 'withheld' }, 0), blank());
  assert.deepEqual(fill(blank(), { kind: 'searching' }, 0), blank());
  assert.equal(fill(blank(), { kind: 'unknown', phone: '+33231000000' }, 0).donor.phone, '02 31 00 00 00');
});

test('[DESK-4] Enter passes by what is filled in: a known donor has three stops', () => {
  const form = fill(blank(), known, 0);
  assert.equal(fieldAfter(form, 'amount'), 'frequency');
  assert.equal(fieldAfter(form, 'frequency'), 'way');
  assert.equal(fieldAfter(form, 'way'), 'read-back');
});

test('[DESK-4] for an unknown donor Enter goes through what the way needs: postcode, town, street', () => {
  const form = way(blank(), 'post');
  assert.equal(fieldAfter(form, 'way'), 'title');
  assert.equal(fieldAfter(form, 'firstName'), 'postcode');
  assert.equal(fieldAfter(form, 'postcode'), 'town');
  assert.equal(fieldAfter(form, 'town'), 'street');
  assert.equal(fieldAfter(form, 'street'), 'read-back');
  assert.equal(fieldAfter(way(blank(), 'email'), 'firstName'), 'email');
});

test('[DESK-4] back visits every field', () => {
  for (const [index, field] of ORDER.entries())
    assert.equal(fieldBefore(field), ORDER[Math.max(0, index - 1)]);
  assert.equal(fieldBefore('note'), 'street');
  assert.equal(fieldAfter(blank(), 'note'), 'read-back');
});

test('[DESK-5] only what the way needs is mandatory', () => {
  const form = withAmount(blank());
  assert.deepEqual(faultsOf(way(form, 'sms')), ['phone PHONE_NEEDED']);
  assert.deepEqual(faultsOf(way(form, 'email')), ['email EMAIL_NEEDED']);
  assert.deepEqual(
    faultsOf(way(form, 'post')),
    ['lastName', 'street', 'postcode', 'town'].map((field) => `${field} ADDRESS_NEEDED`),
  );
  assert.deepEqual(faultsOf(complete()), []);
});

test('[DESK-5] a faulty amount, number and address are each named, together', () => {
  const form = withText(withText(blank(), 'phone', '06 12'), 'email', 'marie@');
  assert.deepEqual(faultsOf(form), ['amount AMOUNT_MISSING', 'phone PHONE_WRONG', 'email EMAIL_WRONG']);
});

test('[DESK-6] a card number empties its field at once', () => {
  assert.ok(holdsCardNumber(CARD));
  const typed = edit(blank(), { field: 'note', text: `carte ${CARD}` });
  assert.equal(typed.card, true);
  assert.equal(typed.form.note, '');
  assert.equal(edit(blank(), { field: 'street', text: CARD }).form.donor.street, '');
});

test('[DESK-6] a card number shared out among fields goes from all of them', () => {
  const [one, two, three, four] = CARD.split(' ');
  const pieces = [one, two, three, four].map((piece) => piece ?? '');
  const fields = ['lastName', 'street', 'postcode', 'town'] as const;
  const typed = fields.reduce((form, field, index) => withText(form, field, pieces[index] ?? ''), blank());
  for (const field of fields) assert.equal(typed.donor[field], '');
});

test('[DESK-7] the read-back is made of what stands in the form', () => {
  const read = readBackOf(withAmount(fill(blank(), known, 0)), french);
  assert.equal(read.figures, '50\u00a0€');
  assert.equal(read.words, 'Vous promettez cinquante euros');
  assert.equal(read.name, 'Mme Marie Lefèvre');
  assert.equal(read.way, 'Le lien pour régler part par SMS au 06 12 34 56 78');
  const post = readBackOf(way(fill(blank(), known, 0), 'post'), french);
  assert.equal(post.way, 'Le lien pour régler part par courrier, 12 rue des Lilas, 14000 Caen');
});

test('[DESK-20] the server’s names of fields and faults are the form’s', () => {
  assert.deepEqual(fieldFault('donor.email', 'Invalid email'), { field: 'email', kind: 'EMAIL_WRONG' });
  assert.deepEqual(fieldFault('amountCents', 'Too small'), { field: 'amount', kind: 'WRONG' });
  assert.deepEqual(fieldFault('donor.street', 'CARD_NUMBER'), { field: 'street', kind: 'CARD_NUMBER' });
  assert.deepEqual(fieldFault('', 'whatever'), { field: 'read-back', kind: 'WRONG' });
});

test('the script follows the field: greeting until an amount is there', () => {
  assert.deepEqual(scriptAt('amount', false), ['greeting', 'amount']);
  assert.deepEqual(scriptAt('amount', true), ['amount']);
  assert.deepEqual(scriptAt('town', true), ['address']);
});
