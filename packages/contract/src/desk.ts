import { z } from 'zod';
import { DonorDetails } from './pledge.ts';
import { Language } from './campaign.ts';
import { endpoint } from './endpoint.ts';

/** What is known of who is calling. */
export const Caller = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('searching') }),
  /** The caller withheld the number: it was dropped at the edge and nobody was looked up. */
  z.object({ kind: z.literal('withheld') }),
  z.object({ kind: z.literal('unknown'), phone: z.string() }),
  z.object({
    kind: z.literal('found'),
    phone: z.string(),
    source: z.enum(['earlier-donor', 'directory']),
    /** The likeliest first; several people may share a number. */
    people: z.array(DonorDetails).min(1).max(6),
  }),
]);
export type Caller = z.infer<typeof Caller>;

/** A supervisor on another's call: heard by nobody, by the volunteer, by the caller too. */
export const MonitorMode = z.enum(['listen', 'whisper', 'barge']);
export type MonitorMode = z.infer<typeof MonitorMode>;

/** What is done with whoever a call is spoken about with: rung, spoken with while the caller waits, on the line with both. */
export const ConsultationStage = z.enum(['ringing', 'speaking', 'together']);
export type ConsultationStage = z.infer<typeof ConsultationStage>;

/** The other one of a consultation, as each of the two sees it. */
export const Consultation = z.object({
  /** `asks`: this desk has the call; `asked`: it may get it. */
  role: z.enum(['asks', 'asked']),
  stage: ConsultationStage,
  name: z.string(),
  /** Null: outside. */
  positionNumber: z.int().nullable(),
});
export type Consultation = z.infer<typeof Consultation>;

/** Of a call that is a hoax: help is asked for, or this desk has the call, or had it, as one. */
export const DeskHoax = z.object({
  state: z.enum(['asked', 'given']),
  /** From then on (epoch milliseconds) the volunteer has the lines himself: nobody has come. Null: they are for now. */
  linesAt: z.number().nullable(),
  /** Who has taken the call over from this desk; null: nobody, or this desk has it. */
  by: z.string().nullable(),
});
export type DeskHoax = z.infer<typeof DeskHoax>;

export const DeskCall = z.object({
  id: z.string(),
  line: z.string(),
  language: Language,
  /** `calling`: the caller, who is called back, is rung. */
  state: z.enum(['offered', 'calling', 'talking', 'ended']),
  caller: Caller,
  /** When the call came in, and when the volunteer was connected (epoch milliseconds, server's clock). */
  arrivedAt: z.number(),
  connectedAt: z.number().nullable(),
  /** Whether the caller asked to be called back: then he waits since `arrivedAt`, and is rung once the form is here. */
  callback: z.boolean(),
  /**
   * `supervisor`: has taken the call over; `handed-over`: this desk gave it on. Either way it goes on. `not-answered`: who
   * was called back is rung again later.
   */
  endedBy: z.enum(['caller', 'agent', 'line', 'supervisor', 'handed-over', 'not-answered']).nullable(),
  /** The loudest of the supervisors who are on this call; null: nobody is. */
  supervised: MonitorMode.nullable(),
  /** Who is spoken with about this call; null: nobody. */
  consultation: Consultation.nullable(),
  /** Missing or null: nobody has said that it is a hoax. */
  hoax: DeskHoax.nullable().optional(),
  /** AES-256 key, in base64: what is typed during the call is kept in this browser under it alone. Missing: nothing is to be kept. */
  draftKey: z.string().optional(),
  /** It was handed to the charity: nobody knows who calls, and no form comes up. Missing: no. */
  confidential: z.literal(true).optional(),
});
export type DeskCall = z.infer<typeof DeskCall>;

export const AgentStatus = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('away'),
    because: z.enum(['new', 'chosen', 'missed-offer', 'sound-lost', 'desk-lost', 'listening']),
  }),
  z.object({ kind: z.literal('free') }),
  z.object({ kind: z.literal('offered') }),
  z.object({ kind: z.literal('talking') }),
  /** `latest`: whoever goes on typing has until then. */
  z.object({ kind: z.literal('wrapping-up'), until: z.number(), latest: z.number() }),
]);
export type AgentStatus = z.infer<typeof AgentStatus>;

const deskRoles = ['volunteer', 'supervisor', 'office'] as const;
const done = z.object({ done: z.literal(true) });

const Relays = z.object({
  /** As RTCPeerConnection takes them. */
  servers: z.array(
    z.object({
      urls: z.array(z.string()),
      username: z.string().optional(),
      credential: z.string().optional(),
    }),
  ),
  /** A desk that is open for so long asks anew; null: these are good for ever. */
  renewInSeconds: z.int().nullable(),
});
export type Relays = z.infer<typeof Relays>;

/** Asked at each opening of the line, for the passwords in it end. */
export const getRelays = endpoint({
  method: 'GET',
  path: '/api/desk/relays',
  summary: 'Servers that pass the sound on where the network lets nothing else through',
  roles: deskRoles,
  reply: Relays,
  faults: ['NOT_SIGNED_IN', 'NO_SEAT'],
});

/** The browser's offer, with all of its candidates in it; the line stays open for the whole shift. */
export const openLine = endpoint({
  method: 'POST',
  path: '/api/desk/line',
  summary: 'Connects the microphone and headset of this position',
  roles: deskRoles,
  body: z.object({ offer: z.string().max(20_000) }),
  reply: z.object({ answer: z.string() }),
  faults: ['NOT_SIGNED_IN', 'NO_SEAT', 'BAD_INPUT', 'SOUND_AT_PHONE', 'SOUND_FAILED'],
});
/** For a browser that comes back to what it had kept of earlier calls. */
export const getDraftKeys = endpoint({
  method: 'POST',
  path: '/api/desk/draft-keys',
  summary: 'The keys of drafts that this browser has kept',
  roles: deskRoles,
  body: z.object({ calls: z.array(z.string().max(100)).max(100) }),
  /** Null: nobody can read it any more, because the call was handed to the charity. */
  reply: z.object({ keys: z.array(z.object({ call: z.string(), key: z.string().nullable() })) }),
  faults: ['NOT_SIGNED_IN', 'NO_SEAT', 'BAD_INPUT'],
});
export const setEcho = endpoint({
  method: 'POST',
  path: '/api/desk/echo',
  summary: 'Lets the volunteer hear himself, or stops it',
  roles: deskRoles,
  body: z.object({ on: z.boolean() }),
  reply: done,
  faults: ['NOT_SIGNED_IN', 'NO_SEAT', 'NO_SOUND'],
});
export const setReady = endpoint({
  method: 'POST',
  path: '/api/desk/ready',
  summary: 'Takes calls from now on; after a call, ends the wrap-up',
  roles: deskRoles,
  reply: done,
  faults: ['NOT_SIGNED_IN', 'NO_SEAT', 'NO_SOUND'],
});
export const setAway = endpoint({
  method: 'POST',
  path: '/api/desk/away',
  summary: 'Takes no more calls; a call that is on goes on',
  roles: deskRoles,
  reply: done,
  faults: ['NOT_SIGNED_IN', 'NO_SEAT'],
});
export const hangUp = endpoint({
  method: 'POST',
  path: '/api/desk/calls/:call/hang-up',
  summary: 'Ends the call, by hand',
  roles: deskRoles,
  params: z.object({ call: z.string().max(100) }),
  reply: done,
  faults: ['NOT_SIGNED_IN', 'NO_SEAT', 'NO_SUCH_CALL'],
});
/** A recorded donor rings the line through the real SIP port. */
export const callMe = endpoint({
  method: 'POST',
  path: '/api/desk/call-me',
  summary: 'Places a test call to the line',
  roles: deskRoles,
  reply: done,
  faults: ['NOT_SIGNED_IN', 'NO_SEAT', 'NOT_READY', 'NOT_FOUND', 'UNAVAILABLE'],
});
