import type { AgentId, CallId, Instant } from '@pledgeline/core';
import type { AgentState, FloorInput, FloorRules } from '../src/index.ts';
import { change, forgotten, order, over, queued } from './naive-change.ts';
import type { NaiveStep } from './naive-floor.ts';

export type HandOver = Extract<
  FloorInput,
  { kind: 'pass-on' | 'pass-out' | 'put-back' | 'ask' | 'complete' | 'take-back' }
>;
const KINDS: readonly string[] = ['pass-on', 'pass-out', 'put-back', 'ask', 'complete', 'take-back'];
export const isHandOver = (input: FloorInput): input is HandOver => KINDS.includes(input.kind);

/** What an agent does with the call that it talks on, or is asked about. */
export function handOver(on: NaiveStep, input: HandOver, now: Instant, rules: FloorRules): NaiveStep {
  const { kind, agent, call } = input;
  const was = on.agents[agent];
  const isAsked = (was?.kind === 'asked' || was?.kind === 'consulted') && was.call === call;
  if (kind === 'take-back' && isAsked) return letGo(on, call, 'taken-back');
  if (was?.kind !== 'talking' || was.call !== call) return on;
  if (kind === 'take-back') return letGo(on, call, 'taken-back');
  if (kind === 'ask') return asked(on, input, now, rules);
  if (kind === 'pass-out')
    return forgotten(
      change(
        order(letGo(on, call, 'taken-back'), { kind: 'passed-on', agent, call }),
        agent,
        over(was, now, rules),
      ),
      call,
    );
  if (kind === 'put-back') return putBack(on, input, was);
  if (kind === 'pass-on') return passedOn(on, input, was, now, rules);
  const given = inherited(on, agent, was, now);
  return given === null ? letGo(on, call, 'taken-back') : change(given, agent, over(was, now, rules));
}

function putBack(
  on: NaiveStep,
  { agent, call, until }: HandOver & { kind: 'put-back' },
  { next, waitingSince }: AgentState & { kind: 'talking' },
): NaiveStep {
  const then: AgentState =
    next === 'away' ? { kind: 'away', because: 'chosen' } : { kind: 'free', since: on.now };
  const parted = change(letGo(on, call, 'taken-back'), agent, then);
  return { ...parted, aside: { ...parted.aside, [call]: { since: waitingSince, until } } };
}

export function cameBack(
  from: NaiveStep,
  { call, since, needs, to }: FloorInput & { kind: 'come-back' },
  now: Instant,
  rules: FloorRules,
): NaiveStep {
  if (call in from.needs) return from;
  const on = { ...from, needs: { ...from.needs, [call]: needs } };
  const was = to === null ? undefined : on.agents[to];
  const may = was?.kind === 'free' || (was?.kind === 'wrapping-up' && was.call === call);
  if (to === null || !may) return queued(on, { call, waitingSince: since }, now);
  const until = (now + rules.offerMs) as Instant;
  const freeSince = was.kind === 'free' ? was.since : now;
  const offered = order(on, { kind: 'offer', agent: to, call, until });
  return change(offered, to, { kind: 'offered', call, waitingSince: since, freeSince, until });
}

function asked(
  on: NaiveStep,
  { call, other }: HandOver & { kind: 'ask' },
  now: Instant,
  rules: FloorRules,
): NaiveStep {
  const was = on.agents[other];
  if (was?.kind !== 'free' || consultedOn(on, call) !== null) return on;
  const until = (now + rules.offerMs) as Instant;
  const offered = order(on, { kind: 'offer', agent: other, call, until });
  return change(offered, other, { kind: 'asked', call, freeSince: was.since, until });
}

function passedOn(
  on: NaiveStep,
  { agent, call, needs, to }: HandOver & { kind: 'pass-on' },
  was: AgentState & { kind: 'talking' },
  now: Instant,
  rules: FloorRules,
): NaiveStep {
  const target = to === null ? null : on.agents[to];
  if (to !== null && target?.kind !== 'free') return on;
  const parted = order(letGo(on, call, 'taken-back'), { kind: 'passed-on', agent, call });
  const asks = needs === null ? parted : { ...parted, needs: { ...parted.needs, [call]: needs } };
  const free = change(asks, agent, over(was, now, rules));
  if (to === null || target?.kind !== 'free') return queued(free, was, now);
  const until = (now + rules.offerMs) as Instant;
  const { waitingSince } = was;
  const offered = order(free, { kind: 'offer', agent: to, call, until });
  return change(offered, to, { kind: 'offered', call, waitingSince, freeSince: target.since, until });
}

type Asked = AgentState & { kind: 'asked' | 'consulted' };

function consultedOn(on: NaiveStep, call: CallId): readonly [AgentId, Asked] | null {
  for (const [agent, state] of Object.entries(on.agents) as [AgentId, AgentState][])
    if ((state.kind === 'asked' || state.kind === 'consulted') && state.call === call) return [agent, state];
  return null;
}

export function letGo(on: NaiveStep, call: CallId, because: 'caller-gone' | 'taken-back'): NaiveStep {
  const found = consultedOn(on, call);
  if (found === null) return on;
  const [agent, was] = found;
  const then: AgentState =
    'next' in was && was.next === 'away'
      ? { kind: 'away', because: 'chosen' }
      : { kind: 'free', since: was.freeSince };
  return change(order(on, { kind: 'withdraw', agent, call, because }), agent, then);
}

/** null: nobody has picked up. */
export function inherited(
  on: NaiveStep,
  from: AgentId,
  { call, waitingSince }: AgentState & { kind: 'talking' },
  now: Instant,
): NaiveStep | null {
  const found = consultedOn(on, call);
  if (found === null || found[1].kind !== 'consulted') return null;
  const [to, was] = found;
  const next = was.next === 'away' ? 'away' : 'wrap-up';
  const handed = order(on, { kind: 'handed-over', call, from, to });
  return change(handed, to, { kind: 'talking', call, waitingSince, since: now, next });
}
