import type { Exchange, ExchangeEffect } from '@pledgeline/calls';
import type { FloorFigures } from '@pledgeline/contract';
import type { AgentId, CallId, Instant, SiteId } from '@pledgeline/core';
import { figuresOf } from './counts.ts';
import { eveningSince } from './evening-since.ts';
import { answered, BOUND_MS, unanswered, type Fact } from './facts.ts';
import { Minutes, type MinuteAt } from './minutes.ts';
import { Spells } from './spells.ts';

export interface FloorSightOfCalls {
  readonly exchange: Exchange;
  /** Whether this call is to count: a trial counts in a campaign that is one. */
  readonly isCounted: (call: CallId) => boolean;
}

/** A call that is over, as the records have it. */
export interface PastCall {
  readonly call: CallId;
  readonly site: SiteId | null;
  readonly record: Parameters<typeof unanswered>[0];
}

const RECENT_MS = 15 * 60_000;

/** The evening's figures: told what the exchange orders, and what was before this process began. */
export class FigureBook {
  readonly #minutes = new Minutes();
  readonly #spells = new Spells();
  /** Answered calls that are in the figures: each is there once, whoever tells of it. */
  readonly #answered = new Set<CallId>();
  /** Calls that ended while the past was still being read, which may tell of them as well; null: it has been. */
  #ended: Set<CallId> | null = new Set();

  told(effect: ExchangeEffect, sight: FloorSightOfCalls, now: Instant): void {
    if (effect.kind === 'connected') this.#connected(effect.call, sight, now);
    else if (effect.kind === 'call-ended') this.#callEnded(effect, sight);
    else if (effect.kind === 'charity-call-ended') this.#answered.delete(effect.call);
    else if (effect.kind === 'agent-changed') this.#agentChanged(effect.agent, sight, now);
    else if (effect.kind === 'agent-gone') this.#count(this.#spells.gone(effect.agent, now));
  }

  /** [FIG-5] What was before: records of calls, times by minute, and the calls and agents that were taken up. */
  remember(
    past: { readonly calls: readonly PastCall[]; readonly times: readonly Fact[] },
    sight: FloorSightOfCalls,
    now: Instant,
  ): void {
    this.#count(past.times);
    for (const { call, record, site } of past.calls) {
      if (this.#ended?.has(call) === true || sight.exchange.calls.has(call)) continue;
      const { arrivedAt, connectedAt } = record;
      const boundMs = boundOf(sight.exchange);
      const fact =
        connectedAt === null ? unanswered(record) : answered({ arrivedAt, connectedAt, site, boundMs });
      if (fact !== null) this.#count([fact]);
    }
    this.#ended = null;
    for (const call of sight.exchange.calls.values()) {
      if (call.connectedAt !== null && call.agent !== null)
        this.#answer({ ...call, connectedAt: call.connectedAt, agent: call.agent }, sight);
    }
    for (const agent of sight.exchange.floor.agents.keys()) this.#agentChanged(agent, sight, now);
  }

  /** Said every second or so. */
  passed(now: Instant): void {
    this.#count(this.#spells.passed(now));
  }

  figures(now: Instant, { zone, siteNames, exchange }: FiguresAsked): FloorFigures {
    const since = eveningSince(now, zone);
    const sites = [...this.#minutes.bySite(since)].map(([site, counts]) => {
      const { answered: count, serviceLevel, answerMs, occupancy, handleMs } = figuresOf(counts);
      return {
        site: siteNames.get(site) ?? site,
        answered: count,
        serviceLevel,
        answerMs,
        occupancy,
        handleMs,
      };
    });
    return {
      since,
      boundMs: boundOf(exchange),
      evening: figuresOf(this.#minutes.total(since)),
      recent: figuresOf(this.#minutes.total(Math.max(since, now - RECENT_MS))),
      sites: sites.toSorted((a, b) => a.site.localeCompare(b.site)),
    };
  }

  changes(): readonly MinuteAt[] {
    return this.#minutes.changes();
  }
  changedStill(minutes: readonly MinuteAt[]): void {
    this.#minutes.changedStill(minutes);
  }

  #connected(id: CallId, sight: FloorSightOfCalls, now: Instant): void {
    const call = sight.exchange.calls.get(id);
    if (call?.place.kind !== 'talking') return;
    this.#answer({ ...call, agent: call.place.agent, connectedAt: call.connectedAt ?? now }, sight);
  }

  #answer({ call, agent, arrivedAt, connectedAt }: Answer, { exchange, isCounted }: FloorSightOfCalls): void {
    if (!isCounted(call) || this.#answered.has(call)) return;
    this.#answered.add(call);
    const site = exchange.floor.profiles.get(agent)?.site ?? null;
    this.#count([answered({ arrivedAt, connectedAt, site, boundMs: boundOf(exchange) })]);
  }

  #callEnded(
    { call, record }: Extract<ExchangeEffect, { kind: 'call-ended' }>,
    sight: FloorSightOfCalls,
  ): void {
    if (!sight.isCounted(call)) return;
    this.#ended?.add(call);
    const { agent, connectedAt, arrivedAt } = record;
    if (connectedAt !== null && agent !== null) this.#answer({ call, agent, connectedAt, arrivedAt }, sight);
    this.#answered.delete(call);
    const fact = unanswered(record);
    if (fact !== null) this.#count([fact]);
  }

  #agentChanged(agent: AgentId, { exchange, isCounted }: FloorSightOfCalls, now: Instant): void {
    const state = exchange.floor.agents.get(agent);
    const site = exchange.floor.profiles.get(agent)?.site;
    if (state === undefined || site === undefined) return this.#count(this.#spells.gone(agent, now));
    const trial = 'call' in state && !isCounted(state.call);
    const since = state.kind === 'talking' ? { since: state.since } : {};
    return this.#count(this.#spells.changed(agent, { state, site, trial, ...since }, now));
  }

  #count(facts: readonly Fact[]): void {
    for (const fact of facts) this.#minutes.count(fact);
  }
}

interface FiguresAsked {
  readonly zone: string;
  readonly siteNames: ReadonlyMap<SiteId, string>;
  readonly exchange: Exchange;
}
interface Answer {
  readonly call: CallId;
  readonly agent: AgentId;
  readonly arrivedAt: Instant;
  readonly connectedAt: Instant;
}

const boundOf = ({ rules }: Exchange): number => rules.choiceMs ?? BOUND_MS;
