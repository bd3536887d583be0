import { isTakenAtOnce } from '@pledgeline/acd';
import { after, assert, failed, ok, type AgentId, type CallId, type Result } from '@pledgeline/core';
import type { Call, Consultation, OutsideId } from './call.ts';
import type { Outside } from './call-input.ts';
import type { Talking } from './consultation.ts';
import type { Counsel, Exchange, ExchangeInput, Target } from './exchange.ts';
import { othersOn } from './monitors.ts';
import { nextPhoneLeg } from './phone-leg.ts';
import { needsOf, needsOfHelper, type Helper } from './needs.ts';
import { LIMITS } from './rules.ts';
import { keep, toCall, toFloor, type Turn } from './turn.ts';

type Input<Kind extends ExchangeInput['kind']> = ExchangeInput & { readonly kind: Kind };
interface Own {
  readonly agent: AgentId;
  readonly call: CallId;
}

/** Why a call cannot be handed over, or spoken about. */
export type HandOverFault =
  /** He does not talk on it. */
  | 'NO_SUCH_CALL'
  /** Somebody is asked already. */
  | 'CONSULTING'
  /** The caller's sound is being made again. */
  | 'NO_SOUND'
  /** Whoever is meant is not free. */
  | 'NOT_FREE'
  | 'LINE_CLOSED'
  /** Nobody is asked, or has not answered yet. */
  | 'NOT_CONSULTING'
  /** As many are on the call beside the two as it bears. */
  | 'TOO_MANY';

/** [CAL-50] Whether this agent may give this call to that target. */
export function mayHandOver(
  exchange: Exchange,
  { to, ...own }: Own & { readonly to: Target },
): Result<null, HandOverFault> {
  const talk = idleTalkOf(exchange, own);
  if (!talk.ok) return talk;
  if (to.kind === 'line') return to.open ? ok(null) : failed('LINE_CLOSED');
  if (to.kind === 'helper')
    return isHelperFree(exchange, own.call, to.helper) ? ok(null) : failed('NOT_FREE');
  return isFree(exchange, to) ? ok(null) : failed('NOT_FREE');
}

/** [CAL-52] Whether this agent may speak with that one first. */
export function mayConsult(
  exchange: Exchange,
  { with: other, ...own }: Own & { readonly with: Counsel },
): Result<null, HandOverFault> {
  return mayHandOver(exchange, { ...own, to: other });
}

export function mayComplete(exchange: Exchange, own: Own): Result<null, HandOverFault> {
  const { consultation } = talkOf(exchange, own)?.place ?? { consultation: null };
  return consultation === null || consultation.stage === 'ringing' ? failed('NOT_CONSULTING') : ok(null);
}

/** [CAL-54] A third voice takes the place of one supervisor. */
export function mayTalkTogether(exchange: Exchange, own: Own): Result<null, HandOverFault> {
  const talk = talkOf(exchange, own);
  if (talk?.place.consultation?.stage !== 'speaking') return failed('NOT_CONSULTING');
  if (talk.call.sound !== 'ready') return failed('NO_SOUND');
  return othersOn(exchange, own.call) >= LIMITS.monitorsMax ? failed('TOO_MANY') : ok(null);
}

/** [CAL-56] Of the one who asked, and of the one who was asked. */
export function mayTakeBack(exchange: Exchange, { agent, call }: Own): Result<null, HandOverFault> {
  const consultation = consultationOn(exchange, call);
  const isHis = talkOf(exchange, { agent, call }) !== null || isAsked(consultation, agent);
  return consultation !== null && isHis ? ok(null) : failed('NOT_CONSULTING');
}

/** [CAL-51] The one who gives it away is done with it; the caller waits for whoever gets it. */
export function handOver(turn: Turn, { agent, call, to }: Input<'hand-over'>): void {
  const { exchange } = turn;
  if (!mayHandOver(exchange, { agent, call, to }).ok) return;
  if (to.kind === 'agent') return toFloor(turn, { kind: 'pass-on', agent, call, needs: null, to: to.agent });
  if (to.kind === 'outside') {
    toFloor(turn, { kind: 'pass-out', agent, call });
    return toCall(turn, call, { kind: 'goes-outside', agent, outside: outsideToRing(turn, call, to.to) });
  }
  const talk = exchange.calls.get(call);
  assert(talk !== undefined, 'a call that may be handed over lives');
  if (to.kind === 'helper') {
    const needs = needsOfHelper(talk, to.helper);
    return toFloor(turn, { kind: 'pass-on', agent, call, needs, to: null });
  }
  keep(exchange, call, { ...talk, language: to.language });
  return toFloor(turn, { kind: 'pass-on', agent, call, needs: needsOf(to), to: null });
}

export function consult(turn: Turn, { agent, call, with: other }: Input<'consult'>): void {
  if (!mayConsult(turn.exchange, { agent, call, with: other }).ok) return;
  if (other.kind === 'agent') return toFloor(turn, { kind: 'ask', agent, call, other: other.agent });
  return toCall(turn, call, { kind: 'asks-outside', agent, outside: outsideToRing(turn, call, other.to) });
}

export const outsideToRing = ({ exchange, now }: Turn, call: CallId, to: OutsideId): Outside => ({
  kind: 'outside',
  to,
  leg: nextPhoneLeg(exchange, call),
  until: after(now, LIMITS.outsideRingMs),
});

/** The talk of this agent, in which nobody else is asked. */
function idleTalkOf(exchange: Exchange, own: Own): Result<null, HandOverFault> {
  const talk = talkOf(exchange, own);
  if (talk === null) return failed('NO_SUCH_CALL');
  if (talk.place.consultation !== null) return failed('CONSULTING');
  return talk.call.sound === 'ready' ? ok(null) : failed('NO_SOUND');
}

/** The talk of this agent on this call; null: it has none. */
export function talkOf(
  { calls }: Exchange,
  { agent, call: id }: Own,
): { readonly call: Call; readonly place: Talking } | null {
  const call = calls.get(id);
  return call?.place.kind === 'talking' && call.place.agent === agent ? { call, place: call.place } : null;
}

/** [CAL-64] Whether one of them is free who speaks the language of this call, so that the caller would not wait. */
export function isHelperFree({ calls, floor }: Exchange, id: CallId, helper: Helper): boolean {
  const call = calls.get(id);
  return call !== undefined && isTakenAtOnce(floor, needsOfHelper(call, helper));
}

/** Somebody outside is free until rung. */
const isFree = ({ floor }: Exchange, to: Counsel): boolean =>
  to.kind === 'outside' || floor.agents.get(to.agent)?.kind === 'free';

/** Who is asked about the call, and how far that has come. */
export function consultationOn({ calls }: Exchange, call: CallId): Consultation | null {
  const place = calls.get(call)?.place;
  return place?.kind === 'talking' ? place.consultation : null;
}

const isAsked = (consultation: Consultation | null, agent: AgentId): boolean =>
  consultation?.with.kind === 'agent' && consultation.with.agent === agent;
