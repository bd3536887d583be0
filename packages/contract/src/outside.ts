import { z } from 'zod';
import { holdsCardNumber } from './card.ts';
import { endpoint } from './endpoint.ts';
import type { Fault } from './fault.ts';
import { isOutsidePrefix } from './outside-number.ts';
import { readPhone } from './phone.ts';

/** Every limit of outside calls; what is beyond is refused in words, or ended. */
export const OUTSIDE_LIMITS = {
  numbersMax: 50,
  nameCharsMax: 80,
  prefixesMax: 20,
  /** Calls at once that a campaign may allow itself; none closes outside calls. */
  callsMax: 20,
  /** Calls at once on the whole machine, whatever its campaigns allow. */
  machineCallsMax: 30,
  /** Calls that a campaign may allow itself to begin within an hour. */
  perHourMax: 500,
  /** How long a campaign may let one call last. */
  minutesMax: 120,
  /** How long it may ring, all ways together. */
  ringSeconds: 45,
  /** How long a carrier may say nothing at all before another way is tried. */
  firstWordSeconds: 4,
  /** Ways that are tried for one call. */
  attemptsMax: 4,
} as const;

const wrong = (fault: Fault) => ({ params: { fault }, message: fault });

/** A number that calls may be handed to. */
export const OutsideNumberForm = z.object({
  name: z
    .string()
    .trim()
    .min(1)
    .max(OUTSIDE_LIMITS.nameCharsMax)
    .refine((text) => !/\p{Cc}/u.test(text), 'no control characters')
    .refine((text) => !holdsCardNumber(text), wrong('CARD_NUMBER')),
  /** As people write it; kept in one form. */
  number: z
    .string()
    .trim()
    .max(40)
    .refine((text) => readPhone(text).ok, wrong('OUTSIDE_NUMBER')),
  /** Whether volunteers may hand calls to it; else it only stays on the list. */
  transfer: z.boolean(),
  /** Whether the charity's listeners are there, to whom the charity's key gives a call. */
  listeners: z.boolean().default(false),
});
export type OutsideNumberForm = z.infer<typeof OutsideNumberForm>;

export const OutsideRulesForm = z.object({
  /** Whether callers who wish it are called back, at their own number and no other. */
  callbacks: z.boolean(),
  /** Beside France and its overseas departments. */
  prefixes: z
    .array(z.string().trim().refine(isOutsidePrefix, wrong('OUTSIDE_PREFIX')))
    .max(OUTSIDE_LIMITS.prefixesMax),
  callsMax: z.int().min(0).max(OUTSIDE_LIMITS.callsMax),
  perHourMax: z.int().min(0).max(OUTSIDE_LIMITS.perHourMax),
  minutesMax: z.int().min(1).max(OUTSIDE_LIMITS.minutesMax),
});
export type OutsideRulesForm = z.infer<typeof OutsideRulesForm>;

export const OutsideNumber = z.object({
  id: z.string(),
  name: z.string(),
  /** E.164. */
  number: z.string(),
  transfer: z.boolean(),
  listeners: z.boolean(),
  /** Why it is not rung all the same: the rules are narrower than when it was listed; null: it is. */
  fault: z.enum(['OUTSIDE_COSTLY', 'OUTSIDE_COUNTRY']).nullable(),
});
export type OutsideNumber = z.infer<typeof OutsideNumber>;

export const OutsideCallNow = z.object({
  id: z.string(),
  /** The entry's name; null: a caller who is called back, whose number is nobody's to see. */
  to: z.string().nullable(),
  since: z.iso.datetime(),
  state: z.enum(['calling', 'ringing', 'talking']),
  trunk: z.string(),
});
export type OutsideCallNow = z.infer<typeof OutsideCallNow>;

/** Why a call was not placed. */
export const OUTSIDE_REFUSALS = [
  'not-listed',
  'costly',
  'country',
  'callbacks-off',
  'no-number',
  'own-line',
  'no-such-campaign',
  'campaign-full',
  'machine-full',
  'hour-full',
] as const;
export type OutsideRefused = (typeof OUTSIDE_REFUSALS)[number];

export const Outside = z.object({
  campaign: z.string(),
  rules: OutsideRulesForm,
  numbers: z.array(OutsideNumber).max(OUTSIDE_LIMITS.numbersMax),
  calls: z.array(OutsideCallNow).max(OUTSIDE_LIMITS.machineCallsMax),
  /** How many calls the campaign has begun within the last hour. */
  lastHour: z.int(),
  /** Trunks that carry outside calls. */
  trunks: z.array(z.string()),
  /** What was refused on this machine since it was started. */
  refused: z.array(z.object({ because: z.enum(OUTSIDE_REFUSALS), count: z.int() })),
  mayEdit: z.boolean(),
});
export type Outside = z.infer<typeof Outside>;

const Id = z.object({ id: z.string().max(100) });
const REFUSALS = [
  'NOT_SIGNED_IN',
  'NOT_ALLOWED',
  'BAD_INPUT',
  'NOT_FOUND',
] as const satisfies readonly Fault[];
const NUMBER_REFUSALS = [
  ...REFUSALS,
  'CARD_NUMBER',
  'OUTSIDE_NUMBER',
  'OUTSIDE_COSTLY',
  'OUTSIDE_COUNTRY',
  'OUTSIDE_TWICE',
  'OUTSIDE_OWN_LINE',
] as const satisfies readonly Fault[];

export const getOutside = endpoint({
  method: 'GET',
  path: '/api/outside',
  summary: 'Outside calls of the campaign that is open: what it allows, and what is on',
  roles: ['supervisor', 'office', 'operator'],
  reply: Outside,
  faults: ['NOT_SIGNED_IN', 'NOT_ALLOWED', 'NOT_FOUND'],
});
export const setOutsideRules = endpoint({
  method: 'PUT',
  path: '/api/outside/rules',
  summary: 'Sets what outside calls the campaign allows; calls that are on go on',
  roles: ['supervisor', 'office'],
  body: z.object({ form: OutsideRulesForm }),
  reply: Outside,
  faults: [...REFUSALS, 'OUTSIDE_PREFIX'],
});
export const addOutsideNumber = endpoint({
  method: 'POST',
  path: '/api/outside/numbers',
  summary: 'Lists a number that calls may be handed to',
  roles: ['supervisor', 'office'],
  body: z.object({ form: OutsideNumberForm }),
  reply: Outside,
  faults: [...NUMBER_REFUSALS, 'OUTSIDE_FULL'],
});
export const changeOutsideNumber = endpoint({
  method: 'PUT',
  path: '/api/outside/numbers/:id',
  summary: 'Changes a listed number; calls that are on go on',
  roles: ['supervisor', 'office'],
  params: Id,
  body: z.object({ form: OutsideNumberForm }),
  reply: Outside,
  faults: NUMBER_REFUSALS,
});
export const removeOutsideNumber = endpoint({
  method: 'DELETE',
  path: '/api/outside/numbers/:id',
  summary: 'Takes a number off the list; calls that are on go on',
  roles: ['supervisor', 'office'],
  params: Id,
  reply: Outside,
  faults: ['NOT_SIGNED_IN', 'NOT_ALLOWED', 'NOT_FOUND'],
});
