import { failed, ok, unreachable, type AgentId, type CallId, type Result } from '@pledgeline/core';
import type { Exchange, ExchangeInput } from './exchange.ts';
import { endMonitor, othersOn } from './monitors.ts';
import { LIMITS } from './rules.ts';
import { toFloor, type Turn } from './turn.ts';

type Supervision = Extract<ExchangeInput, { readonly kind: 'monitor' | 'unmonitor' | 'take-over' }>;

/** Why a supervisor cannot get on a call. */
export type SupervisionFault =
  /** He sits at no position, or nothing carries his voice. */
  | 'NO_SOUND'
  /** His sound is a desk phone, which would have to be rung first. */
  | 'AT_A_PHONE'
  /** He has been offered a call himself, talks on one, or wraps one up. */
  | 'ON_A_CALL'
  /** Nobody talks on the call, or he himself does. */
  | 'NO_SUCH_CALL'
  /** As many supervisors are on the call as it bears. */
  | 'TOO_MANY';

interface Wish {
  readonly agent: AgentId;
  readonly call: CallId;
}

/** What a supervisor wants of another's call. */
export function take(turn: Turn, input: Supervision): void {
  switch (input.kind) {
    case 'monitor':
      return monitor(turn, input);
    case 'unmonitor':
      if (turn.exchange.monitors.get(input.agent)?.call === input.call) endMonitor(turn, input.agent);
      return;
    case 'take-over':
      return takeOver(turn, input);
    default:
      return unreachable(input);
  }
}

/** [CAL-24] Whether this supervisor may listen to this call, or change how he is heard on it. */
export function mayMonitor(exchange: Exchange, wish: Wish): Result<null, SupervisionFault> {
  const able = isAble(exchange, wish.agent);
  // [CAL-26] A call that he is on already may be waiting for its next agent.
  if (!able.ok || exchange.monitors.get(wish.agent)?.call === wish.call) return able;
  if (!isTalkedOn(exchange, wish)) return failed('NO_SUCH_CALL');
  const full = othersOn(exchange, wish.call) >= LIMITS.monitorsMax;
  return full ? failed('TOO_MANY') : ok(null);
}

/** [CAL-27] Whether this supervisor may take this call over. */
export function mayTakeOver(exchange: Exchange, wish: Wish): Result<null, SupervisionFault> {
  const able = isAble(exchange, wish.agent);
  return !able.ok || isTalkedOn(exchange, wish) ? able : failed('NO_SUCH_CALL');
}

function monitor(turn: Turn, { agent, call, mode }: Supervision & { kind: 'monitor' }): void {
  const { exchange, effects } = turn;
  if (!mayMonitor(exchange, { agent, call }).ok) return;
  const former = exchange.monitors.get(agent);
  if (former?.call === call && former.mode === mode) return;
  if (former?.call !== call) endMonitor(turn, agent);
  exchange.monitors.set(agent, { call, mode });
  toFloor(turn, { kind: 'agent-away', agent, because: 'listening' });
  effects.push({ kind: 'monitor', agent, call, mode });
}

function takeOver(turn: Turn, wish: Supervision & { kind: 'take-over' }): void {
  if (!mayTakeOver(turn.exchange, wish).ok) return;
  // Nobody talks and monitors: the one ends before the other begins.
  endMonitor(turn, wish.agent);
  toFloor(turn, { kind: 'take-over', agent: wish.agent, call: wish.call });
}

function isAble({ floor, lines, phones }: Exchange, agent: AgentId): Result<null, SupervisionFault> {
  const state = floor.agents.get(agent);
  if (state === undefined) return failed('NO_SOUND');
  if (phones.has(agent)) return failed('AT_A_PHONE');
  if (!lines.has(agent)) return failed('NO_SOUND');
  return state.kind === 'away' || state.kind === 'free' ? ok(null) : failed('ON_A_CALL');
}

const isTalkedOn = ({ calls }: Exchange, { agent, call }: Wish): boolean => {
  const place = calls.get(call)?.place;
  return place?.kind === 'talking' && place.agent !== agent;
};
