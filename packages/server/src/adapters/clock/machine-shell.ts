import type { Instant, Step } from '@pledgeline/core';
import { Alarm } from './alarm.ts';
import type { Clock } from './clock.ts';

export interface Machine<State, Input, Effect> {
  readonly state: State;
  readonly step: (state: State, input: Input, now: Instant) => Step<State, Effect>;
  readonly wakeAt: (state: State) => Instant | null;
  /** The input that tells the machine the time. */
  readonly tick: Input;
  readonly perform: (effect: Effect) => void;
  /** Called with every input before the machine takes it: what is to survive a crash is written here. */
  readonly before?: (input: Input, now: Instant) => void;
  /** A bug in the machine or in what performs its effects. It costs that one input, not the line: thousands of calls go on. */
  readonly fault: (error: unknown, input: Input) => void;
}

/** The one place where a pure machine meets real time: set the state, do the effects in order, arm one timer. */
export class MachineShell<State, Input, Effect> {
  #state: State;
  readonly #inbox: Input[] = [];
  readonly #machine: Machine<State, Input, Effect>;
  readonly #clock: Clock;
  readonly #alarm: Alarm;

  constructor(machine: Machine<State, Input, Effect>, clock: Clock) {
    this.#state = machine.state;
    this.#machine = machine;
    this.#clock = clock;
    this.#alarm = new Alarm(clock, () => this.feed(machine.tick));
    this.#alarm.set(machine.wakeAt(this.#state));
  }

  get state(): State {
    return this.#state;
  }

  /** Inputs that an effect causes wait their turn, so that the timer is armed for the state that is. */
  feed(input: Input): void {
    this.#inbox.push(input);
    if (this.#inbox.length > 1) return;
    for (let next = this.#inbox[0]; next !== undefined; next = this.#inbox[0]) {
      try {
        this.#take(next);
      } catch (error) {
        this.#machine.fault(error, next);
      }
      this.#inbox.shift();
    }
    this.#alarm.set(this.#machine.wakeAt(this.#state));
  }

  stop(): void {
    this.#alarm.clear();
  }

  #take(input: Input): void {
    const now = this.#clock();
    this.#machine.before?.(input, now);
    const { state, effects } = this.#machine.step(this.#state, input, now);
    this.#state = state;
    for (const effect of effects) this.#machine.perform(effect);
  }
}
