import { z } from 'zod';
import { endpoint } from './endpoint.ts';

const roles = ['volunteer', 'supervisor', 'office'] as const;

/** The call stands in the body: paths are logged, and which calls were handed to the charity is in no log. */
export const handToCharity = endpoint({
  method: 'POST',
  path: '/api/desk/charity',
  summary: 'Gives the call to the charity’s listeners, or ends it; who calls is forgotten',
  roles,
  body: z.object({ call: z.string().min(1).max(100), how: z.enum(['pass', 'end']) }),
  reply: z.object({ done: z.literal(true) }),
  faults: ['BAD_INPUT', 'NOT_SIGNED_IN', 'NO_SEAT', 'NO_SUCH_CALL', 'CONSULTING', 'NO_SOUND', 'NO_LISTENER'],
});

export const getCharityCount = endpoint({
  method: 'GET',
  path: '/api/charity',
  summary: 'How many calls of the open campaign were handed to the charity',
  roles: ['supervisor', 'office'],
  reply: z.object({ calls: z.int() }),
  faults: ['NOT_SIGNED_IN', 'NOT_ALLOWED'],
});
