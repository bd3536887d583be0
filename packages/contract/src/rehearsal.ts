import { z } from 'zod';
import { endpoint } from './endpoint.ts';

/** Everything has a limit; what is beyond is refused in words (BAD_INPUT). */
export const REHEARSAL_LIMITS = {
  callsMax: 60,
  minutesMax: 30,
  /** What somebody has ticked by hand is true for so long. */
  tickHours: 24,
  namesMax: 20,
} as const;

/** What is looked at before the line goes live. */
export const CheckKind = z.enum([
  'trunks',
  'numbers',
  'hours',
  'stop',
  'prompts',
  'seats',
  'sound',
  'mail',
  'payment',
  'disk',
  'database-disk',
  'backup',
  'rehearsed',
]);
export type CheckKind = z.infer<typeof CheckKind>;

/** What was found, as a word: the screens make a sentence of it. */
export const CheckFinding = z.enum([
  'trunks-up',
  'trunks-down',
  'trunks-unasked',
  'trunks-none',
  'numbers-there',
  'numbers-none',
  'hours-there',
  'hours-past',
  'hours-none',
  'line-by-hours',
  'line-closed',
  'prompts-own',
  'prompts-synthetic',
  'seats-full',
  'seats-empty',
  'seats-none',
  'sound-checked',
  'sound-missing',
  'sound-unchecked',
  'mail-reached',
  'mail-lost',
  'mail-kept',
  'payment-reached',
  'payment-lost',
  'payment-sandbox',
  'disk-free',
  'disk-low',
  'disk-full',
  'disk-elsewhere',
  'backup-ticked',
  'backup-open',
  'rehearsed',
  'not-rehearsed',
]);
export type CheckFinding = z.infer<typeof CheckFinding>;

export const CheckItem = z.object({
  kind: CheckKind,
  state: z.enum(['ok', 'wrong', 'to-do']),
  found: CheckFinding,
  /** So many of `of`; of a disk, free megabytes. */
  count: z.int(),
  of: z.int(),
  /** Trunks, positions; of a tick, who it was. */
  names: z.array(z.string()).max(REHEARSAL_LIMITS.namesMax),
  /** Epoch milliseconds: when it was ticked, or when the line opens next. */
  at: z.number().nullable(),
});
export type CheckItem = z.infer<typeof CheckItem>;

export const RehearsalWanted = z.object({
  calls: z.int().min(1).max(REHEARSAL_LIMITS.callsMax),
  minutes: z.int().min(1).max(REHEARSAL_LIMITS.minutesMax),
});
export type RehearsalWanted = z.infer<typeof RehearsalWanted>;

/** One rehearsal, under way or over. Its figures are of trial calls alone. */
export const RehearsalRun = z.object({
  id: z.string(),
  wanted: RehearsalWanted,
  startedAt: z.number(),
  /** null: it is under way. */
  endedAt: z.number().nullable(),
  /** `restart`: the server was started again meanwhile. */
  ended: z.enum(['done', 'stopped', 'restart']).nullable(),
  /** How many have rung so far. */
  placed: z.int(),
  /** How many are on the line now. */
  live: z.int(),
  /** Whom somebody talked with. */
  answered: z.int(),
  /** Whom the line refused. */
  refused: z.int(),
  /** Who rang and met nobody. */
  missed: z.int(),
  meanWaitMs: z.number(),
  longestWaitMs: z.number(),
  /** Calls that were taken, are over, and have no pledge. */
  withoutPledge: z.int(),
});
export type RehearsalRun = z.infer<typeof RehearsalRun>;

export const Rehearsal = z.object({
  /** Whether everything in the campaign is a trial anyway. */
  trial: z.boolean(),
  items: z.array(CheckItem),
  /** The one that is under way, or the last one; null: none yet. */
  run: RehearsalRun.nullable(),
});
export type Rehearsal = z.infer<typeof Rehearsal>;

const roles = ['supervisor', 'office'] as const;
const usual = ['NOT_SIGNED_IN', 'NOT_ALLOWED', 'NOT_FOUND'] as const;
/** What only a person can know. */
const Ticked = z.object({ item: z.enum(['backup']) });

export const getRehearsal = endpoint({
  method: 'GET',
  path: '/api/rehearsal',
  summary:
    'What is to be seen to before the line goes live, and the rehearsal that is under way or was the last',
  roles,
  reply: Rehearsal,
  faults: usual,
});
export const tickItem = endpoint({
  method: 'PUT',
  path: '/api/rehearsal/ticks/:item',
  summary: 'Somebody has seen to it: good for 24 hours',
  roles,
  params: Ticked,
  reply: Rehearsal,
  faults: usual,
});
export const untickItem = endpoint({
  method: 'DELETE',
  path: '/api/rehearsal/ticks/:item',
  summary: 'It is to be seen to again',
  roles,
  params: Ticked,
  reply: Rehearsal,
  faults: usual,
});
export const startRehearsal = endpoint({
  method: 'POST',
  path: '/api/rehearsal/run',
  summary: 'Lets recorded donors ring as the run of show has it, pressed together; all of it is a trial',
  roles,
  body: RehearsalWanted,
  reply: Rehearsal,
  faults: ['BAD_INPUT', 'REHEARSAL_ON', 'REHEARSAL_LIVE', 'REHEARSAL_TRUNK', 'REHEARSAL_NO_LINE', ...usual],
});
export const stopRehearsal = endpoint({
  method: 'DELETE',
  path: '/api/rehearsal/run',
  summary: 'Ends the rehearsal: no further call, and those that are on hang up',
  roles,
  reply: Rehearsal,
  faults: usual,
});
