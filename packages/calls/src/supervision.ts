import { failed, ok, unreachable, type AgentId, type CallId, type Result } from '@pledgeline/core';
import type { Monitor, MonitorPhone } from './call.ts';
import type { PhoneWord } from './call-input.ts';
import type { Exchange, ExchangeInput } from './exchange.ts';
import { endMonitor, othersOn } from './monitors.ts';
import { nextPhoneLeg } from './phone-leg.ts';
import { LIMITS } from './rules.ts';
import { toCall, toFloor, type Turn } from './turn.ts';

type Supervision = Extract<ExchangeInput, { readonly kind: 'monitor' | 'unmonitor' | 'take-over' }>;

/** Why a supervisor cannot get on a call. */
export type SupervisionFault =
  /** He sits at no position, or nothing carries his voice. */
  | 'NO_SOUND'
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

function monitor(turn: Turn, { agent, call, mode, only }: Supervision & { kind: 'monitor' }): void {
  const { exchange, effects } = turn;
  if (!mayMonitor(exchange, { agent, call }).ok) return;
  const former = exchange.monitors.get(agent);
  if (former?.call === call && former.mode === mode) return;
  if (former?.call === call) {
    exchange.monitors.set(agent, { ...former, mode });
    effects.push({ kind: 'monitor', agent, call, mode });
    return;
  }
  endMonitor(turn, agent);
  listen(turn, { agent, call, mode, ...(only !== undefined && { only }) }, 'ringing');
}

/** [CAL-61] Whoever sits at a desk phone is rung there; media connects him before, and nothing is heard until he answers. */
function listen(
  turn: Turn,
  { agent, call, mode, ...bound }: Wish & Pick<Monitor, 'mode' | 'only'>,
  stage: MonitorPhone['stage'],
): void {
  const { exchange, effects } = turn;
  const phone = exchange.phones.has(agent) ? { leg: nextPhoneLeg(exchange, call), stage } : null;
  exchange.monitors.set(agent, { call, mode, phone, ...bound });
  toFloor(turn, { kind: 'agent-away', agent, because: 'listening' });
  effects.push({ kind: 'monitor', agent, call, mode });
  if (phone !== null) effects.push({ kind: 'ring-phone', agent, call, leg: phone.leg });
}

function takeOver(turn: Turn, wish: Wish): void {
  const { exchange } = turn;
  const { agent, call } = wish;
  if (!mayTakeOver(exchange, wish).ok) return;
  const former = exchange.monitors.get(agent);
  const own = former?.call === call ? former : undefined;
  // [CAL-62] Until his phone is picked up the caller stays with whom he has.
  if (own !== undefined && own.phone !== null && own.phone.stage !== 'on') {
    exchange.monitors.set(agent, { ...own, phone: { ...own.phone, stage: 'to-take-over' } });
    return;
  }
  if (own === undefined && exchange.phones.has(agent)) {
    endMonitor(turn, agent);
    return listen(turn, { ...wish, mode: 'listen' }, 'to-take-over');
  }
  // Nobody talks and monitors: the one ends before the other begins, but for the phone, which he has at his ear.
  if (own !== undefined) exchange.monitors.set(agent, { ...own, phone: null });
  endMonitor(turn, agent);
  toFloor(turn, { kind: 'take-over', agent, call });
  if (own?.phone) toCall(turn, call, { kind: 'at-phone', agent, leg: own.phone.leg });
}

/** What the phone says at which a supervisor hears a call. */
export function phoneTold(turn: Turn, agent: AgentId, heard: Monitor, word: PhoneWord): void {
  const { monitors } = turn.exchange;
  const { call, phone } = heard;
  if (phone === null) return;
  if (word !== 'phone-answered') {
    // It has ended by itself.
    monitors.set(agent, { ...heard, phone: null });
    return endMonitor(turn, agent);
  }
  monitors.set(agent, { ...heard, phone: { ...phone, stage: 'on' } });
  if (phone.stage === 'to-take-over') takeOver(turn, { agent, call });
}

function isAble({ floor, lines }: Exchange, agent: AgentId): Result<null, SupervisionFault> {
  const state = floor.agents.get(agent);
  if (state === undefined) return failed('NO_SOUND');
  if (!lines.has(agent)) return failed('NO_SOUND');
  return state.kind === 'away' || state.kind === 'free' ? ok(null) : failed('ON_A_CALL');
}

const isTalkedOn = ({ calls }: Exchange, { agent, call }: Wish): boolean => {
  const live = calls.get(call);
  // [CAL-152] What is said to the charity's listeners is for their ears alone.
  if (live === undefined || live.confidential !== null) return false;
  return live.place.kind === 'talking' && live.place.agent !== agent;
};
