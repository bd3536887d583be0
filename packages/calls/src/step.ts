import { emptyFloor, MomentQueue, wakeAt as floorWakeAt } from '@pledgeline/acd';
import { after, assert, earliest, unreachable, type Instant, type Step } from '@pledgeline/core';
import * as agents from './agents.ts';
import {
  announcedDue,
  announcedDueAt,
  endAnnouncements,
  isAnnounced,
  keyedOut,
  letGo,
  stepAnnounced,
  type AnnouncedWord,
} from './announced.ts';
import type { Call } from './call.ts';
import { handToCharity } from './charity.ts';
import type { PhoneWord } from './call-input.ts';
import type { Exchange, ExchangeEffect, ExchangeInput, ExchangeRules } from './exchange.ts';
import { askHelp, giveToHelper } from './hoax.ts';
import * as handOver from './hand-over.ts';
import { needsOf } from './needs.ts';
import { mediaDue } from './media-away.ts';
import { monitorAt } from './monitors.ts';
import { isReleasing, releaseDue, stepReleasing } from './releasing.ts';
import { checkRules, floorRules, RING_AGAIN_MS } from './rules.ts';
import * as supervision from './supervision.ts';
import { keep, takeBarred, toCall, toFloor, type Turn } from './turn.ts';

export function emptyExchange(rules: ExchangeRules): Exchange {
  checkRules(rules);
  return {
    rules,
    floor: emptyFloor(floorRules(rules)),
    calls: new Map(),
    lines: new Set(),
    phones: new Set(),
    monitors: new Map(),
    phoneLegs: 0,
    mediaBackBy: null,
    interrupted: new Set(),
    due: new MomentQueue(),
    releasing: new MomentQueue(),
    announced: new Map(),
  };
}

/**
 * Takes the input, then lets happen what is due at `now`: [CAL-17] a CANCEL that comes in the moment of the answer wins,
 * for the SIP layer has ended the INVITE by then. The exchange is changed in place and is also the state that
 * is returned. Moments must not go back. Whatever does not fit what is (an unknown call, a late word from a desk) is
 * an everyday race and changes nothing.
 */
export function step(exchange: Exchange, input: ExchangeInput, now: Instant): Step<Exchange, ExchangeEffect> {
  const turn: Turn = { exchange, now, effects: [] };
  take(turn, input);
  if ('call' in input) giveToHelper(turn, input.call);
  letDueHappen(turn);
  return { state: exchange, effects: turn.effects };
}

/** The moment at which `step` must next be told the time; null: never. */
export function wakeAt(exchange: Exchange): Instant | null {
  const { floor, due, releasing, mediaBackBy } = exchange;
  const calls = earliest(due.first()?.at ?? null, releasing.first()?.at ?? null, announcedDueAt(exchange));
  return earliest(floorWakeAt(floor), calls, mediaBackBy);
}

function letDueHappen(turn: Turn): void {
  const { exchange, now } = turn;
  mediaDue(turn);
  // [CAL-8] Calls before leases: a call that has been picked up must not cost its agent a missed offer.
  for (let first = exchange.due.first(); first !== null && first.at <= now; first = exchange.due.first()) {
    toCall(turn, first.id, { kind: 'due' });
    const again = exchange.due.momentOf(first.id);
    assert(again === null || again > now, 'what was due has happened');
  }
  const lease = floorWakeAt(exchange.floor);
  if (lease !== null && lease <= now) toFloor(turn, { kind: 'clock' });
  announcedDue(turn);
  // Last: a call that has just been given up may have been waiting for its ACK too long already.
  releaseDue(turn);
}

function take(turn: Turn, input: ExchangeInput): void {
  switch (input.kind) {
    case 'invited':
      return invite(turn, input);
    case 'cancelled':
    case 'acknowledged':
    case 'caller-hung-up':
    case 'caller-lost':
      if (isReleasing(turn, input.call)) return stepReleasing(turn, input.kind, input.call);
      return toCaller(turn, input);
    case 'sound-ready':
    case 'sound-refused':
    case 'leg-gone':
    case 'prompt-ended':
      return toCaller(turn, input);
    case 'keyed-out':
      return keyedOut(turn, input.call);
    case 'choice-again':
    case 'keypad-chosen':
    case 'leg-silent':
    case 'picked-up':
    case 'form-shown':
    case 'hang-up':
    case 'talk-together':
    case 'complete':
    case 'take-back':
    case 'outside-answered':
    case 'outside-failed':
    case 'outside-ended':
    case 'callback-chosen':
      return toCall(turn, input.call, input);
    case 'phone-answered':
    case 'phone-failed':
    case 'phone-hung-up':
    case 'phone-lost':
      return phoneSaid(turn, input);
    case 'help-asked':
    case 'help-withdrawn':
    case 'hand-over':
    case 'consult':
    case 'hand-to-charity':
      return takeToOthers(turn, input);
    case 'line-up':
    case 'line-lost':
    case 'phone-gone':
    case 'media-lost':
    case 'media-back':
    case 'agent-came':
    case 'agent-ready':
    case 'agent-away':
    case 'agent-left':
    case 'wrapped-up':
    case 'still-typing':
      return agents.take(turn, input);
    case 'monitor':
    case 'unmonitor':
    case 'take-over':
      return supervision.take(turn, input);
    case 'rules-set':
      return setRules(turn, input.rules);
    case 'let-go':
    case 'shut-down':
      return input.kind === 'let-go' ? letGo(turn) : shutDown(turn);
    case 'clock':
      return;
    default:
      return unreachable(input);
  }
}

/** Somebody else is to have a part in the call, or the call. */
function takeToOthers(
  turn: Turn,
  input: ExchangeInput & {
    kind: 'help-asked' | 'help-withdrawn' | 'hand-over' | 'consult' | 'hand-to-charity';
  },
): void {
  if (input.kind === 'hand-to-charity') return handToCharity(turn, input);
  if (input.kind === 'hand-over') return handOver.handOver(turn, input);
  return input.kind === 'consult' ? handOver.consult(turn, input) : askHelp(turn, input);
}

/** [CAL-91] Whoever hears an announcement is no call of the floor any more. */
function toCaller(turn: Turn, input: ExchangeInput & { readonly kind: AnnouncedWord }): void {
  if (isAnnounced(turn, input.call)) stepAnnounced(turn, input.call, input.kind);
  else toCall(turn, input.call, input);
}

function phoneSaid(turn: Turn, input: ExchangeInput & { readonly kind: PhoneWord }): void {
  const listening = monitorAt(turn.exchange, input.leg);
  if (listening === null) toCall(turn, input.call, input);
  else supervision.phoneTold(turn, ...listening, input.kind);
}

function setRules(turn: Turn, rules: ExchangeRules): void {
  checkRules(rules);
  turn.exchange.rules = rules;
  toFloor(turn, { kind: 'rules-set', rules: floorRules(rules) });
}

/** [CAL-41] Calls that wait end first, so that nobody is offered one of them. */
function shutDown(turn: Turn): void {
  endAnnouncements(turn);
  const { calls } = turn.exchange;
  const waitingFirst = [...calls.values()].toSorted(
    (a, b) =>
      Number(b.place.kind === 'waiting') - Number(a.place.kind === 'waiting') ||
      a.arrivedAt - b.arrivedAt ||
      (a.call < b.call ? -1 : 1),
  );
  for (const { call } of waitingFirst) toCall(turn, call, { kind: 'shut-down' });
}

function invite(turn: Turn, input: ExchangeInput & { kind: 'invited' }): void {
  const { call, line, language, open, early = false, barred = false, site = null } = input;
  if (turn.exchange.calls.has(call) || isAnnounced(turn, call) || isReleasing(turn, call)) return;
  const invited: Call = {
    call,
    line,
    language,
    arrivedAt: turn.now,
    signal: { kind: 'ringing', againAt: after(turn.now, RING_AGAIN_MS), ...(early && { early: 'wanted' }) },
    // Without a media process there is nothing to open: it rings meanwhile.
    sound: turn.exchange.mediaBackBy === null ? 'opening' : 'lost',
    place: { kind: 'waiting' },
    agent: null,
    connectedAt: null,
    confidential: null,
    choice: 'not-due',
  };
  if (open && barred) return takeBarred(turn, invited);
  keep(turn.exchange, call, invited);
  toFloor(turn, { kind: 'call-arrived', call, open, needs: { ...needsOf({ language }), site } });
}
