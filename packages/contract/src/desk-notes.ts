import { z } from 'zod';
import { holdsCardNumber } from './card.ts';
import { endpoint } from './endpoint.ts';
import { LIMITS } from './limits.ts';

/** Why somebody takes a break. A closed list: what is written freely would sooner or later say that somebody is ill. */
export const BREAK_REASONS = ['pause', 'meal', 'briefing', 'technical'] as const;
export const BreakReason = z.enum(BREAK_REASONS);
export type BreakReason = z.infer<typeof BreakReason>;

export const DeskBreak = z.object({
  reason: BreakReason,
  /** Epoch milliseconds, server's clock. */
  since: z.number(),
  bySupervisor: z.boolean(),
});
export type DeskBreak = z.infer<typeof DeskBreak>;

/** A few words of a supervisor to one desk. */
export const DeskMessage = z.object({
  id: z.string(),
  from: z.string(),
  text: z.string(),
  sentAt: z.number(),
});
export type DeskMessage = z.infer<typeof DeskMessage>;

/** What stands beside a desk's state: why it takes a break, and what it has been told and not yet put away. */
export const DeskNotes = z.object({
  break: DeskBreak.nullable(),
  /** Oldest first. */
  messages: z.array(DeskMessage),
});
export type DeskNotes = z.infer<typeof DeskNotes>;

/** The same as a supervisor sees it, of everybody who sits now and of whom there is something to say. */
export const FloorNotes = z.object({
  notes: z.array(z.object({ agent: z.string(), break: DeskBreak.nullable(), unread: z.int() })),
});
export type FloorNotes = z.infer<typeof FloorNotes>;

const MessageText = z
  .string()
  .trim()
  .min(1)
  .max(LIMITS.deskMessageCharsMax)
  .refine((text) => !/\p{Cc}/u.test(text), 'no control characters')
  .refine((text) => !holdsCardNumber(text), { params: { fault: 'CARD_NUMBER' }, message: 'CARD_NUMBER' });

const deskRoles = ['volunteer', 'supervisor', 'office'] as const;
const done = z.object({ done: z.literal(true) });
const AgentParams = z.object({ agent: z.string().max(100) });
const MessageParams = z.object({ id: z.string().max(100) });

export const getDeskNotes = endpoint({
  method: 'GET',
  path: '/api/desk/notes',
  summary: 'Why this desk takes a break, and the messages that it has not put away',
  roles: deskRoles,
  reply: DeskNotes,
  faults: ['NOT_SIGNED_IN', 'NO_SEAT'],
});
export const takeBreak = endpoint({
  method: 'POST',
  path: '/api/desk/break',
  summary: 'Takes a break, or says why the one that is on is taken; a call that is on goes on',
  roles: deskRoles,
  body: z.object({ reason: BreakReason }),
  reply: DeskNotes,
  faults: ['BAD_INPUT', 'NOT_SIGNED_IN', 'NO_SEAT'],
});
export const putMessageAway = endpoint({
  method: 'POST',
  path: '/api/desk/messages/:id/read',
  summary: 'Puts a message away that has been read',
  roles: deskRoles,
  params: MessageParams,
  reply: DeskNotes,
  faults: ['NOT_SIGNED_IN', 'NO_SEAT'],
});

const supervisors = ['supervisor'] as const;
export const getFloorNotes = endpoint({
  method: 'GET',
  path: '/api/floor/notes',
  summary: 'Why whoever is on a break takes it, and which messages have not been put away',
  roles: supervisors,
  reply: FloorNotes,
  faults: ['NOT_SIGNED_IN', 'NOT_ALLOWED'],
});
export const putOnBreak = endpoint({
  method: 'POST',
  path: '/api/floor/agents/:agent/break',
  summary: 'Puts somebody on a break; a call that is on goes on',
  roles: supervisors,
  params: AgentParams,
  body: z.object({ reason: BreakReason }),
  reply: done,
  faults: ['BAD_INPUT', 'NOT_SIGNED_IN', 'NOT_ALLOWED', 'NOT_FOUND'],
});
export const sendMessage = endpoint({
  method: 'POST',
  path: '/api/floor/agents/:agent/message',
  summary: 'Shows a few words at a desk, until they are put away there',
  roles: supervisors,
  params: AgentParams,
  body: z.object({ text: MessageText }),
  reply: done,
  faults: ['BAD_INPUT', 'CARD_NUMBER', 'NOT_SIGNED_IN', 'NOT_ALLOWED', 'NOT_FOUND', 'DESK_FULL'],
});
