import { z } from 'zod';
import { AgentStatus, MonitorMode } from './desk.ts';
import { Language } from './campaign.ts';
import { endpoint } from './endpoint.ts';

const CallId = z.string().max(100);

/** Somebody at a position, as a supervisor sees it. Nothing here tells of a donor. */
export const FloorAgent = z.object({
  agent: z.string(),
  name: z.string(),
  site: z.string(),
  positionNumber: z.int(),
  sound: z.enum(['browser', 'phone']),
  lineConnected: z.boolean(),
  status: AgentStatus,
  /** Since when (epoch milliseconds, server's clock); null: since before the server was started. */
  since: z.number().nullable(),
  /** What is talked on; null: nothing. */
  call: z
    .object({
      id: CallId,
      /** The number that was dialed. */
      line: z.string(),
      language: Language,
      connectedAt: z.number(),
      supervised: MonitorMode.nullable(),
    })
    .nullable(),
  /** The call that this one listens to, and its agent; null there: the caller waits for one. */
  monitors: z.object({ call: CallId, mode: MonitorMode, agent: z.string().nullable() }).nullable(),
});
export type FloorAgent = z.infer<typeof FloorAgent>;

export const FloorState = z.object({
  /** By site and position. */
  agents: z.array(FloorAgent),
  waiting: z.int(),
});
export type FloorState = z.infer<typeof FloorState>;

const roles = ['supervisor'] as const;

export const getFloor = endpoint({
  method: 'GET',
  path: '/api/floor',
  summary: 'Who sits where and does what',
  roles,
  reply: FloorState,
  faults: ['NOT_SIGNED_IN', 'NOT_ALLOWED'],
});
export const monitorCall = endpoint({
  method: 'POST',
  path: '/api/floor/calls/:call/monitor',
  summary: 'Listens to a call, whispers to its volunteer, or barges in; asked again, changes how',
  roles,
  params: z.object({ call: CallId }),
  body: z.object({ mode: MonitorMode }),
  reply: FloorState,
  faults: [
    'BAD_INPUT',
    'NOT_SIGNED_IN',
    'NOT_ALLOWED',
    'NO_SEAT',
    'NO_SOUND',
    'ON_A_CALL',
    'NO_SUCH_CALL',
    'CALL_FULL',
  ],
});
export const stopMonitoring = endpoint({
  method: 'POST',
  path: '/api/floor/stop',
  summary: 'Leaves the call that is listened to',
  roles,
  reply: FloorState,
  faults: ['NOT_SIGNED_IN', 'NOT_ALLOWED', 'NO_SEAT'],
});
export const takeOverCall = endpoint({
  method: 'POST',
  path: '/api/floor/calls/:call/take-over',
  summary: 'Takes a call over from its volunteer',
  roles,
  params: z.object({ call: CallId }),
  reply: FloorState,
  faults: ['NOT_SIGNED_IN', 'NOT_ALLOWED', 'NO_SEAT', 'NO_SOUND', 'ON_A_CALL', 'NO_SUCH_CALL'],
});
