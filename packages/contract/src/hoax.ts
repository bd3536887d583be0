import { z } from 'zod';
import { endpoint } from './endpoint.ts';

/** So long a volunteer who has asked for help waits for somebody, before the lines are his to say. */
export const HELP_AWAITED_MS = 10_000;

export const askForHelp = endpoint({
  method: 'POST',
  path: '/api/desk/calls/:call/help',
  summary: 'Says that the call is a hoax and asks for somebody to take it over, or needs nobody any more',
  roles: ['volunteer', 'supervisor', 'office'],
  params: z.object({ call: z.string().max(100) }),
  body: z.object({ asked: z.boolean() }),
  reply: z.object({ done: z.literal(true) }),
  faults: ['BAD_INPUT', 'NOT_SIGNED_IN', 'NO_SEAT', 'NO_SUCH_CALL', 'CONSULTING'],
});

/** Chosen, not typed: nothing that names anybody. */
export const BarReason = z.enum(['hoax', 'insults', 'silence']);
export type BarReason = z.infer<typeof BarReason>;

/** A number from which no call is taken. Which one, nobody can say any more. */
export const BarredNumber = z.object({
  id: z.string(),
  /** Epoch milliseconds; null: until the campaign is over. */
  until: z.number().nullable(),
  reason: BarReason,
  by: z.string(),
  madeAt: z.number(),
});
export type BarredNumber = z.infer<typeof BarredNumber>;

const bars = z.object({ bars: z.array(BarredNumber) });

export const listBars = endpoint({
  method: 'GET',
  path: '/api/bars',
  summary: 'What is barred: since when, by whom and until when, and never which number',
  roles: ['supervisor'],
  reply: bars,
  faults: ['NOT_SIGNED_IN', 'NOT_ALLOWED'],
});
export const barNumber = endpoint({
  method: 'POST',
  path: '/api/floor/calls/:call/bar',
  summary: 'Takes no call of the number of this call any more, for the evening or the campaign',
  roles: ['supervisor'],
  params: z.object({ call: z.string().max(100) }),
  body: z.object({ lasts: z.enum(['evening', 'campaign']), reason: BarReason }),
  reply: bars,
  faults: ['BAD_INPUT', 'NOT_SIGNED_IN', 'NOT_ALLOWED', 'NO_SUCH_CALL', 'NO_NUMBER'],
});
export const liftBar = endpoint({
  method: 'DELETE',
  path: '/api/bars/:id',
  summary: 'Takes calls of this number again',
  roles: ['supervisor'],
  params: z.object({ id: z.string().max(100) }),
  reply: bars,
  faults: ['NOT_SIGNED_IN', 'NOT_ALLOWED', 'NOT_FOUND'],
});
