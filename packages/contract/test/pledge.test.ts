import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIMITS, PledgeForm } from '../src/index.ts';

const DONOR = {
  title: 'mrs',
  firstName: 'Anne',
  lastName: 'Petit',
  phone: '+33612345678',
  email: 'anne@example.org',
  street: '12 rue des Lilas',
  postcode: '75002',
  town: 'Paris',
  country: 'FR',
} as const;
const FORM = {
  call: 'call-1',
  revision: 1,
  amountCents: 5_000,
  frequency: 'once',
  way: 'sms',
  donor: DONOR,
  language: 'fr',
  note: '',
  informationVersion: '1',
  refusesSolicitation: false,
  takenAt: '2026-11-23T20:00:00.000Z',
} as const;

/** The places at fault, with what is wrong. */
function faultsOf(form: unknown): string[] {
  const parsed = PledgeForm.safeParse(form);
  return parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
}
const withDonor = (donor: Partial<Record<keyof typeof DONOR, string>>, way = 'sms'): unknown => ({
  ...FORM,
  way,
  donor: { ...DONOR, ...donor },
});

test('[FORM-1] a way to pay that cannot reach the donor is refused', () => {
  assert.deepEqual(faultsOf(FORM), []);
  assert.deepEqual(faultsOf(withDonor({ phone: '' })), ['donor.phone: PHONE_NEEDED']);
  assert.deepEqual(faultsOf(withDonor({ email: '' }, 'email')), ['donor.email: EMAIL_NEEDED']);
  assert.deepEqual(faultsOf(withDonor({ street: '', town: '' }, 'post')), [
    'donor.street: ADDRESS_NEEDED',
    'donor.town: ADDRESS_NEEDED',
  ]);
  assert.deepEqual(faultsOf(withDonor({ phone: '', email: '' }, 'post')), []);
});

test('[FORM-2] an amount is whole cents within the bounds', () => {
  for (const amountCents of [LIMITS.pledgeCentsMin, LIMITS.pledgeCentsMax])
    assert.deepEqual(faultsOf({ ...FORM, amountCents }), []);
  const wrong = [
    0,
    -5_000,
    99,
    50.5,
    LIMITS.pledgeCentsMax + 1,
    100_000_000,
    Number.NaN,
    Infinity,
    '5000',
    null,
  ];
  for (const amountCents of wrong)
    assert.equal(faultsOf({ ...FORM, amountCents }).length > 0, true, String(amountCents));
});

test('[FORM-3] a card number is refused in every text, and spread over several', () => {
  for (const field of ['firstName', 'lastName', 'street', 'town'])
    assert.deepEqual(faultsOf(withDonor({ [field]: '4111 1111 1111 1111' })), [
      `donor.${field}: CARD_NUMBER`,
    ]);
  assert.deepEqual(faultsOf(withDonor({ email: '4111111111111111@example.org' })), [
    'donor.email: CARD_NUMBER',
  ]);
  assert.deepEqual(faultsOf({ ...FORM, note: 'FR76 3000 6000 0112 3456 7890 189' }), ['note: CARD_NUMBER']);
  const spread = withDonor({
    firstName: '4111',
    lastName: '1111',
    email: '',
    street: '1111',
    postcode: '',
    town: '1111',
  });
  assert.deepEqual(faultsOf(spread), ['donor: CARD_NUMBER']);
});

test('[FORM-3] the refusal bears the fault, for whoever answers it', () => {
  const parsed = PledgeForm.safeParse({ ...FORM, note: '4111 1111 1111 1111' });
  const issue = parsed.error?.issues[0];
  assert.ok(issue?.code === 'custom');
  assert.deepEqual(issue.params, { fault: 'CARD_NUMBER' });
});

test('[FORM-4] number, address and texts are written in one way only', () => {
  assert.deepEqual(faultsOf(withDonor({ phone: '0612345678' })), ['donor.phone: PHONE_WRONG']);
  assert.deepEqual(faultsOf(withDonor({ phone: '+33692123456' })), ['donor.phone: PHONE_WRONG']);
  assert.deepEqual(faultsOf(withDonor({ phone: '+411111111111111' })), ['donor.phone: PHONE_WRONG']);
  assert.deepEqual(faultsOf(withDonor({ email: 'anne@' })), ['donor.email: EMAIL_WRONG']);
  assert.deepEqual(faultsOf(withDonor({ email: 'a@example.org\r\nBcc: b@example.org' })), [
    'donor.email: no control characters',
    'donor.email: EMAIL_WRONG',
  ]);
  assert.deepEqual(faultsOf({ ...FORM, note: 'one\ntwo' }), []);
  assert.deepEqual(faultsOf({ ...FORM, note: 'a\u0000b' }), ['note: no control characters']);
});

test('[FORM-4] a text of one line has one line, and its letters run one way', () => {
  for (const sign of ['\n', '\r', '\u0000', '\u0085', '\u2028', '\u202e', '\u2066'])
    assert.deepEqual(
      faultsOf(withDonor({ firstName: `An${sign}ne` })),
      ['donor.firstName: no control characters'],
      JSON.stringify(sign),
    );
  assert.deepEqual(faultsOf({ ...FORM, note: 'deux\nlignes' }), []);
  assert.deepEqual(faultsOf({ ...FORM, note: 'une\u202eautre' }), ['note: no control characters']);
});

test('[FORM-5] what the browser hands back can be stored, and is no card number', () => {
  const call = '41111111-1111-4111-8111-111111111111';
  assert.deepEqual(faultsOf({ ...FORM, call, informationVersion: '2026-11' }), []);
  for (const field of ['call', 'informationVersion']) {
    assert.deepEqual(faultsOf({ ...FORM, [field]: '4111111111111111' }), [`${field}: CARD_NUMBER`]);
    for (const text of ['a\u0000b', '4111 1111 1111 1111'])
      assert.equal(faultsOf({ ...FORM, [field]: text }).length > 0, true, JSON.stringify(text));
  }
  assert.equal(faultsOf({ ...FORM, revision: 2 ** 40 }).length, 1);
  for (const takenAt of ['0000-01-01T00:00:00Z', '9999-12-31T23:59:59Z'])
    assert.equal(faultsOf({ ...FORM, takenAt }).length, 1);
});
