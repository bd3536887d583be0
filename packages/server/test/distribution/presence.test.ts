import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import {
  emptyExchange,
  step as exchangeStep,
  type ExchangeInput,
  type ExchangeRules,
} from '@pledgeline/calls';
import type { AgentId, CallId, Instant, LineId, SiteId } from '@pledgeline/core';
import { Parked } from '../../src/distribution/parked.ts';
import { DESK_GRACE_MS, nobodyLost, step, wakeAt } from '../../src/distribution/presence.ts';

const agent = 'agent-1' as AgentId;
const RULES: ExchangeRules = {
  offerMs: 3_000,
  wrapUpMs: 12_000,
  wrapUpMaxMs: 60_000,
  waitingMax: 500,
  formShownMs: 400,
  acknowledgeMs: 32_000,
  mediaBackMs: 10_000,
  overflowMs: 0,
  choiceMs: null,
  sites: [],
  callback: { triesMax: 3, retryMs: 180_000, keepMs: 3_600_000 },
};
const at = (ms: number): Instant => ms as Instant;

test('[PRESENCE-1] a screen that comes back in time costs nothing', () => {
  const presence = nobodyLost();
  step(presence, { kind: 'disconnected', agent }, at(0));
  equal(wakeAt(presence), DESK_GRACE_MS);
  step(presence, { kind: 'connected', agent }, at(DESK_GRACE_MS - 1));
  equal(wakeAt(presence), null);
  deepEqual(step(presence, { kind: 'clock' }, at(DESK_GRACE_MS)).effects, []);
});

test('[PRESENCE-2] a screen that stays away is told once', () => {
  const presence = nobodyLost();
  step(presence, { kind: 'disconnected', agent }, at(0));
  deepEqual(step(presence, { kind: 'clock' }, at(DESK_GRACE_MS)).effects, [{ kind: 'desk-lost', agent }]);
  deepEqual(step(presence, { kind: 'clock' }, at(2 * DESK_GRACE_MS)).effects, []);
  equal(wakeAt(presence), null);
});

test('[AGT-2] a screen that is told to be lost is told to be back, once', () => {
  const presence = nobodyLost();
  step(presence, { kind: 'disconnected', agent }, at(0));
  step(presence, { kind: 'clock' }, at(DESK_GRACE_MS));
  deepEqual(step(presence, { kind: 'connected', agent }, at(9_000)).effects, [{ kind: 'desk-back', agent }]);
  deepEqual(step(presence, { kind: 'connected', agent }, at(9_001)).effects, []);
});

/** Somebody who talks on a call. */
function talking() {
  const call = 'c1' as CallId;
  const exchange = emptyExchange(RULES);
  const feed = (input: ExchangeInput): void => void exchangeStep(exchange, input, at(0));
  const profile = { site: 'caen' as SiteId, skills: ['fr'] };
  for (const input of [
    { kind: 'agent-came', agent, sound: 'browser', profile },
    { kind: 'line-up', agent },
    { kind: 'agent-ready', agent },
    { kind: 'invited', call, line: 'l' as LineId, language: 'fr', open: true },
    { kind: 'sound-ready', call },
    { kind: 'picked-up', agent, call },
    { kind: 'form-shown', agent, call },
  ] satisfies readonly ExchangeInput[])
    feed(input);
  const hangUp = (): void => feed({ kind: 'hang-up', agent, call });
  return {
    feed,
    hangUp,
    parked: new Parked({ exchange: () => exchange, feed }),
    state: () => exchange.floor.agents.get(agent),
    /** What comes after the call. */
    next: () => {
      const state = exchange.floor.agents.get(agent);
      return state?.kind === 'talking' ? state.next : null;
    },
  };
}

test('[AGT-2] a screen that comes back in mid-call costs no break after it', () => {
  const { parked, next } = talking();
  parked.lost(agent);
  equal(next(), 'away');
  parked.back(agent);
  equal(next(), 'wrap-up');
});

test('[AGT-2] a screen that comes back after the call is told that it was away', () => {
  const { parked, hangUp, state } = talking();
  parked.lost(agent);
  hangUp();
  parked.back(agent);
  deepEqual(state(), { kind: 'away', because: 'desk-lost' });
});

test('[AGT-2] whoever has chosen a break after the call has it, screen or no screen', () => {
  const { feed, parked, next } = talking();
  feed({ kind: 'agent-away', agent, because: 'chosen' });
  parked.lost(agent);
  parked.back(agent);
  equal(next(), 'away');
});

test('[AGT-2] one who is ready again by then, or has never been lost, is left alone', () => {
  const { feed, parked, hangUp, state } = talking();
  parked.back(agent);
  parked.lost(agent);
  hangUp();
  feed({ kind: 'agent-ready', agent });
  parked.back(agent);
  equal(state()?.kind, 'free');
});
