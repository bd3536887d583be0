import { z } from 'zod';
import { holdsCardNumber } from './card.ts';
import { Language } from './campaign.ts';
import { endpoint } from './endpoint.ts';
import { LIMITS } from './limits.ts';

export const ROLES = ['volunteer', 'supervisor', 'site-supervisor', 'office', 'operator'] as const;
export const Role = z.enum(ROLES);
/**
 * volunteer: sits at a position and takes pledges. supervisor: runs the room. site-supervisor: runs one site and sees no
 * other: what is not said to be his is not. office: the charity's campaign office.
 * operator: sees to the technical side: carriers, certificates, addresses.
 */
export type Role = z.infer<typeof Role>;

export const Seat = z.object({
  agent: z.string(),
  position: z.string(),
  positionNumber: z.int(),
  site: z.string(),
  name: z.string(),
  /** What carries the voice here: this browser, or the desk phone beside it. */
  sound: z.enum(['browser', 'phone']),
  /** The SIP address of that phone, or the name under which it registers; empty: there is none. */
  phone: z.string(),
});
/** One seating: who sits where. `agent` is the id that the floor knows. */
export type Seat = z.infer<typeof Seat>;

export const Me = z.object({
  /** Null: nobody is signed in. */
  person: z.object({ name: z.string(), roles: z.array(Role) }).nullable(),
  seat: Seat.nullable(),
  /** A trial line shows the "Call me" key and the outbox. */
  trial: z.boolean(),
});
export type Me = z.infer<typeof Me>;

/** What whoever sits at a position is beside a volunteer. */
export const Helpers = z.object({
  /** Has call-taking as a trade. */
  professional: z.boolean(),
  /** Is of the charity's own team. */
  listener: z.boolean(),
});
export type Helpers = z.infer<typeof Helpers>;

export const Position = z.object({
  id: z.string(),
  number: z.int(),
  site: z.string(),
  /** The short code that opens the position to a volunteer; only supervisors see it. */
  code: z.string().nullable(),
  takenBy: z.string().nullable(),
  /** The SIP address of the desk phone here; empty: the browser carries the sound. */
  phone: z.string(),
  ...Helpers.shape,
});
export type Position = z.infer<typeof Position>;

export const ShortName = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .refine((text) => !/\p{Cc}/u.test(text), 'no control characters')
  .refine((text) => !holdsCardNumber(text), { params: { fault: 'CARD_NUMBER' }, message: 'CARD_NUMBER' });

export const getMe = endpoint({
  method: 'GET',
  path: '/api/me',
  summary: 'Who is signed in here, and where they sit',
  roles: 'everyone',
  reply: Me,
  faults: [],
});
/** The one-time link that `npm start` prints leads to the screen `/sign-in?token=…`, which says this. */
export const signInByLink = endpoint({
  method: 'POST',
  path: '/api/sign-in/link',
  summary: 'Signs staff in by a one-time link',
  roles: 'everyone',
  body: z.object({ token: z.string().max(200) }),
  reply: Me,
  faults: ['LINK_USED', 'TOO_MANY'],
});
export const signOut = endpoint({
  method: 'POST',
  path: '/api/sign-out',
  summary: 'Ends this session, and leaves the position if one is held',
  roles: 'everyone',
  reply: Me,
  faults: [],
});
export const listPositions = endpoint({
  method: 'GET',
  path: '/api/positions',
  summary: 'Every position with its code and who sits there',
  roles: ['supervisor', 'site-supervisor', 'office'],
  reply: z.object({ positions: z.array(Position) }),
  faults: ['NOT_SIGNED_IN', 'NOT_ALLOWED'],
});
export const addPositions = endpoint({
  method: 'POST',
  path: '/api/positions',
  summary:
    'Makes positions at a site, numbered on from the last one there; a site that is not there yet is made',
  roles: ['supervisor', 'office'],
  body: z.object({ site: ShortName, count: z.int().min(1).max(LIMITS.positionsAddedMax) }),
  reply: z.object({ positions: z.array(Position) }),
  faults: ['BAD_INPUT', 'CARD_NUMBER', 'NOT_SIGNED_IN', 'NOT_ALLOWED'],
});
/** For staff who sit down themselves (and for the trial line). */
export const takePosition = endpoint({
  method: 'POST',
  path: '/api/positions/:id/take',
  summary: 'Sits down at a position',
  roles: ['supervisor', 'site-supervisor', 'office'],
  params: z.object({ id: z.string().max(100) }),
  reply: Me,
  faults: ['NOT_SIGNED_IN', 'NOT_ALLOWED', 'NOT_FOUND', 'POSITION_TAKEN'],
});
export const freePosition = endpoint({
  method: 'POST',
  path: '/api/positions/:id/free',
  summary: 'Frees a position that somebody left without saying so',
  roles: ['supervisor', 'site-supervisor', 'office'],
  params: z.object({ id: z.string().max(100) }),
  reply: z.object({ positions: z.array(Position) }),
  faults: ['NOT_SIGNED_IN', 'NOT_ALLOWED', 'NOT_FOUND'],
});

export const setHelpers = endpoint({
  method: 'PUT',
  path: '/api/positions/:id/helpers',
  summary: 'Says whether a professional or a listener of the charity sits at a position',
  roles: ['supervisor', 'office'],
  params: z.object({ id: z.string().max(100) }),
  body: Helpers,
  reply: z.object({ positions: z.array(Position) }),
  faults: ['BAD_INPUT', 'NOT_SIGNED_IN', 'NOT_ALLOWED', 'NOT_FOUND'],
});

/** A volunteer: no account, a first name and the short code of the position. */
export const sitDown = endpoint({
  method: 'POST',
  path: '/api/seat',
  summary: 'Sits down by the short code of a position',
  roles: 'everyone',
  body: z.object({
    code: z.string().trim().min(4).max(12),
    name: ShortName,
    /** What is spoken with callers; missing: all that lines are in. */
    languages: z
      .array(Language)
      .min(1)
      .default([...Language.options]),
  }),
  reply: Me,
  faults: ['BAD_INPUT', 'CARD_NUMBER', 'WRONG_CODE', 'POSITION_TAKEN', 'TOO_MANY'],
});
export const leaveSeat = endpoint({
  method: 'POST',
  path: '/api/seat/leave',
  summary: 'Gets up: the position is free again',
  roles: ['volunteer', 'supervisor', 'office'],
  reply: Me,
  faults: ['NOT_SIGNED_IN'],
});
