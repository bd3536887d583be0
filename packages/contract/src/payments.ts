import { z } from 'zod';
import { endpoint } from './endpoint.ts';

/** A provider says what became of a checkout. What it sends is its own; its signature is checked over the bytes. */
export const notifyPayment = endpoint({
  method: 'POST',
  path: '/api/payments/:provider/notifications',
  summary: 'Takes a payment provider’s signed notification; one that comes twice counts once',
  roles: 'everyone',
  params: z.object({ provider: z.string().max(40) }),
  body: z.unknown(),
  reply: z.object({ received: z.literal(true) }),
  faults: ['BAD_INPUT', 'BAD_SIGNATURE', 'NOT_FOUND', 'UNAVAILABLE'],
});
