import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { LIMITS } from './limits.ts';

export const Language = z.enum(['fr', 'en']);
export type Language = z.infer<typeof Language>;

/** One step of the script. `say` is read aloud; `note` is for the volunteer alone and looks different. */
export const ScriptStep = z.object({
  id: z.string(),
  /** The part of the form that this step belongs to. */
  at: z.enum([
    'greeting',
    'amount',
    'identity',
    'address',
    'way',
    'read-back',
    'thanks',
    'hoax',
    'card',
    'charity',
  ]),
  say: z.string(),
  note: z.string().optional(),
});
export type ScriptStep = z.infer<typeof ScriptStep>;

export const Campaign = z.object({
  id: z.string(),
  name: z.string(),
  charity: z.string(),
  number: z.string(),
  currency: z.literal('EUR'),
  /** What the keys 1 to 6 choose. */
  amountsCents: z.array(z.int()).max(6),
  script: z.record(Language, z.array(ScriptStep)),
  /** Who keeps the data, why, and how to refuse solicitation (CNIL): read aloud, recorded with its version. */
  information: z.object({ version: z.string(), text: z.record(Language, z.string()) }),
  trial: z.boolean(),
  /** How long a volunteer has after a call before the next one comes. */
  wrapUpSeconds: z.int(),
  /** After how long a caller who waits is told what else there is (to promise by keypad); null: never. */
  choiceSeconds: z.int().nullable(),
});
export type Campaign = z.infer<typeof Campaign>;

export const getCampaign = endpoint({
  method: 'GET',
  path: '/api/campaign',
  summary: 'The campaign that is open',
  roles: ['volunteer', 'supervisor', 'office'],
  reply: Campaign,
  faults: ['NOT_SIGNED_IN', 'NOT_FOUND'],
});

export const setWrapUp = endpoint({
  method: 'PUT',
  path: '/api/campaign/wrap-up',
  summary: 'How long volunteers have after a call; holds for wrap-ups that begin afterwards',
  roles: ['supervisor', 'office'],
  body: z.object({ seconds: z.int().min(0).max(LIMITS.wrapUpSecondsMax) }),
  reply: Campaign,
  faults: ['BAD_INPUT', 'NOT_SIGNED_IN', 'NOT_ALLOWED', 'NOT_FOUND'],
});

export const setChoice = endpoint({
  method: 'PUT',
  path: '/api/campaign/choice',
  summary:
    'After how long callers who wait are offered the keypad; null: never. Holds for calls that come afterwards',
  roles: ['supervisor', 'office'],
  body: z.object({ seconds: z.int().min(1).max(LIMITS.choiceSecondsMax).nullable() }),
  reply: Campaign,
  faults: ['BAD_INPUT', 'NOT_SIGNED_IN', 'NOT_ALLOWED', 'NOT_FOUND'],
});
