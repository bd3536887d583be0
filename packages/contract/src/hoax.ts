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
