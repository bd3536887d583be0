import type { AgentId, CallId, Instant } from '@pledgeline/core';
import type { AgentState, CallNeeds } from '../src/index.ts';
import { change, order } from './naive-change.ts';
import type { NaiveStep } from './naive-floor.ts';

export interface NaiveShares {
  readonly now: number;
  readonly next: Readonly<Record<string, number>>;
}

interface Asked {
  readonly needs: CallNeeds;
  /** It may not go to any site yet. */
  readonly prefers: boolean;
}

/** Each who waits, the oldest first, is given whoever may take it; then all are looked at again. */
export function match(on: NaiveStep): NaiveStep {
  for (const { call, since, overflowAt } of on.waiting) {
    const needs = on.needs[call] as CallNeeds;
    const agent = takerOf(on, { needs, prefers: overflowAt !== null });
    if (agent !== null) return match(offered(on, agent, { call, since }));
  }
  return on;
}

function offered(
  on: NaiveStep,
  agent: AgentId,
  { call, since }: { call: CallId; since: Instant },
): NaiveStep {
  const state = on.agents[agent] as AgentState & { kind: 'free' };
  const until = (on.now + on.rules.offerMs) as Instant;
  const waiting = on.waiting.filter((w) => w.call !== call);
  const told = order({ ...on, waiting, shares: taken(on, agent) }, { kind: 'offer', agent, call, until });
  return change(told, agent, { kind: 'offered', call, waitingSince: since, freeSince: state.since, until });
}

function taken(on: NaiveStep, agent: AgentId): NaiveShares {
  const site = on.profiles[agent]?.site;
  if (site === undefined || !byWeight(on)) return on.shares;
  const now = turnOf(on, site);
  return { now, next: { ...on.shares.next, [site]: now + 1 / ruleOf(on, site).weight } };
}

/** Who gets a call that asks for this; null: nobody who is free may. */
export function takerOf(on: NaiveStep, asked: Asked): AgentId | null {
  const free = (Object.entries(on.agents) as [AgentId, AgentState][]).flatMap(([agent, state]) =>
    state.kind === 'free' && mayTake(on, asked, agent) ? [{ agent, since: state.since }] : [],
  );
  const turn = (agent: AgentId): number => (byWeight(on) ? turnOf(on, on.profiles[agent]?.site ?? '') : 0);
  const [first] = free.toSorted(
    (a, b) => turn(a.agent) - turn(b.agent) || a.since - b.since || (a.agent < b.agent ? -1 : 1),
  );
  return first?.agent ?? null;
}

export function mayTake(on: NaiveStep, { needs, prefers }: Asked, agent: AgentId): boolean {
  const profile = on.profiles[agent];
  if (profile === undefined || !needs.skills.every((skill) => profile.skills.includes(skill))) return false;
  const { callsMax } = ruleOf(on, profile.site);
  const at = (site: string) => Object.entries(on.agents).filter(([name]) => on.profiles[name]?.site === site);
  const busy = at(profile.site).filter(([, s]) => s.kind === 'offered' || s.kind === 'talking').length;
  if (callsMax !== null && busy >= callsMax) return false;
  if (!prefers || needs.site === null || needs.site === profile.site) return true;
  return at(needs.site).every(([, s]) => s.kind === 'away');
}

const turnOf = (on: NaiveStep, site: string): number => Math.max(on.shares.next[site] ?? 0, on.shares.now);

const byWeight = (on: NaiveStep): boolean => on.rules.sites.some(({ weight }) => weight !== 1);

const ruleOf = (on: NaiveStep, site: string) =>
  on.rules.sites.find((rule) => rule.site === site) ?? { weight: 1, callsMax: null };
