import { z } from 'zod';
import { FloorAlarm } from './alarm.ts';
import { AgentStatus, MonitorMode } from './desk.ts';
import { Language } from './campaign.ts';
import { endpoint } from './endpoint.ts';
import { FloorFigures } from './floor-figures.ts';
import { LIMITS } from './limits.ts';

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
      /** Since when its volunteer asks for help with a hoax; missing or null: not at all. */
      helpSince: z.number().nullable().optional(),
    })
    .nullable(),
  /** The call that this one listens to, and its agent; null there: the caller waits for one. */
  monitors: z.object({ call: CallId, mode: MonitorMode, agent: z.string().nullable() }).nullable(),
});
export type FloorAgent = z.infer<typeof FloorAgent>;

/** Somebody who waits, and nothing of who it is. */
export const WaitingCaller = z.object({
  call: CallId,
  /** Since when (epoch milliseconds, server's clock). */
  since: z.number(),
  line: z.string(),
  language: Language,
  /** In the line, or set aside in its place: keying, or to be called back. */
  doing: z.enum(['listening', 'aside']),
});
export type WaitingCaller = z.infer<typeof WaitingCaller>;

export const FloorState = z.object({
  /** By site and position. */
  agents: z.array(FloorAgent),
  waiting: z.int(),
  /** The longest waiting of them first; of a long line the first only. */
  queue: z.array(WaitingCaller).max(LIMITS.waitingShownMax),
  /** Null: just after a start they are still being added up. */
  figures: FloorFigures.nullable(),
  /** The oldest first. */
  alarms: z.array(FloorAlarm),
});
export type FloorState = z.infer<typeof FloorState>;

/** From one state of the floor to a later one: what is not named is as it was. */
export const FloorChange = z.object({
  agents: z.array(FloorAgent).optional(),
  /** Agents who sit there no more. */
  gone: z.array(z.string()).optional(),
  waiting: FloorState.shape.waiting.optional(),
  queue: FloorState.shape.queue.optional(),
  figures: FloorState.shape.figures.optional(),
  alarms: FloorState.shape.alarms.optional(),
});
export type FloorChange = z.infer<typeof FloorChange>;

/** [FLW-2] The later state. Whoever is as before is the same object, so that a screen need not draw him again. */
export function changedFloor(floor: FloorState, change: FloorChange): FloorState {
  return {
    agents: changedAgents(floor.agents, change),
    waiting: change.waiting ?? floor.waiting,
    queue: change.queue ?? floor.queue,
    figures: change.figures === undefined ? floor.figures : change.figures,
    alarms: change.alarms ?? floor.alarms,
  };
}

function changedAgents(before: FloorAgent[], { agents = [], gone = [] }: FloorChange): FloorAgent[] {
  if (agents.length === 0 && gone.length === 0) return before;
  const changed = new Map(agents.map((agent) => [agent.agent, agent]));
  const left = new Set(gone);
  const kept = before.flatMap((agent) => {
    const now = changed.get(agent.agent) ?? agent;
    changed.delete(agent.agent);
    return left.has(agent.agent) ? [] : [now];
  });
  return changed.size === 0 ? kept : [...kept, ...changed.values()].toSorted(byPlace);
}

/** By site, and by position there. */
export const byPlace = (
  a: Pick<FloorAgent, 'site' | 'positionNumber'>,
  b: Pick<FloorAgent, 'site' | 'positionNumber'>,
): number => a.site.localeCompare(b.site) || a.positionNumber - b.positionNumber;

const roles = ['supervisor', 'site-supervisor'] as const;

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
