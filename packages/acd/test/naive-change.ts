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
    : {
        kind: 'wrapping-up',
        call,
        until: (now + rules.wrapUpMs) as Instant,
        latest: (now + Math.max(rules.wrapUpMs, rules.wrapUpMaxMs)) as Instant,
      };

/** The wrap-up of somebody who types: five seconds more than now, never less than it had nor more than it may have. */
export function typedOn(on: NaiveStep, agent: AgentId, was: AgentState, now: Instant): NaiveStep {
  if (was.kind !== 'wrapping-up' || was.until <= now) return on;
  const until = [was.until, Math.min(now + 5_000, was.latest)].toSorted((a, b) => b - a)[0] as Instant;
  return until === was.until ? on : change(on, agent, { ...was, until });
}
