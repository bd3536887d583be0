import {
  emptyFloor,
  MomentQueue,
  step,
  wakeAt,
  type AgentState,
  type CallNeeds,
  type Floor,
  type FloorEffect,
  type FloorInput,
} from '@pledgeline/acd';
import { assert, unreachable, type AgentId, type CallId, type Instant } from '@pledgeline/core';
import type { Caller } from './callers.ts';
import type { Evening } from './evening.ts';
import { Tally, type NightFigures } from './figures.ts';
import type { Shift } from './shifts.ts';

/** Every agent may take every call. */
const ANYTHING: CallNeeds = { skills: [], site: null };

/** A caller who is on the line. */
interface Live {
  readonly caller: Caller;
  /** null: waits. */
  had: { readonly agent: AgentId; readonly sinceMs: number; readonly by: 'offer' | 'talk' } | null;
  /** What he has chosen in place of waiting; null: nothing so far. */
  chose: { readonly what: 'keypad' | 'callback'; readonly atMs: number } | null;
}

/** Since when an agent is at the seat, and has something to do. */
interface AtSeat {
  readonly sinceMs: number;
  busySinceMs: number | null;
}

/** A night under way: the floor of the live line, and the people around it, who are played. */
export class Night {
  readonly #evening: Evening;
  readonly #floor: Floor;
  readonly #tally: Tally;
  readonly #live = new Map<CallId, Live>();
  /** When somebody gives up, is picked up, or has said all: one moment for each caller. */
  readonly #agenda = new MomentQueue<CallId>();
  readonly #seats = new Map<AgentId, AtSeat>();
  #talking = 0;
  #busyMs = 0;
  #seatedMs = 0;
  #lastMs = 0;

  constructor(evening: Evening) {
    this.#evening = evening;
    this.#floor = emptyFloor(evening.rules);
    this.#tally = new Tally(evening.boundMs);
  }

  /** When something happens here next; Infinity: nothing does. */
  dueAt(): number {
    return Math.min(this.#agenda.first()?.at ?? Infinity, wakeAt(this.#floor) ?? Infinity);
  }

  /** Nobody is on the line. */
  isOver(): boolean {
    return this.#live.size === 0;
  }

  letDueHappen(at: number): void {
    const first = this.#agenda.first();
    if (first === null || first.at > at) return this.#tell({ kind: 'clock' }, at);
    this.#agenda.remove(first.id);
    this.#goOn(first.id, at);
  }

  ring(number: number, caller: Caller): void {
    const call = `c${number}` as CallId;
    this.#live.set(call, { caller, had: null, chose: null });
    this.#tally.rang(caller.arrivesAtMs);
    this.#tell({ kind: 'call-arrived', call, open: true, needs: ANYTHING }, caller.arrivesAtMs);
  }

  shift({ kind, agent, site, atMs }: Shift): void {
    if (kind === 'goes') return this.#tell({ kind: 'agent-away', agent, because: 'chosen' }, atMs);
    this.#seats.set(agent, { sinceMs: atMs, busySinceMs: null });
    this.#tell({ kind: 'agent-came', agent, profile: { site, skills: [] } }, atMs);
    this.#tell({ kind: 'agent-ready', agent }, atMs);
  }

  /** Nothing is due any more: whoever still waits is served by nobody and hears that the line has closed. */
  end(): NightFigures {
    for (const { caller } of this.#live.values())
      this.#tally.gaveUp(this.#lastMs, this.#lastMs - caller.arrivesAtMs);
    for (const agent of this.#seats.keys()) this.#getsUp(agent, this.#lastMs);
    return this.#tally.figures({ busyMs: this.#busyMs, seatedMs: this.#seatedMs });
  }

  /** What this caller's moment has come for. */
  #goOn(call: CallId, at: number): void {
    const live = this.#live.get(call);
    assert(live !== undefined, 'whoever is on the agenda is on the line');
    if (live.had?.by === 'offer') return this.#tell({ kind: 'picked-up', agent: live.had.agent, call }, at);
    this.#live.delete(call);
    if (live.chose?.what === 'keypad') this.#tally.byKeypad(live.chose.atMs - live.caller.arrivesAtMs);
    else if (live.had === null) this.#tally.gaveUp(at, at - live.caller.arrivesAtMs);
    else this.#talking -= 1;
    this.#tell({ kind: 'call-gone', call }, at);
  }

  #tell(input: FloorInput, at: number): void {
    this.#lastMs = at;
    for (const effect of step(this.#floor, input, at as Instant).effects) this.#happens(effect, at);
    this.#tally.look(at, this.#floor.waiting.size, this.#talking);
  }

  #happens(effect: FloorEffect, at: number): void {
    switch (effect.kind) {
      case 'admitted':
        return this.#waits(effect.call);
      case 'choice-due':
        return this.#chooses(effect.call, at);
      case 'turn-away':
        this.#live.delete(effect.call);
        return this.#tally.turnedAway();
      case 'offer':
        return this.#offered(effect.call, effect.agent, at);
      case 'connect':
        return this.#connected(effect.call, at);
      case 'withdraw':
      case 'gave-back':
        return this.#waits(effect.call);
      case 'agent-changed':
        return this.#changed(effect.agent, effect.state, at);
      case 'agent-gone':
      case 'agent-refused':
      case 'handed-over':
      case 'passed-on':
        return;
      default:
        return unreachable(effect);
    }
  }

  /** [SIM-6] */
  #waits(call: CallId): void {
    const live = this.#live.get(call);
    if (live === undefined) return;
    live.had = null;
    const { arrivesAtMs, patienceMs } = live.caller;
    if (patienceMs === Infinity || live.chose !== null) this.#agenda.remove(call);
    else this.#agenda.put(call, (arrivesAtMs + patienceMs) as Instant);
  }

  /** [SIM-15] */
  #chooses(call: CallId, at: number): void {
    const live = this.#live.get(call);
    const keyingMs = this.#evening.choices?.keyingMs ?? 0;
    if (live === undefined || live.caller.choice === 'wait') return;
    live.chose = { what: live.caller.choice, atMs: at };
    if (live.chose.what === 'callback') return this.#waits(call);
    this.#agenda.put(call, (at + keyingMs) as Instant);
    this.#tell({ kind: 'set-aside', call, until: null }, at);
  }

  #offered(call: CallId, agent: AgentId, at: number): void {
    const live = this.#live.get(call);
    assert(live !== undefined, 'the floor offers calls that are on the line');
    live.had = { agent, sinceMs: at, by: 'offer' };
    this.#agenda.put(call, (at + this.#evening.pickUpMs) as Instant);
  }

  #connected(call: CallId, at: number): void {
    const live = this.#live.get(call);
    assert(live !== undefined && live.had !== null, 'the floor connects what it has offered');
    if (live.chose === null) this.#tally.answered(live.had.sinceMs - live.caller.arrivesAtMs);
    else this.#tally.calledBack();
    live.had = { ...live.had, by: 'talk' };
    this.#talking += 1;
    this.#agenda.put(call, (at + live.caller.talkMs) as Instant);
  }

  #changed(agent: AgentId, state: AgentState, at: number): void {
    const seat = this.#seats.get(agent);
    if (seat === undefined) return;
    const busy = state.kind === 'offered' || state.kind === 'talking' || state.kind === 'wrapping-up';
    // The floor frees whose wrap-up is over from its end, not from when the clock came by.
    if (!busy && seat.busySinceMs !== null) {
      this.#busyMs += at - seat.busySinceMs;
      seat.busySinceMs = null;
    }
    if (busy) seat.busySinceMs ??= at;
    if (state.kind === 'away' && state.because === 'chosen') this.#getsUp(agent, at);
  }

  #getsUp(agent: AgentId, at: number): void {
    const seat = this.#seats.get(agent);
    if (seat === undefined) return;
    this.#seats.delete(agent);
    this.#seatedMs += at - seat.sinceMs;
    if (seat.busySinceMs !== null) this.#busyMs += at - seat.busySinceMs;
  }
}
