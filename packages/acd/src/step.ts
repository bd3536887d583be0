import { assert, earliest, unreachable, type Instant, type Step } from '@pledgeline/core';
import * as agents from './agents-on-the-floor.ts';
import * as calls from './calls-on-the-floor.ts';
import type { Floor, FloorEffect, FloorInput, FloorRules } from './floor.ts';
import { FreeAgents } from './free-agents.ts';
import * as handOver from './hand-over.ts';
import { decline, expire } from './leases.ts';
import * as line from './in-line.ts';
import { LIMITS } from './limits.ts';
import { offerAll } from './matching.ts';
import { MomentQueue } from './moment-queue.ts';
import { isByWeight, Shares, Sites } from './sites.ts';
import type { Turn } from './turn.ts';
import { WaitingCalls } from './waiting-calls.ts';

export function emptyFloor(rules: FloorRules): Floor {
  checkRules(rules);
  return {
    rules,
    agents: new Map(),
    profiles: new Map(),
    needs: new Map(),
    holders: new Map(),
    consulted: new Map(),
    waiting: new WaitingCalls(),
    aside: new Map(),
    returns: new MomentQueue(),
    told: new Set(),
    free: new FreeAgents(),
    sites: new Sites(),
    byWeight: isByWeight(rules.sites),
    shares: new Shares(),
    leases: new MomentQueue(),
  };
}

/**
 * Takes one input. The floor is changed in place and is also the state that is returned. Moments must not go back. An
 * input that does not fit what is (an unknown agent, a call that is over) is an everyday race and changes nothing.
 */
export function step(floor: Floor, input: FloorInput, now: Instant): Step<Floor, FloorEffect> {
  const turn: Turn = { floor, now, effects: [] };
  apply(turn, input);
  offerAll(turn);
  // Whoever has just been offered to somebody need not be told anything.
  if (input.kind === 'clock') line.tellChoices(turn);
  return { state: floor, effects: turn.effects };
}

/** The moment at which `step` must next be told the time; null: never. */
export const wakeAt = ({ leases, waiting, returns }: Floor): Instant | null =>
  earliest(
    ...[leases, waiting.overflows, waiting.choices, returns].map((moments) => moments.first()?.at ?? null),
  );

function apply(turn: Turn, input: FloorInput): void {
  switch (input.kind) {
    case 'call-arrived':
      return calls.arrive(turn, input);
    case 'set-aside':
      return line.setAside(turn, input);
    case 'back-in-line':
      return line.backInLine(turn, input.call);
    case 'call-gone':
      return calls.leave(turn, input.call);
    case 'agent-came':
      return agents.come(turn, input.agent, input.profile);
    case 'agent-ready':
      return agents.ready(turn, input.agent);
    case 'agent-away':
      return agents.standDown(turn, input.agent, input.because);
    case 'agent-left':
      return agents.leave(turn, input.agent);
    case 'picked-up':
      return calls.pickUp(turn, input.agent, input.call);
    case 'declined':
      return decline(turn, input.agent, input.call);
    case 'wrapped-up':
      return agents.wrappedUp(turn, input.agent);
    case 'still-typing':
      return agents.stillTyping(turn, input.agent);
    case 'take-over':
      return handOver.takeOver(turn, input.agent, input.call);
    case 'pass-on':
      return handOver.passOn(turn, input);
    case 'ask':
      return handOver.ask(turn, input);
    case 'complete':
      return handOver.complete(turn, input);
    case 'take-back':
      return handOver.takeBack(turn, input);
    case 'pass-out':
      return handOver.passOut(turn, input);
    case 'put-back':
      return handOver.putBack(turn, input);
    case 'come-back':
      return handOver.comeBack(turn, input);
    case 'rules-set':
      checkRules(input.rules);
      turn.floor.rules = input.rules;
      turn.floor.byWeight = isByWeight(input.rules.sites);
      return;
    case 'clock':
      expire(turn);
      line.overflow(turn);
      return line.returnAll(turn);
    default:
      return unreachable(input);
  }
}

function checkRules(rules: FloorRules): void {
  const upTo = (value: number, least: number, most: number): boolean =>
    Number.isSafeInteger(value) && value >= least && value <= most;
  assert(upTo(rules.offerMs, 1, LIMITS.leaseMsMax), 'an offer lasts from 1 ms to the longest lease');
  assert(upTo(rules.wrapUpMs, 0, LIMITS.leaseMsMax), 'a wrap-up lasts from nothing to the longest lease');
  assert(upTo(rules.wrapUpMaxMs, 0, LIMITS.leaseMsMax), 'a wrap-up is put off within the longest lease');
  assert(upTo(rules.waitingMax, 0, LIMITS.waitingMax), 'the line has from no place to the most there may be');
  assert(
    upTo(rules.overflowMs, 0, LIMITS.leaseMsMax),
    'a preference lasts from nothing to the longest lease',
  );
  const { choiceMs } = rules;
  assert(
    choiceMs === null || upTo(choiceMs, 0, LIMITS.leaseMsMax),
    'the choice is told within the longest lease',
  );
  assert(rules.sites.length <= LIMITS.sitesMax, 'as many sites have a rule as there may be');
  for (const { weight, callsMax } of rules.sites) {
    assert(weight >= LIMITS.weightMin && weight <= LIMITS.weightMax, 'a weight is one that adds up');
    assert(callsMax === null || upTo(callsMax, 0, LIMITS.agentsMax), 'a cap is a number of calls');
  }
}
