import { z } from 'zod';
import { endpoint } from './endpoint.ts';

/** What the operators' page can show, kept in memory only; what is beyond goes, the oldest first. */
export const TRACE_LIMITS = {
  callsMax: 200,
  /** Of one call; what comes after is counted and not kept. */
  stepsMax: 200,
  refusalsMax: 500,
} as const;

const TraceBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({
    kind: z.literal('sound'),
    /** The first that is offered; `other`: none that we know by name. */
    codec: z.string(),
    direction: z.enum(['sendrecv', 'sendonly', 'recvonly', 'inactive']),
    port: z.int(),
  }),
  z.object({ kind: z.literal('other') }),
]);
export type TraceBody = z.infer<typeof TraceBody>;

/** One message, made of words from fixed lists and small numbers: nothing in it is copied from a header. */
const TraceMessage = z.object({
  kind: z.literal('message'),
  /** Since the call's INVITE. */
  atMs: z.int(),
  with: z.enum(['carrier', 'phone']),
  direction: z.enum(['in', 'out']),
  /** Of the request; of a response, that of the request it answers. */
  method: z.string(),
  /** Null: it is the request. */
  status: z.int().nullable(),
  /** What the standards call that status, whatever the peer calls it; null: it is the request. */
  reason: z.string().nullable(),
  /** CSeq, its last five digits. */
  sequence: z.int(),
  transport: z.enum(['udp', 'tcp', 'tls']),
  /** Address and port of whom we speak with. */
  peer: z.string(),
  body: TraceBody,
  /** The same was said before. */
  again: z.boolean(),
});
export type TraceMessage = z.infer<typeof TraceMessage>;

/** What the volunteer's desk did meanwhile. */
const TraceSignal = z.object({
  kind: z.literal('desk'),
  atMs: z.int(),
  signal: z.enum(['offered', 'picked-up', 'form-shown', 'hung-up']),
});
export type TraceSignal = z.infer<typeof TraceSignal>;

export const TraceStep = z.discriminatedUnion('kind', [TraceMessage, TraceSignal]);
export type TraceStep = z.infer<typeof TraceStep>;

export const TraceCall = z.object({
  id: z.string(),
  state: z.enum(['waiting', 'offered', 'talking', 'announced', 'ended', 'refused']),
  /** The number of ours that was rung; null: none of ours. */
  line: z.string().nullable(),
  /** Its name; null: nobody's any more. */
  trunk: z.string().nullable(),
  /** The last two digits of the caller's number; null: withheld, too short, or from before a restart. */
  callerEnds: z.string().nullable(),
  withheld: z.boolean(),
  /** A desk phone was rung. */
  hasPhone: z.boolean(),
  arrivedAt: z.iso.datetime(),
  answeredAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  /** What it was refused with; null: it was not. */
  refusedWith: z.int().nullable(),
});
export type TraceCall = z.infer<typeof TraceCall>;

export const TraceLadder = z.object({
  call: TraceCall,
  steps: z.array(TraceStep).max(TRACE_LIMITS.stepsMax),
  /** How many messages came after the last that is kept. */
  more: z.int(),
});
export type TraceLadder = z.infer<typeof TraceLadder>;

/** What was refused or not answered at all; the same from the same address is one, and counted. */
export const TraceRefusal = z.object({
  firstAt: z.iso.datetime(),
  lastAt: z.iso.datetime(),
  times: z.int(),
  /** We refused it, or a desk phone did. */
  by: z.enum(['line', 'phone']),
  /** Null: it was dropped, `because`. */
  status: z.int().nullable(),
  because: z.string().nullable(),
  method: z.string().nullable(),
  transport: z.enum(['udp', 'tcp', 'tls']).nullable(),
  /** Where it last came from; null: from no one address. */
  peer: z.string().nullable(),
});
export type TraceRefusal = z.infer<typeof TraceRefusal>;

const TraceCalls = z.object({
  /** False: the setting says that nothing is traced. */
  on: z.boolean(),
  calls: z.array(TraceCall).max(TRACE_LIMITS.callsMax),
});
export type TraceCalls = z.infer<typeof TraceCalls>;

const TraceRefusals = z.object({ refusals: z.array(TraceRefusal).max(TRACE_LIMITS.refusalsMax) });
export type TraceRefusals = z.infer<typeof TraceRefusals>;

export const listTrace = endpoint({
  method: 'GET',
  path: '/api/trace',
  summary: 'Calls that are on and the latest that were, the newest first; no number of a caller',
  roles: ['operator'],
  reply: TraceCalls,
  faults: ['NOT_SIGNED_IN', 'NOT_ALLOWED'],
});
export const getLadder = endpoint({
  method: 'GET',
  path: '/api/trace/calls/:call',
  summary: 'What was said in one call, with carrier, desk phone and desk, in its order',
  roles: ['operator'],
  params: z.object({ call: z.string().max(100) }),
  reply: TraceLadder,
  faults: ['NOT_SIGNED_IN', 'NOT_ALLOWED', 'NOT_FOUND'],
});
export const listRefusals = endpoint({
  method: 'GET',
  path: '/api/trace/refusals',
  summary: 'What was refused, and what was not answered at all, the newest first',
  roles: ['operator'],
  reply: TraceRefusals,
  faults: ['NOT_SIGNED_IN', 'NOT_ALLOWED'],
});
