import type { AgentId, CallId, Instant } from '@pledgeline/core';
import { change, forgotten, order, over, queued, typedOn } from './naive-change.ts';
import { backInLine, overflowed, returned, setAside, toldChoices } from './naive-line.ts';
import { match, takerOf, type NaiveShares } from './naive-match.ts';
import { cameBack, handOver, inherited, isHandOver, letGo, type HandOver } from './naive-hand-over.ts';
import type {
  Aside,
  AgentProfile,
  AgentState,
  CallNeeds,
  FloorEffect,
  FloorInput,
  FloorRules,
  Waiting,
} from '../src/index.ts';

/** The same floor, written so that one sees it is right: everything is copied, searched and sorted at each step. */
export interface NaiveFloor {
  readonly waiting: readonly Waiting[];
  readonly agents: Readonly<Record<string, AgentState>>;
  readonly profiles: Readonly<Record<string, AgentProfile>>;
  readonly needs: Readonly<Record<string, CallNeeds>>;
  readonly shares: NaiveShares;
  readonly aside: Readonly<Record<string, Aside>>;
  readonly told: readonly string[];
}
export interface NaiveStep extends NaiveFloor {
  readonly now: Instant;
  readonly rules: FloorRules;
  readonly effects: readonly FloorEffect[];
}

export function naiveStep(from: NaiveFloor, input: FloorInput, now: Instant, rules: FloorRules): NaiveStep {
  const on = match(naiveApply({ ...from, now, rules, effects: [] }, input, now, rules));
  return input.kind === 'clock' ? toldChoices(on) : on;
}

function naiveApply(on: NaiveStep, input: FloorInput, now: Instant, rules: FloorRules): NaiveStep {
  if (input.kind === 'clock') return returned(overflowed(expire(on, now)));
  if (input.kind === 'call-arrived') return arrive(on, input);
  if (input.kind === 'call-gone') return gone(on, input.call, now, rules);
  if (input.kind === 'rules-set') return on;
  if (input.kind === 'set-aside') return setAside(on, input);
  if (input.kind === 'back-in-line') return backInLine(on, input.call);
  if (input.kind === 'take-over') return takenOver(on, input, now, rules);
  if (input.kind === 'come-back') return cameBack(on, input, now, rules);
  if (isHandOver(input)) return handOver(on, input, now, rules);
  const was = on.agents[input.agent];
  if (input.kind === 'agent-came') {
    const known = { ...on, profiles: { ...on.profiles, [input.agent]: input.profile } };
    return was === undefined
      ? change(known, input.agent, { kind: 'away', because: 'new' })
      : order(known, { kind: 'agent-changed', agent: input.agent, state: was });
  }
  return was === undefined ? on : agentSays(on, input, was, now);
}

type AgentSays = Exclude<
  FloorInput,
  | HandOver
  | {
      kind:
        | 'clock'
        | 'rules-set'
        | 'call-arrived'
        | 'call-gone'
        | 'agent-came'
        | 'take-over'
        | 'come-back'
        | 'set-aside'
        | 'back-in-line';
    }
>;

function agentSays(on: NaiveStep, input: AgentSays, was: AgentState, now: Instant): NaiveStep {
  const { agent, kind } = input;
  if (kind === 'agent-ready' || kind === 'wrapped-up') {
    if (was.kind === 'wrapping-up' || (was.kind === 'away' && kind === 'agent-ready'))
      return change(on, agent, { kind: 'free', since: now });
    if (was.kind === 'talking' && was.next === 'away' && kind === 'agent-ready')
      return change(on, agent, { ...was, next: 'wrap-up' });
    if (was.kind === 'consulted' && was.next === 'away' && kind === 'agent-ready')
      return change(on, agent, { ...was, next: 'free' });
    return on;
  }
  if (kind === 'still-typing') return typedOn(on, agent, was, now);
  if (kind === 'picked-up') {
    if (was.kind === 'asked' && was.call === input.call)
      return change(order(on, { kind: 'connect', agent, call: was.call }), agent, {
        kind: 'consulted',
        call: was.call,
        freeSince: was.freeSince,
        next: 'free',
      });
    if (was.kind !== 'offered' || was.call !== input.call) return on;
    const talking = { kind: 'talking', call: was.call, waitingSince: was.waitingSince, since: now } as const;
    const connected = order(on, { kind: 'connect', agent, call: was.call });
    return change(connected, agent, { ...talking, next: 'wrap-up' });
  }
  if (kind === 'declined') {
    if ((was.kind !== 'offered' && was.kind !== 'asked') || was.call !== input.call) return on;
    return missed(on, agent, was);
  }
  if (kind === 'agent-left') {
    const given = givenBack(on, agent, was, now);
    const { [agent]: _gone, ...others } = given.agents;
    const { [agent]: _profile, ...profiles } = given.profiles;
    return order({ ...given, agents: others, profiles }, { kind: 'agent-gone', agent });
  }
  if (was.kind === 'talking' && input.because === 'chosen')
    return was.next === 'away' ? on : change(on, agent, { ...was, next: 'away' });
  if (was.kind === 'consulted' && input.because === 'chosen')
    return was.next === 'away' ? on : change(on, agent, { ...was, next: 'away' });
  if (input.because === 'listening' && was.kind !== 'free' && was.kind !== 'away') return on;
  if (was.kind === 'away' && was.because === input.because) return on;
  return change(givenBack(on, agent, was, now), agent, { kind: 'away', because: input.because });
}

function takenOver(
  on: NaiveStep,
  { agent, call }: FloorInput & { kind: 'take-over' },
  now: Instant,
  rules: FloorRules,
): NaiveStep {
  const taker = on.agents[agent];
  const talks = (Object.entries(on.agents) as [AgentId, AgentState][]).find(
    ([, s]) => s.kind === 'talking' && s.call === call,
  );
  if (taker === undefined || talks?.[1].kind !== 'talking') return on;
  if (taker.kind !== 'away' && taker.kind !== 'free') return on;
  const [from, was] = talks;
  const { waitingSince } = was;
  const parted = letGo(on, call, 'taken-back');
  const handed = change(
    order(parted, { kind: 'handed-over', call, from, to: agent }),
    from,
    over(was, now, rules),
  );
  const then = taker.kind === 'free' ? 'wrap-up' : 'away';
  return change(handed, agent, { kind: 'talking', call, waitingSince, since: now, next: then });
}

function givenBack(on: NaiveStep, agent: AgentId, was: AgentState, now: Instant): NaiveStep {
  if (was.kind === 'asked' || was.kind === 'consulted')
    return order(on, { kind: 'withdraw', agent, call: was.call, because: 'agent-away' });
  if (was.kind === 'offered')
    return queued(order(on, { kind: 'withdraw', agent, call: was.call, because: 'agent-away' }), was);
  if (was.kind !== 'talking') return on;
  const heir = inherited(on, agent, was, now);
  if (heir !== null) return heir;
  const alone = letGo(on, was.call, 'taken-back');
  return queued(order(alone, { kind: 'gave-back', agent, call: was.call }), was, now);
}

function arrive(on: NaiveStep, { call, open, needs }: FloorInput & { kind: 'call-arrived' }): NaiveStep {
  if (call in on.needs) return on;
  if (!open) return order(on, { kind: 'turn-away', call, because: 'line-closed' });
  const full = on.waiting.length + Object.keys(on.aside).length >= on.rules.waitingMax;
  const asked = full ? { ...needs, site: null } : needs;
  if (full && takerOf(on, { needs: asked, prefers: false }) === null)
    return order(on, { kind: 'turn-away', call, because: 'line-full' });
  const known = { ...on, needs: { ...on.needs, [call]: asked } };
  return order(queued(known, { call, waitingSince: on.now }), { kind: 'admitted', call });
}

function gone(from: NaiveStep, call: CallId, now: Instant, rules: FloorRules): NaiveStep {
  let on = forgotten({ ...from, waiting: from.waiting.filter((w) => w.call !== call) }, call);
  for (const [agent, was] of Object.entries(from.agents) as [AgentId, AgentState][]) {
    if (was.kind === 'offered' && was.call === call) {
      on = order(on, { kind: 'withdraw', agent, call, because: 'caller-gone' });
      on = change(on, agent, { kind: 'free', since: was.freeSince });
    }
    if (was.kind === 'talking' && was.call === call)
      on = change(letGo(on, call, 'caller-gone'), agent, over(was, now, rules));
  }
  return on;
}

function expire(from: NaiveStep, now: Instant): NaiveStep {
  const due = (Object.entries(from.agents) as [AgentId, AgentState][])
    .flatMap(([agent, was]) => ('until' in was && was.until <= now ? [{ agent, was }] : []))
    .toSorted((a, b) => a.was.until - b.was.until || (a.agent < b.agent ? -1 : 1));
  let on = from;
  for (const { agent, was } of due) {
    if (was.kind === 'offered' || was.kind === 'asked') on = missed(on, agent, was);
    else on = change(on, agent, { kind: 'free', since: was.until });
  }
  return on;
}

function missed(from: NaiveStep, agent: AgentId, was: AgentState & { kind: 'offered' | 'asked' }): NaiveStep {
  const on = order(from, { kind: 'withdraw', agent, call: was.call, because: 'missed' });
  const stood = change(on, agent, { kind: 'away', because: 'missed-offer' });
  return was.kind === 'asked' ? stood : queued(stood, was);
}
