import { supervisedAs, type Exchange } from '@pledgeline/calls';
import {
  byPlace,
  LIMITS,
  type FloorAgent,
  type FloorAlarm,
  type FloorFigures,
  type FloorState,
  type WaitingCaller,
} from '@pledgeline/contract';
import type { AgentId, CallId } from '@pledgeline/core';
import type { SeatHeld } from '../access/actor.ts';
import { soundAt } from '../telephony/take-up.ts';
import { statusOf } from './desks.ts';

/** What a view of the floor is made of besides the seats. */
export interface FloorSight {
  readonly exchange: Exchange;
  readonly lineNumberOf: (call: CallId) => string;
  readonly sinceOf: (agent: AgentId) => number | null;
  readonly figures: () => FloorFigures | null;
  readonly alarms: () => readonly FloorAlarm[];
}

/** The floor as a supervisor sees it: who sits where, and what of. No caller is in it. */
export const floorView = (seats: readonly SeatHeld[], sight: FloorSight): FloorState => ({
  agents: seats.toSorted(byPlace).map((seat) => agentView(seat, sight)),
  waiting: sight.exchange.floor.waiting.size + sight.exchange.floor.aside.size,
  queue: queueOf(sight),
  figures: sight.figures(),
  alarms: [...sight.alarms()],
});

/** [FLW-1] Who waits, the longest waiting first. Whoever keys or is to be called back keeps the place and is in it. */
function queueOf({ exchange: { floor, calls }, lineNumberOf }: FloorSight): WaitingCaller[] {
  const listening = floor.waiting
    .entries()
    .map(({ id, at }) => ({ id, since: at, doing: 'listening' as const }));
  const aside = [...floor.aside].map(([id, { since }]) => ({ id, since, doing: 'aside' as const }));
  return [...listening, ...aside]
    .toSorted((a, b) => a.since - b.since)
    .slice(0, LIMITS.waitingShownMax)
    .map(({ id, since, doing }) => {
      const call = calls.get(id);
      return { call: id, since, line: lineNumberOf(id), language: call?.language ?? 'fr', doing };
    });
}

function agentView(seat: SeatHeld, sight: FloorSight): FloorAgent {
  const { agent, name, site, positionNumber } = seat;
  const { floor, lines } = sight.exchange;
  return {
    agent,
    name,
    site,
    positionNumber,
    sound: soundAt(seat),
    lineConnected: lines.has(agent),
    status: statusOf(floor.agents.get(agent)),
    since: sight.sinceOf(agent),
    call: talkOf(agent, sight),
    monitors: monitorOf(agent, sight.exchange),
  };
}

function talkOf(agent: AgentId, { exchange, lineNumberOf }: FloorSight): FloorAgent['call'] {
  const state = exchange.floor.agents.get(agent);
  const call = state?.kind === 'talking' ? exchange.calls.get(state.call) : undefined;
  if (call === undefined || call.place.kind !== 'talking') return null;
  return {
    id: call.call,
    line: lineNumberOf(call.call),
    language: call.language,
    connectedAt: call.place.since,
    supervised: supervisedAs(exchange, call.call),
    helpSince: call.place.hoax?.kind === 'asked' ? call.place.hoax.since : null,
  };
}

function monitorOf(agent: AgentId, { monitors, calls }: Exchange): FloorAgent['monitors'] {
  const monitor = monitors.get(agent);
  if (monitor === undefined) return null;
  const place = calls.get(monitor.call)?.place;
  const { call, mode } = monitor;
  return { call, mode, agent: place?.kind === 'talking' ? place.agent : null };
}
