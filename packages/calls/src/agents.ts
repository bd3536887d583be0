import { unreachable, type AgentId } from '@pledgeline/core';
import type { ExchangeInput } from './exchange.ts';
import { mediaBack, mediaLost } from './media-away.ts';
import { toFloor, type Turn } from './turn.ts';

type AgentInput = Extract<
  ExchangeInput,
  {
    readonly kind:
      | 'line-up'
      | 'line-lost'
      | 'phone-gone'
      | 'media-lost'
      | 'media-back'
      | 'agent-came'
      | 'agent-ready'
      | 'agent-away'
      | 'agent-left'
      | 'wrapped-up'
      | 'still-typing';
  }
>;

/** What is said of an agent and its line, rather than of a call. */
export function take(turn: Turn, input: AgentInput): void {
  switch (input.kind) {
    case 'line-up':
      return lineUp(turn, input.agent);
    case 'line-lost':
      return lineLost(turn, input.agent);
    case 'phone-gone':
      return phoneGone(turn, input.agent);
    case 'media-lost':
      return mediaLost(turn, (agent) => loseLine(turn, agent));
    case 'media-back':
      return mediaBack(turn);
    case 'agent-ready':
      return ready(turn, input.agent);
    case 'agent-left':
      turn.exchange.lines.delete(input.agent);
      turn.exchange.phones.delete(input.agent);
      turn.exchange.interrupted.delete(input.agent);
      return toFloor(turn, input);
    case 'agent-came':
      return came(turn, input);
    case 'agent-away':
      turn.exchange.interrupted.delete(input.agent);
      return toFloor(turn, input);
    case 'wrapped-up':
    case 'still-typing':
      return toFloor(turn, input);
    default:
      return unreachable(input);
  }
}

/** [CAL-22] Whoever comes with another sound than before has none until the new one is there. */
function came(turn: Turn, { agent, sound, profile }: AgentInput & { kind: 'agent-came' }): void {
  const { phones, floor } = turn.exchange;
  if (floor.agents.has(agent) && phones.has(agent) !== (sound === 'phone')) loseLine(turn, agent);
  toFloor(turn, { kind: 'agent-came', agent, profile });
  if (sound === 'browser') phones.delete(agent);
  else if (floor.agents.has(agent)) phones.add(agent);
}

/** A line belongs to an agent of the floor: what comes from a browser whose seat is gone is not kept. */
function lineUp(turn: Turn, agent: AgentId): void {
  const { floor, lines, interrupted } = turn.exchange;
  if (!floor.agents.has(agent)) return;
  lines.add(agent);
  // [CAL-11] The media process is not the agent's to lose: whoever was at work is at work again.
  if (interrupted.delete(agent)) toFloor(turn, { kind: 'agent-ready', agent });
}

/** [CAL-9] A desk phone that is heard no more costs the call its agent; but it can be rung again. */
function lineLost(turn: Turn, agent: AgentId): void {
  const { lines, phones } = turn.exchange;
  if (!phones.has(agent)) return loseLine(turn, agent);
  if (lines.has(agent)) toFloor(turn, { kind: 'agent-away', agent, because: 'sound-lost' });
}

function loseLine(turn: Turn, agent: AgentId): void {
  if (turn.exchange.lines.delete(agent)) toFloor(turn, { kind: 'agent-away', agent, because: 'sound-lost' });
}

/** [CAL-23] A phone that is unplugged from its registrar still carries the talk that it has. */
function phoneGone(turn: Turn, agent: AgentId): void {
  const { lines, phones, floor } = turn.exchange;
  if (!phones.has(agent) || !lines.delete(agent)) return;
  const kind = floor.agents.get(agent)?.kind;
  const talks = kind === 'talking' || kind === 'consulted';
  toFloor(turn, { kind: 'agent-away', agent, because: talks ? 'chosen' : 'sound-lost' });
}

/** [CAL-10] Nobody can be served without sound; the desk is told again where it stands, so that it can say why. */
function ready(turn: Turn, agent: AgentId): void {
  const { floor, lines } = turn.exchange;
  const state = floor.agents.get(agent);
  if (state === undefined) return;
  if (lines.has(agent)) return toFloor(turn, { kind: 'agent-ready', agent });
  turn.effects.push({ kind: 'agent-changed', agent, state });
}
