import {
  emptyExchange,
  step,
  wakeAt,
  type CallRecord,
  type Exchange,
  type ExchangeEffect,
  type ExchangeInput,
  type ExchangeRules,
} from '@pledgeline/calls';
import {
  unreachable,
  type AgentId,
  type CallId,
  type Instant,
  type LineId,
  type SiteId,
} from '@pledgeline/core';
import type { FloorSightOfCalls, PastCall } from '../../../src/distribution/figures/book.ts';

export const RULES: ExchangeRules = {
  offerMs: 3_000,
  wrapUpMs: 12_000,
  wrapUpMaxMs: 12_000,
  waitingMax: 3,
  formShownMs: 400,
  acknowledgeMs: 32_000,
  mediaBackMs: 10_000,
  overflowMs: 0,
  choiceMs: 5_000,
  sites: [],
  callback: { triesMax: 3, retryMs: 180_000, keepMs: 3_600_000 },
};

/** 21:00 in Paris. */
const BEGIN = Date.parse('2026-12-04T20:00:00Z') as Instant;
const SITES = ['caen', 'paris'] as SiteId[];

/** What a random evening is made of: a number says which call or agent is meant. */
export type Deed = readonly [
  kind: 'call' | 'caller-goes' | 'agent-goes' | 'agent-back' | 'hang-up' | 'wrapped-up' | 'time',
  which: number,
];

/** A floor with two sites, three agents and callers who do as they are told; whoever looks on is told each order. */
export class SmallEvening {
  now: Instant = BEGIN;
  exchange: Exchange = emptyExchange(RULES);
  readonly past: PastCall[] = [];
  readonly watchers: ((effect: ExchangeEffect, sight: FloorSightOfCalls, now: Instant) => void)[] = [];
  #calls = 0;

  sitDown(): void {
    for (const [index, agent] of AGENTS.entries()) {
      const site = SITES[index % SITES.length] as SiteId;
      this.feed({ kind: 'agent-came', agent, sound: 'browser', profile: { site, skills: ['fr'] } });
      this.feed({ kind: 'line-up', agent });
      this.feed({ kind: 'agent-ready', agent });
    }
  }

  do([kind, which]: Deed): void {
    const agent = AGENTS[which % AGENTS.length] as AgentId;
    const state = this.exchange.floor.agents.get(agent);
    switch (kind) {
      case 'call':
        return this.#invite(which);
      case 'caller-goes':
        return this.#callerGoes(which);
      case 'agent-goes':
        return this.feed({ kind: 'agent-away', agent, because: 'chosen' });
      case 'agent-back':
        return this.feed({ kind: 'agent-ready', agent });
      case 'hang-up':
        return state?.kind === 'talking'
          ? this.feed({ kind: 'hang-up', agent, call: state.call })
          : undefined;
      case 'wrapped-up':
        return this.feed({ kind: 'wrapped-up', agent });
      case 'time':
        return this.#pass(which * 137);
      default:
        return unreachable(kind);
    }
  }

  get sight(): FloorSightOfCalls {
    return { exchange: this.exchange, isCounted };
  }

  feed(input: ExchangeInput): void {
    const { effects } = step(this.exchange, input, this.now);
    for (const effect of effects) {
      for (const watch of this.watchers) watch(effect, this.sight, this.now);
      if (effect.kind === 'call-ended' && isCounted(effect.call)) this.#record(effect.call, effect.record);
    }
    // The desk does by itself what a browser does.
    for (const effect of effects)
      if (effect.kind === 'offer')
        for (const kind of ['picked-up', 'form-shown'] as const)
          this.feed({ kind, agent: effect.agent, call: effect.call });
      else if (effect.kind === 'answer') this.feed({ kind: 'acknowledged', call: effect.call });
  }

  #record(call: CallId, record: CallRecord): void {
    this.past.push({ call, site: record.agent === null ? null : siteOf(record.agent), record });
  }

  #invite(which: number): void {
    this.#calls += 1;
    const call = `${which % 7 === 0 ? 'trial' : 'call'}-${this.#calls}` as CallId;
    this.feed({ kind: 'invited', call, line: 'l' as LineId, language: 'fr', open: which % 11 !== 0 });
    this.feed({ kind: which % 13 === 0 ? 'sound-refused' : 'sound-ready', call });
  }

  #callerGoes(which: number): void {
    const calls = [...this.exchange.calls.values()];
    const call = calls[which % Math.max(1, calls.length)];
    if (call === undefined) return;
    const kind = call.signal.kind === 'ringing' ? 'cancelled' : 'caller-hung-up';
    this.feed({ kind, call: call.call });
  }

  #pass(ms: number): void {
    const until = this.now + ms;
    for (let at = wakeAt(this.exchange); at !== null && at <= until; at = wakeAt(this.exchange)) {
      this.now = Math.max(this.now, at) as Instant;
      this.feed({ kind: 'clock' });
    }
    this.now = until as Instant;
  }
}

const isCounted = (call: CallId): boolean => !call.startsWith('trial');
export const AGENTS = ['zoe', 'max', 'ines'] as AgentId[];
const siteOf = (agent: AgentId): SiteId => SITES[AGENTS.indexOf(agent) % SITES.length] as SiteId;
