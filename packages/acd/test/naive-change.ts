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
  waitsFrom = since,
): NaiveStep {
  const overflowAt = (since + on.rules.overflowMs) as Instant;
  const prefers = on.needs[call]?.site !== null && overflowAt > on.now;
  const { choiceMs } = on.rules;
  const choiceAt = choiceMs === null || on.told.includes(call) ? null : ((waitsFrom + choiceMs) as Instant);
  return {
    ...on,
    waiting: [...on.waiting, { call, since, overflowAt: prefers ? overflowAt : null, choiceAt }].toSorted(
      (a, b) => a.since - b.since || (a.call < b.call ? -1 : 1),
    ),
  };
}

/** The call is not of this floor any more. */
export function forgotten(on: NaiveStep, call: CallId): NaiveStep {
  const { [call]: _needs, ...needs } = on.needs;
  const { [call]: _aside, ...aside } = on.aside;
  return { ...on, needs, aside, told: on.told.filter((one) => one !== call) };
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
