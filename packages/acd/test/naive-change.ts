import type { AgentId, CallId, Instant } from '@pledgeline/core';
import type { AgentState, FloorEffect, FloorRules } from '../src/index.ts';
import type { NaiveStep } from './naive-floor.ts';

export const order = (on: NaiveStep, effect: FloorEffect): NaiveStep => ({
  ...on,
  effects: [...on.effects, effect],
});

export const change = (on: NaiveStep, agent: AgentId, state: AgentState): NaiveStep =>
  order({ ...on, agents: { ...on.agents, [agent]: state } }, { kind: 'agent-changed', agent, state });

export function queued(
  on: NaiveStep,
  { call, waitingSince: since }: { call: CallId; waitingSince: Instant },
): NaiveStep {
  const overflowAt = (since + on.rules.overflowMs) as Instant;
  const prefers = on.needs[call]?.site !== null && overflowAt > on.now;
  return {
    ...on,
    waiting: [...on.waiting, { call, since, overflowAt: prefers ? overflowAt : null }].toSorted(
      (a, b) => a.since - b.since || (a.call < b.call ? -1 : 1),
    ),
  };
}

/** What an agent is after a talk. */
export const over = (
  { call, next }: AgentState & { kind: 'talking' },
  now: Instant,
  rules: FloorRules,
): AgentState =>
  next === 'away'
    ? { kind: 'away', because: 'chosen' }
    : { kind: 'wrapping-up', call, until: (now + rules.wrapUpMs) as Instant };
