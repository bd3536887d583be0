import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Evening } from './evening.ts';

/** What the room's big screen shows. Nothing in it names anybody. */
export const Wallboard = z.object({
  waiting: z.int(),
  /** Since when the one waits who has waited longest (epoch milliseconds, server's clock); null: nobody does. */
  waitsSince: z.number().nullable(),
  ready: z.int(),
  talking: z.int(),
  wrappingUp: z.int(),
  /** Of the evening; null: no call yet. */
  serviceLevel: z.number().min(0).max(1).nullable(),
  boundMs: z.number(),
  /** What may be shown on air. */
  promisedCents: z.int(),
  evening: Evening.nullable(),
});
export type Wallboard = z.infer<typeof Wallboard>;

/** Opens the wallboard and nothing else. */
const WallboardToken = z.string().min(1).max(100);

export const readWallboard = endpoint({
  method: 'POST',
  path: '/api/wallboard',
  summary: 'The room’s big screen, by the token of its link',
  roles: 'everyone',
  // In the body, for addresses are written into logs.
  body: z.object({ token: WallboardToken }),
  reply: Wallboard,
  faults: ['BAD_INPUT', 'NOT_FOUND'],
});
export const makeWallboardLink = endpoint({
  method: 'POST',
  path: '/api/wallboard/link',
  summary: 'Makes the link of the wallboard; the one before opens nothing any more',
  roles: ['supervisor'],
  reply: z.object({ token: WallboardToken }),
  faults: ['NOT_SIGNED_IN', 'NOT_ALLOWED', 'NOT_FOUND'],
});
export const endWallboardLink = endpoint({
  method: 'DELETE',
  path: '/api/wallboard/link',
  summary: 'Takes the link of the wallboard back',
  roles: ['supervisor'],
  reply: z.object({ done: z.literal(true) }),
  faults: ['NOT_SIGNED_IN', 'NOT_ALLOWED', 'NOT_FOUND'],
});
