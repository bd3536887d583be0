import { z } from 'zod';
import { Language } from './campaign.ts';
import { holdsCardNumber, holdsCardNumberAcross } from './card.ts';
import { endpoint } from './endpoint.ts';
import { LIMITS } from './limits.ts';
import { readPhone } from './phone.ts';

/** A new one at each use: zod empties what it is given. */
const card = () => ({ params: { fault: 'CARD_NUMBER' }, message: 'CARD_NUMBER' });

/**
 * What no text may hold: control characters, line separators, and the signs that turn the direction of what follows them,
 * by which a name on the screen would read as another.
 */
const UNSEEN = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/** Text that a person types: of one line, and never a card or account number. */
const line = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => !UNSEEN.test(text), 'no control characters')
    .refine((text) => !holdsCardNumber(text), card());

/** The same, of several lines. */
const lines = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => !UNSEEN.test(text.replaceAll('\n', '')), 'no control characters')
    .refine((text) => !holdsCardNumber(text), card());

const UUIDS = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi;

/** The name of something of ours. The browser sends it back, so it is judged as well; an id's own digits are chance. */
const reference = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[\w.:-]*$/)
    .refine((text) => !holdsCardNumber(text.replaceAll(UUIDS, '')), card());

/** Counts the saves of one form by one browser. */
const REVISIONS_MAX = 1_000_000;

export const WAYS = ['sms', 'email', 'post'] as const;

const EMAIL = z.email();

/** The one way of writing a number that readPhone gives: `06…` and `+336…` of one donor must not become two donors. */
function isPhoneOrEmpty(text: string): boolean {
  if (text === '') return true;
  const read = readPhone(text);
  return read.ok && read.value === text;
}

/** Everything that a donor says on the telephone; also what a look-up fills in. Empty text: not said. */
export const DonorDetails = z.object({
  title: z.enum(['', 'mrs', 'mr']),
  firstName: line(LIMITS.nameCharsMax),
  lastName: line(LIMITS.nameCharsMax),
  /** E.164, or empty. */
  phone: z.string().refine(isPhoneOrEmpty, 'PHONE_WRONG'),
  email: line(LIMITS.emailCharsMax).refine(
    (text) => text === '' || EMAIL.safeParse(text).success,
    'EMAIL_WRONG',
  ),
  street: line(LIMITS.streetCharsMax),
  postcode: line(LIMITS.postcodeCharsMax),
  town: line(LIMITS.townCharsMax),
  /** ISO 3166-1 alpha-2. */
  country: z.string().regex(/^[A-Z]{2}$/),
});
export type DonorDetails = z.infer<typeof DonorDetails>;

export const PledgeForm = z
  .object({
    /** The call during which it was taken; null: keyed in afterwards. */
    call: reference(100).nullable(),
    /** Counts up with each change that the browser saves: a late, older save changes nothing. */
    revision: z.int().min(1).max(REVISIONS_MAX),
    amountCents: z.int().min(LIMITS.pledgeCentsMin).max(LIMITS.pledgeCentsMax),
    frequency: z.enum(['once', 'monthly']),
    way: z.enum(WAYS),
    donor: DonorDetails,
    language: Language,
    note: lines(LIMITS.noteCharsMax),
    /** The information text that was read aloud; the server keeps it with the pledge. */
    informationVersion: reference(40),
    /** The donor refuses to be asked again. */
    refusesSolicitation: z.boolean(),
    /** When the volunteer pressed save, by the browser's clock (ISO 8601). */
    takenAt: z.iso.datetime().refine((moment) => /^20\d\d-/.test(moment), 'no moment of ours'),
  })
  .superRefine((form, context) => {
    // A way to pay that cannot reach the donor would lose the promise: it is refused while the donor is still there.
    if (form.way === 'sms' && form.donor.phone === '')
      context.addIssue({ code: 'custom', path: ['donor', 'phone'], message: 'PHONE_NEEDED' });
    if (form.way === 'email' && form.donor.email === '')
      context.addIssue({ code: 'custom', path: ['donor', 'email'], message: 'EMAIL_NEEDED' });
    if (form.way === 'post')
      for (const field of ['lastName', 'street', 'postcode', 'town'] as const)
        if (form.donor[field] === '')
          context.addIssue({ code: 'custom', path: ['donor', field], message: 'ADDRESS_NEEDED' });
    const { firstName, lastName, email, street, postcode, town } = form.donor;
    const texts = [firstName, lastName, email, street, postcode, town, form.note];
    // One field that holds a whole number has said so itself.
    if (!texts.some(holdsCardNumber) && holdsCardNumberAcross(texts))
      context.addIssue({ code: 'custom', path: ['donor'], ...card() });
  });
export type PledgeForm = z.infer<typeof PledgeForm>;

export const SavedPledge = z.object({
  id: z.string(),
  revision: z.int(),
  amountCents: z.int(),
  savedAt: z.iso.datetime(),
});
export type SavedPledge = z.infer<typeof SavedPledge>;

export const PledgeIdText = z.uuid();

/** Saved under the id that the browser made: saying it again changes nothing and answers the same. */
export const savePledge = endpoint({
  method: 'PUT',
  path: '/api/pledges/:id',
  summary: 'Saves a pledge; answers only once it is on disk',
  roles: ['volunteer', 'supervisor', 'office'],
  params: z.object({ id: PledgeIdText }),
  body: PledgeForm,
  reply: SavedPledge,
  faults: ['BAD_INPUT', 'CARD_NUMBER', 'NOT_SIGNED_IN', 'PLEDGE_OF_ANOTHER', 'UNAVAILABLE'],
});
