import type { AgentState } from '@pledgeline/acd';
import {
  consultationOn,
  hasLeft,
  supervisedAs,
  type Asked,
  type Exchange,
  type ExchangeEffect,
} from '@pledgeline/calls';
import type { AgentStatus, Caller, Consultation, DeskCall, DeskEvent, DeskHoax } from '@pledgeline/contract';
import { unreachable, type AgentId, type CallId } from '@pledgeline/core';

import { hoaxAt } from './hoax-at.ts';
import { Since } from './since.ts';

export interface DesksDeps {
  readonly exchange: () => Exchange;
  readonly callerOf: (call: CallId) => Caller;
  /** Under which this desk keeps what is typed during the call. */
  readonly draftKeyFor: (call: CallId, agent: AgentId) => string;
  /** What was said to the desks is forgotten. */
  readonly dropPast: () => void;
  readonly lineNumberOf: (call: CallId) => string;
  readonly toDesk: (agent: AgentId, event: DeskEvent) => void;
  /** Who sits where; of somebody outside, what the campaign calls him. */
  readonly nameOf: (asked: Asked) => Pick<Consultation, 'name' | 'positionNumber'>;
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
      | 'calling-back'
      | 'consulting'
      | 'help'
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
      case 'calling-back':
        return this.#change(agent, effect.call, { state: 'calling' });
      case 'consulting':
        return this.#consulting(agent, effect.call);
      case 'help':
        return this.#change(agent, effect.call, { hoax: this.#hoax(agent, effect.call) });
      case 'ended':
        return this.#change(agent, effect.call, {
          hoax: this.#hoax(agent, effect.call),
          state: 'ended',
          endedBy: endedBy(effect.by),
          supervised: null,
          consultation: null,
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

  /** [CHA-1] Nobody knows any more who calls: it is on no screen, and in nothing that is kept for a screen that is away. */
  forget(call: CallId, had: readonly AgentId[]): void {
    this.#deps.dropPast();
    const showing = [...this.#shown].flatMap(([agent, shown]) => (shown.id === call ? [agent] : []));
    for (const agent of showing) this.#shown.delete(agent);
    for (const agent of new Set([...showing, ...had])) this.#tell(agent, { kind: 'forgotten', call });
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
      if (!('agent' in call.place) || call.place.kind === 'outside') continue;
      const talking = call.place.kind === 'talking';
      this.#shown.set(call.place.agent, {
        ...this.#offered(call.place.agent, call.call),
        state: talking ? 'talking' : call.place.kind === 'calling-back' ? 'calling' : 'offered',
        connectedAt: call.place.kind === 'talking' ? call.place.since : null,
        supervised: talking ? supervisedAs(this.#deps.exchange(), call.call) : null,
      });
      const other = consultationOn(this.#deps.exchange(), call.call)?.with;
      if (other?.kind === 'agent') this.#shown.set(other.agent, this.#offered(other.agent, call.call));
    }
  }

  #offer(agent: AgentId, call: CallId): void {
    const offered = this.#offered(agent, call);
    this.#shown.set(agent, offered);
    this.#tell(agent, { kind: 'offered', call: offered });
  }

  #offered(agent: AgentId, id: CallId): DeskCall {
    const call = this.#deps.exchange().calls.get(id);
    const consultation = this.#consultation(agent, id);
    return {
      id,
      line: this.#deps.lineNumberOf(id),
      language: call?.language ?? 'fr',
      // Whoever was asked and has answered has nothing to pick up any more.
      state: consultation === null || consultation.stage === 'ringing' ? 'offered' : 'talking',
      caller: this.#deps.callerOf(id),
      ...(call === undefined || call.confidential === null
        ? { draftKey: this.#deps.draftKeyFor(id, agent) }
        : { confidential: true as const }),
      callback: call !== undefined && hasLeft(call),
      arrivedAt: call?.arrivedAt ?? this.#deps.now(),
      connectedAt: null,
      endedBy: null,
      supervised: null,
      consultation,
      hoax: this.#hoax(agent, id),
    };
  }

  #consultation(agent: AgentId, call: CallId): Consultation | null {
    const exchange = this.#deps.exchange();
    const consultation = consultationOn(exchange, call);
    const place = exchange.calls.get(call)?.place;
    if (consultation === null || place?.kind !== 'talking') return null;
    const { with: asked, stage } = consultation;
    if (agent === place.agent) return { role: 'asks', stage, ...this.#deps.nameOf(asked) };
    const asks: Asked = { kind: 'agent', agent: place.agent, phone: null };
    return { role: 'asked', stage, ...this.#deps.nameOf(asks) };
  }

  #hoax(agent: AgentId, call: CallId): DeskHoax | null {
    const nameOf = (other: AgentId): string =>
      this.#deps.nameOf({ kind: 'agent', agent: other, phone: null }).name;
    return hoaxAt(this.#deps.exchange(), { agent, call, nameOf });
  }

  /** [TEL-123] Both screens say who is on the line, and how. */
  #consulting(agent: AgentId, call: CallId): void {
    const consultation = this.#consultation(agent, call);
    const asked = consultation?.role === 'asked' && consultation.stage !== 'ringing';
    this.#change(agent, call, asked ? { state: 'talking', consultation } : { consultation });
  }

  /** [SUP-2] A call that was taken over comes to a desk that was offered nothing. */
  #connected(agent: AgentId, call: CallId): void {
    if (this.#shown.get(agent)?.id !== call) this.#shown.set(agent, this.#offered(agent, call));
    const supervised = supervisedAs(this.#deps.exchange(), call);
    const now = this.#deps.now();
    this.#change(agent, call, {
      state: 'talking',
      connectedAt: now,
      supervised,
      consultation: null,
      hoax: this.#hoax(agent, call),
    });
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
    // [STE-23] A call that is over stays on the screen for as long as the wrap-up lasts, and its donor no longer.
    const isOver = state.kind === 'away' && this.#shown.get(agent)?.state === 'ended';
    if (state.kind === 'free' || isOver) this.#shown.delete(agent);
    this.#tell(agent, { kind: 'status', status: statusOf(state) });
  }

  #tell(agent: AgentId, event: DeskEvent): void {
    this.#deps.toDesk(agent, event);
  }
}

const WITHDRAWN = {
  'caller-gone': 'caller-gone',
  missed: 'missed',
  'agent-away': 'away',
  'taken-back': 'taken-back',
} as const;

function endedBy(by: Extract<ExchangeEffect, { kind: 'ended' }>['by']): DeskCall['endedBy'] {
  if (by === 'taken-over') return 'supervisor';
  if (by === 'not-answered') return 'not-answered';
  if (by === 'handed-over') return 'handed-over';
  return by === 'caller' || by === 'agent' ? by : 'line';
}

/** Somebody whom the floor does not know has just sat down, or has just left. */
export function statusOf(state: AgentState | undefined): AgentStatus {
  if (state === undefined) return { kind: 'away', because: 'new' };
  switch (state.kind) {
    case 'away':
      return { kind: 'away', because: state.because };
    case 'wrapping-up':
      return { kind: 'wrapping-up', until: state.until, latest: state.latest };
    case 'free':
    case 'offered':
    case 'talking':
      return { kind: state.kind };
    case 'asked':
      return { kind: 'offered' };
    case 'consulted':
      return { kind: 'talking' };
    default:
      return unreachable(state);
  }
}
