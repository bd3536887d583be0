import { z } from 'zod';
import { endpoint } from './endpoint.ts';

export const OutboxMessage = z.object({
  id: z.string(),
  pledge: z.string(),
  channel: z.enum(['sms', 'email', 'letter']),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  /** Where the donor pays: the personal link in the text. */
  link: z.string(),
  state: z.enum(['waiting', 'sent', 'kept', 'failed']),
  createdAt: z.iso.datetime(),
  sentAt: z.iso.datetime().nullable(),
});
/** `kept`: the trial line has no way out for it, it can be read here instead. */
export type OutboxMessage = z.infer<typeof OutboxMessage>;

export const listOutbox = endpoint({
  method: 'GET',
  path: '/api/outbox',
  summary: 'The newest messages to donors',
  roles: ['supervisor', 'office'],
  reply: z.object({ messages: z.array(OutboxMessage).max(200) }),
  faults: ['NOT_SIGNED_IN', 'NOT_ALLOWED'],
});
