import { failed, ok, type AgentId, type CallId, type Result } from '@pledgeline/core';
import type { HandingId, OutsideId } from './call.ts';
import type { Exchange, ExchangeInput } from './exchange.ts';
import { isHelperFree, outsideToRing, talkOf } from './hand-over.ts';
import { endMonitorsOf } from './monitors.ts';
import { needsOfHelper } from './needs.ts';
import { keep, toCall, toFloor, type Turn } from './turn.ts';

/** To whom the charity's key gives a call. */
export type CharityTarget =
  /** The charity's own team on the floor. */
  | { readonly kind: 'listeners' }
  | { readonly kind: 'outside'; readonly to: OutsideId }
  /** To nobody: the call is forgotten, and ended by hand. */
  | { readonly kind: 'nobody' };

/** Why a call cannot be handed to the charity. */
export type CharityFault =
  /** The agent does not talk on it, or it was handed to the charity before. */
  | 'NO_SUCH_CALL'
  /** Somebody is asked about it. */
  | 'CONSULTING'
  /** The caller's sound is being made again. */
  | 'NO_SOUND'
  /** No listener is free who speaks the caller's language. */
  | 'NO_LISTENER';

interface Wish {
  readonly agent: AgentId;
  readonly call: CallId;
  readonly to: CharityTarget;
}

/** [CAL-150] Whether this agent may give this call to the charity now. */
export function mayHandToCharity(exchange: Exchange, { to, ...own }: Wish): Result<null, CharityFault> {
  const talk = talkOf(exchange, own);
  if (talk === null || talk.call.confidential !== null) return failed('NO_SUCH_CALL');
  if (talk.place.consultation !== null) return failed('CONSULTING');
  if (to.kind === 'nobody') return ok(null);
  if (talk.call.sound !== 'ready') return failed('NO_SOUND');
  return to.kind === 'outside' || isHelperFree(exchange, own.call, 'listener')
    ? ok(null)
    : failed('NO_LISTENER');
}

/**
 * [CAL-151] From here on nobody is known to call: what is known is forgotten before anybody else gets the call. Whoever
 * listened to it is off it first.
 */
export function handToCharity(turn: Turn, input: ExchangeInput & { readonly kind: 'hand-to-charity' }): void {
  const { exchange, effects } = turn;
  const { agent, call, to, handing } = input;
  const live = exchange.calls.get(call);
  if (live === undefined || !mayHandToCharity(exchange, { agent, call, to }).ok) return;
  endMonitorsOf(turn, call);
  effects.push({ kind: 'forget-caller', call });
  keep(exchange, call, { ...live, confidential: handing });
  if (to.kind === 'nobody') return toCall(turn, call, { kind: 'hang-up', agent });
  if (to.kind === 'listeners')
    return toFloor(turn, { kind: 'pass-on', agent, call, needs: needsOfHelper(live, 'listener'), to: null });
  toFloor(turn, { kind: 'pass-out', agent, call });
  return toCall(turn, call, { kind: 'goes-outside', agent, outside: outsideToRing(turn, call, to.to) });
}

/** [CAL-154] Calls of which nothing may be known, with the id under which each is counted. */
export const confidentialCalls = ({ calls }: Exchange): ReadonlyMap<CallId, HandingId> =>
  new Map(
    [...calls.values()].flatMap(({ call, confidential }) =>
      confidential === null ? [] : [[call, confidential] as const],
    ),
  );
