import type { AgentState } from '@pledgeline/acd';
import { supervisedAs, type Exchange, type ExchangeEffect } from '@pledgeline/calls';
import type { AgentStatus, Caller, DeskCall, DeskEvent } from '@pledgeline/contract';
import { unreachable, type AgentId, type CallId } from '@pledgeline/core';

import { Since } from './since.ts';

export interface DesksDeps {
  readonly exchange: () => Exchange;
  readonly callerOf: (call: CallId) => Caller;
  readonly lineNumberOf: (call: CallId) => string;
  readonly toDesk: (agent: AgentId, event: DeskEvent) => void;
  readonly now: () => number;
}

export type DeskEffect = Extract<
  ExchangeEffect,
  {
    readonly kind:
      | 'offer'
      | 'withdraw'
      | 'connected'
      | 'monitor'
      | 'unmonitor'
      | 'ended'
      | 'agent-changed'
      | 'agent-gone'
      | 'agent-refused';
  }
>;

/** What each desk has on its screen, told to it as it changes. */
export class Desks {
  readonly #shown = new Map<AgentId, DeskCall>();
  readonly #since = new Since();
  readonly #deps: DesksDeps;

  constructor(deps: DesksDeps) {
    this.#deps = deps;
  }

  /** The whole state of one desk, for a screen that has just come (back). */
  snapshot(agent: AgentId): DeskEvent {
    const { floor, lines } = this.#deps.exchange();
    return {
      kind: 'desk',
      status: statusOf(floor.agents.get(agent)),
      call: this.#shown.get(agent) ?? null,
      lineConnected: lines.has(agent),
    };
  }

  perform(effect: DeskEffect): void {
    const { agent } = effect;
    switch (effect.kind) {
      case 'offer':
        return this.#offer(agent, effect.call);
      case 'withdraw':
        this.#shown.delete(agent);
        return this.#tell(agent, {
          kind: 'withdrawn',
          call: effect.call,
          because: WITHDRAWN[effect.because],
        });
      case 'connected':
        return this.#connected(agent, effect.call);
      case 'monitor':
      case 'unmonitor':
        return this.#supervised(effect.call);
      case 'ended':
        return this.#change(agent, effect.call, {
          state: 'ended',
          endedBy: endedBy(effect.by),
          supervised: null,
        });
      case 'agent-changed':
        return this.#status(agent, effect.state);
      case 'agent-gone':
      case 'agent-refused':
        this.#since.gone(agent);
        this.#shown.delete(agent);
        return this.#tell(agent, { kind: 'unseated' });
      default:
        return unreachable(effect);
    }
  }

  /** The look-up has answered: the form is filled in where nothing was typed. */
  callerFound(call: CallId): void {
    for (const [agent, shown] of this.#shown)
      if (shown.id === call) this.#change(agent, call, { caller: this.#deps.callerOf(call) });
  }

  /** Since when it has stood as it stands; null: since before this process began. */
  sinceOf(agent: AgentId): number | null {
    return this.#since.of(agent, this.#deps.exchange().floor);
  }

  /** A desk phone that fell silent in one call can be rung for the next: the exchange still counts its line. */
  lineChanged(agent: AgentId, connected: boolean): void {
    const { lines } = this.#deps.exchange();
    this.#tell(agent, { kind: 'line', connected: connected || lines.has(agent) });
  }

  /** After a restart: the screens are made again from what the exchange knows. */
  restore(): void {
    for (const call of this.#deps.exchange().calls.values()) {
      if (call.place.kind === 'waiting') continue;
      const talking = call.place.kind === 'talking';
      this.#shown.set(call.place.agent, {
        ...this.#offered(call.call),
        state: talking ? 'talking' : 'offered',
        connectedAt: call.place.kind === 'talking' ? call.place.since : null,
        supervised: talking ? supervisedAs(this.#deps.exchange(), call.call) : null,
      });
    }
  }

  #offer(agent: AgentId, call: CallId): void {
    const offered = this.#offered(call);
    this.#shown.set(agent, offered);
    this.#tell(agent, { kind: 'offered', call: offered });
  }

  #offered(id: CallId): DeskCall {
    const call = this.#deps.exchange().calls.get(id);
    return {
      id,
      line: this.#deps.lineNumberOf(id),
      language: call?.language ?? 'fr',
      state: 'offered',
      caller: this.#deps.callerOf(id),
      arrivedAt: call?.arrivedAt ?? this.#deps.now(),
      connectedAt: null,
      endedBy: null,
      supervised: null,
    };
  }

  /** [SUP-2] A call that was taken over comes to a desk that was offered nothing. */
  #connected(agent: AgentId, call: CallId): void {
    if (this.#shown.get(agent)?.id !== call) this.#shown.set(agent, this.#offered(call));
    const supervised = supervisedAs(this.#deps.exchange(), call);
    this.#change(agent, call, { state: 'talking', connectedAt: this.#deps.now(), supervised });
  }

  /** [SUP-1] Whoever talks is told who is on the line, in each of the ways. */
  #supervised(call: CallId): void {
    const supervised = supervisedAs(this.#deps.exchange(), call);
    for (const [agent, shown] of this.#shown)
      if (shown.id === call && shown.state === 'talking' && shown.supervised !== supervised)
        this.#change(agent, call, { supervised });
  }

  #change(agent: AgentId, call: CallId, change: Partial<DeskCall>): void {
    const shown = this.#shown.get(agent);
    if (shown?.id !== call) return;
    const changed = { ...shown, ...change };
    this.#shown.set(agent, changed);
    this.#tell(agent, { kind: 'call', call: changed });
  }

  #status(agent: AgentId, state: AgentState): void {
    this.#since.changed(agent, state, this.#deps.now());
    // A call that is over stays on the screen for as long as the wrap-up lasts.
    if (state.kind === 'free') this.#shown.delete(agent);
    this.#tell(agent, { kind: 'status', status: statusOf(state) });
  }

  #tell(agent: AgentId, event: DeskEvent): void {
    this.#deps.toDesk(agent, event);
  }
}

const WITHDRAWN = { 'caller-gone': 'caller-gone', missed: 'missed', 'agent-away': 'away' } as const;

function endedBy(by: Extract<ExchangeEffect, { kind: 'ended' }>['by']): DeskCall['endedBy'] {
  if (by === 'taken-over') return 'supervisor';
  return by === 'caller' || by === 'agent' ? by : 'line';
}

/** Somebody whom the floor does not know has just sat down, or has just left. */
export function statusOf(state: AgentState | undefined): AgentStatus {
  if (state === undefined) return { kind: 'away', because: 'new' };
  switch (state.kind) {
    case 'away':
      return { kind: 'away', because: state.because };
    case 'wrapping-up':
      return { kind: 'wrapping-up', until: state.until };
    case 'free':
    case 'offered':
    case 'talking':
      return { kind: state.kind };
    default:
      return unreachable(state);
  }
}
