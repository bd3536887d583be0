import { z } from 'zod';
import { Language } from './campaign.ts';
import { endpoint } from './endpoint.ts';

const Id = z.string().min(1).max(100);

/** Somebody of the floor who is free. */
export const HandOverPerson = z.object({
  agent: Id,
  name: z.string(),
  site: z.string(),
  positionNumber: z.int(),
});
export type HandOverPerson = z.infer<typeof HandOverPerson>;
export const HandOverLine = z.object({ line: Id, number: z.string(), language: Language });
export type HandOverLine = z.infer<typeof HandOverLine>;
export const HandOverOutside = z.object({ to: Id, name: z.string() });
export type HandOverOutside = z.infer<typeof HandOverOutside>;

/** To whom a call may be handed at this moment. */
export const HandOverTargets = z.object({
  /** Free, by name; without whoever asks. */
  people: z.array(HandOverPerson),
  /** Open, by number. */
  lines: z.array(HandOverLine),
  /** The campaign's numbers outside, by name; empty: none is set up. */
  outside: z.array(HandOverOutside),
});
export type HandOverTargets = z.infer<typeof HandOverTargets>;

const Person = z.object({ kind: z.literal('agent'), agent: Id });
const Outside = z.object({ kind: z.literal('outside'), to: Id });
export const HandOverTo = z.discriminatedUnion('kind', [
  Person,
  z.object({ kind: z.literal('line'), line: Id }),
  Outside,
]);
export type HandOverTo = z.infer<typeof HandOverTo>;
export const ConsultWith = z.discriminatedUnion('kind', [Person, Outside]);
export type ConsultWith = z.infer<typeof ConsultWith>;

const roles = ['volunteer', 'supervisor', 'office'] as const;
const params = z.object({ call: Id });
const reply = z.object({ done: z.literal(true) });
const faults = ['BAD_INPUT', 'NOT_SIGNED_IN', 'NO_SEAT', 'NO_SUCH_CALL'] as const;

export const getHandOverTargets = endpoint({
  method: 'GET',
  path: '/api/desk/hand-over',
  summary: 'To whom a call may be handed now',
  roles,
  reply: HandOverTargets,
  faults: ['NOT_SIGNED_IN', 'NO_SEAT'],
});
export const handOver = endpoint({
  method: 'POST',
  path: '/api/desk/calls/:call/hand-over',
  summary: 'Gives the call to somebody who is free, or to a line, and is done with it',
  roles,
  params,
  body: z.object({ to: HandOverTo }),
  reply,
  faults: [...faults, 'CONSULTING', 'NOT_FREE', 'LINE_CLOSED', 'NO_SOUND'],
});
export const consult = endpoint({
  method: 'POST',
  path: '/api/desk/calls/:call/consult',
  summary: 'Lets the caller wait and speaks with somebody first',
  roles,
  params,
  body: z.object({ with: ConsultWith }),
  reply,
  faults: [...faults, 'CONSULTING', 'NOT_FREE', 'NO_SOUND'],
});
export const talkTogether = endpoint({
  method: 'POST',
  path: '/api/desk/calls/:call/together',
  summary: 'Lets caller, volunteer and whoever was asked talk with one another',
  roles,
  params,
  reply,
  faults: [...faults, 'NOT_CONSULTING', 'NO_SOUND', 'CALL_FULL'],
});
export const completeHandOver = endpoint({
  method: 'POST',
  path: '/api/desk/calls/:call/complete',
  summary: 'Leaves the caller to whoever was asked',
  roles,
  params,
  reply,
  faults: [...faults, 'NOT_CONSULTING'],
});
export const takeBack = endpoint({
  method: 'POST',
  path: '/api/desk/calls/:call/take-back',
  summary: 'Ends the consultation: the caller is with the volunteer again',
  roles,
  params,
  reply,
  faults: [...faults, 'NOT_CONSULTING'],
});
