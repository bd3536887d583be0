import { after, type AgentId, type CallId } from '@pledgeline/core';
import { endAnnouncements } from './announced.ts';
import { toCall, toFloor, type Turn } from './turn.ts';

/**
 * [CAL-11] The media process died. Nobody is to be offered a call that has no sound, so the calls lose theirs before
 * the agents do; then whoever talked is given back to the line, in the place that the moment of arrival gives.
 */
export function mediaLost(turn: Turn, loseLine: (agent: AgentId) => void): void {
  const { exchange, now } = turn;
  exchange.mediaBackBy ??= after(now, exchange.rules.mediaBackMs);
  endAnnouncements(turn);
  for (const call of inOrder(turn)) toCall(turn, call, { kind: 'media-lost' });
  for (const agent of [...exchange.lines].toSorted()) {
    if (exchange.floor.agents.get(agent)?.kind !== 'away') exchange.interrupted.add(agent);
    loseLine(agent);
  }
  // Whose phone could be rung no more still talked on it.
  for (const agent of [...exchange.floor.holders.values()].toSorted())
    toFloor(turn, { kind: 'agent-away', agent, because: 'sound-lost' });
}

export function mediaBack(turn: Turn): void {
  turn.exchange.mediaBackBy = null;
  for (const call of inOrder(turn)) toCall(turn, call, { kind: 'media-back' });
}

/** Nobody listens to silence for ever. */
export function mediaDue(turn: Turn): void {
  const { exchange, now } = turn;
  if (exchange.mediaBackBy === null || now < exchange.mediaBackBy) return;
  exchange.mediaBackBy = null;
  exchange.interrupted.clear();
  for (const call of inOrder(turn)) toCall(turn, call, { kind: 'media-given-up' });
}

/** Whoever came first is served first. */
const inOrder = ({ exchange }: Turn): CallId[] =>
  [...exchange.calls.values()]
    .toSorted((a, b) => a.arrivedAt - b.arrivedAt || (a.call < b.call ? -1 : 1))
    .map(({ call }) => call);
