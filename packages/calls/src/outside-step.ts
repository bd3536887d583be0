import {
  after,
  assert,
  earliest,
  unreachable,
  type CampaignId,
  type Instant,
  type Step,
} from '@pledgeline/core';
import { ofTheLastHour, outsideRefusal } from './outside-admission.ts';
import { afterFailure, endFor } from './outside-failure.ts';
import type {
  OutsideCall,
  OutsideEffect,
  OutsideEnd,
  OutsideInput,
  OutsideLegId,
  OutsidePlace,
  OutsideRules,
  OutsideSettings,
  OutsideState,
} from './outside.ts';

/** What an earlier life left: the calls that talk, and when calls of the last hour began. */
export interface OutsideRemains {
  readonly talking: readonly OutsideCall[];
  readonly placed: ReadonlyMap<CampaignId, readonly Instant[]>;
}

export function outsideState(
  settings: OutsideSettings,
  campaigns: ReadonlyMap<CampaignId, OutsideRules>,
  { talking, placed }: OutsideRemains = { talking: [], placed: new Map() },
): OutsideState {
  for (const limit of Object.values(settings))
    assert(Number.isSafeInteger(limit) && limit > 0, 'a limit of outside calls is a whole number');
  assert(
    talking.every(({ place }) => place.kind === 'talking'),
    'an INVITE does not outlive its process',
  );
  return {
    settings,
    campaigns,
    calls: new Map(talking.map((call) => [call.leg, call])),
    placed: new Map(placed),
  };
}

interface Turn {
  readonly state: OutsideState;
  readonly now: Instant;
  readonly effects: OutsideEffect[];
}

/** Every outside call of this machine, whether it may be, and how long. A word about what is over changes nothing. */
export function stepOutside(
  state: OutsideState,
  input: OutsideInput,
  now: Instant,
): Step<OutsideState, OutsideEffect> {
  const turn: Turn = { state, now, effects: [] };
  take(turn, input);
  for (const call of state.calls.values()) letDueHappen(turn, call);
  return { state, effects: turn.effects };
}

export const outsideWakesAt = ({ calls }: OutsideState): Instant | null =>
  earliest(...[...calls.values()].map(({ place }) => dueAt(place)));

function dueAt(place: OutsidePlace): Instant | null {
  switch (place.kind) {
    case 'trying':
      return earliest(place.nextAt, place.answerBy);
    case 'reached':
    case 'ringing':
      return place.answerBy;
    case 'talking':
      return place.endBy;
    default:
      return unreachable(place);
  }
}

function take(turn: Turn, input: OutsideInput): void {
  switch (input.kind) {
    case 'place':
      return begin(turn, input);
    case 'reached':
    case 'ringing':
    case 'answered':
    case 'failed':
    case 'over':
      return hear(turn, input);
    case 'no-way':
      return onCall(turn, input.leg, (call) => close(turn, call, 'unreachable'));
    case 'end':
      return onCall(turn, input.leg, (call) => giveUp(turn, call, 'released'));
    case 'rules-set':
      // [OUT-3] Calls that are on go on: what was allowed when they began was allowed.
      turn.state.campaigns = input.campaigns;
      return undefined;
    case 'clock':
      return undefined;
    default:
      return unreachable(input);
  }
}

function onCall(turn: Turn, leg: OutsideLegId, act: (call: OutsideCall) => void): void {
  const call = turn.state.calls.get(leg);
  if (call !== undefined) act(call);
}

function begin(turn: Turn, { leg, call, campaign }: OutsideInput & { readonly kind: 'place' }): void {
  const { state, now, effects } = turn;
  if (state.calls.has(leg)) return;
  const because = outsideRefusal(state, campaign, now);
  const rules = state.campaigns.get(campaign);
  if (because !== null || rules === undefined) {
    effects.push({ kind: 'refused', leg, because: because ?? 'no-such-campaign' });
    return;
  }
  state.placed.set(campaign, [...ofTheLastHour(state.placed.get(campaign) ?? [], now), now]);
  const { longestMs } = rules;
  const answerBy = after(now, state.settings.ringMs);
  tryNext(turn, { leg, call, campaign, longestMs, place: { kind: 'reached', attempt: 0, answerBy } });
}

type Unanswered = OutsidePlace & { readonly answerBy: Instant };

/** [OUT-5] By the next way, unless as many were tried as may be. */
function tryNext(turn: Turn, call: OutsideCall & { readonly place: Unanswered }): void {
  const { settings, calls } = turn.state;
  const attempt = call.place.attempt + 1;
  if (attempt > settings.attemptsMax) return close(turn, call, 'unreachable');
  const nextAt = after(turn.now, settings.firstWordMs);
  const { answerBy } = call.place;
  calls.set(call.leg, { ...call, place: { kind: 'trying', attempt, nextAt, answerBy } });
  turn.effects.push({ kind: 'try', leg: call.leg, attempt });
}

type Word = Extract<OutsideInput, { readonly attempt: number }>;

function hear(turn: Turn, word: Word): void {
  const call = turn.state.calls.get(word.leg);
  if (call?.place.attempt !== word.attempt) {
    // [OUT-7] Whoever answers when nobody waits any more must not go on costing.
    if (word.kind === 'answered')
      turn.effects.push({ kind: 'give-up', leg: word.leg, attempt: word.attempt });
    return;
  }
  if (call.place.kind === 'talking') talked(turn, call, word);
  else unanswered(turn, call as OutsideCall & { readonly place: Unanswered }, word);
}

function talked(turn: Turn, call: OutsideCall, word: Word): void {
  if (word.kind === 'over') close(turn, call, word.because);
}

function unanswered(turn: Turn, call: OutsideCall & { readonly place: Unanswered }, word: Word): void {
  const { attempt, answerBy, kind } = call.place;
  const { calls } = turn.state;
  switch (word.kind) {
    case 'reached':
      if (kind === 'trying') calls.set(call.leg, { ...call, place: { kind: 'reached', attempt, answerBy } });
      return;
    case 'ringing':
      calls.set(call.leg, { ...call, place: { kind: 'ringing', attempt, answerBy } });
      turn.effects.push({ kind: 'rings', leg: call.leg });
      return;
    case 'answered':
      return answered(turn, call, attempt);
    case 'failed':
      // [OUT-5] Once it has rung, another way would ring the same telephone a second time.
      if (kind !== 'ringing' && afterFailure(word.status) === 'next-way') return tryNext(turn, call);
      return close(turn, call, endFor(word.status, kind === 'ringing'));
    case 'over':
      return close(turn, call, word.because);
    default:
      return unreachable(word);
  }
}

function answered(turn: Turn, call: OutsideCall, attempt: number): void {
  const since = turn.now;
  const endBy = after(since, call.longestMs);
  turn.state.calls.set(call.leg, { ...call, place: { kind: 'talking', attempt, since, endBy } });
  turn.effects.push({ kind: 'connected', leg: call.leg });
}

function letDueHappen(turn: Turn, call: OutsideCall): void {
  const { place: at } = call;
  const due = dueAt(at);
  if (due === null || due > turn.now) return;
  if (at.kind === 'talking') return giveUp(turn, call, 'too-long');
  if (at.answerBy <= turn.now) return giveUp(turn, call, at.kind === 'trying' ? 'unreachable' : 'no-answer');
  turn.effects.push({ kind: 'give-up', leg: call.leg, attempt: at.attempt });
  tryNext(turn, { ...call, place: at });
}

function giveUp(turn: Turn, call: OutsideCall, because: OutsideEnd): void {
  turn.effects.push({ kind: 'give-up', leg: call.leg, attempt: call.place.attempt });
  close(turn, call, because);
}

function close({ state, effects }: Turn, call: OutsideCall, because: OutsideEnd): void {
  state.calls.delete(call.leg);
  effects.push({ kind: 'closed', leg: call.leg, because, wasAnswered: call.place.kind === 'talking' });
}
