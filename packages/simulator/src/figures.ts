import { assert } from '@pledgeline/core';

/** One minute of the night, counted from its beginning. */
export interface Minute {
  rang: number;
  gaveUp: number;
  /** The most at any moment of the minute. */
  waitingMax: number;
  talkingMax: number;
}

/** [SIM-8] What became of a night. Shares run from 0 to 1; of a night on which nobody rang, they are 0. */
export interface NightFigures {
  readonly rang: number;
  readonly answered: number;
  readonly gaveUp: number;
  readonly turnedAway: number;
  /** Promised by keypad, with nobody. */
  readonly byKeypad: number;
  /** Of the answered: who asked to be called back, and was. */
  readonly calledBack: number;
  /** Of all who rang, those who were answered within the bound. */
  readonly serviceLevel: number;
  readonly gaveUpShare: number;
  /** Of all who rang, those who were not answered at once. */
  readonly waitedShare: number;
  /** Of all who rang, those who waited longer than the bound, and so would be offered the keypad. */
  readonly beyondBoundShare: number;
  readonly asaMs: number;
  readonly waitP90Ms: number;
  readonly waitMaxMs: number;
  /** Talk and wrap-up. */
  readonly handledMs: number;
  readonly occupancy: number;
  readonly minutes: readonly Minute[];
}

/** Notes what happens while it happens, and who is where after each step. */
export class Tally {
  readonly #boundMs: number;
  readonly #waits: number[] = [];
  readonly #minutes: Minute[] = [];
  #answered = 0;
  #gaveUp = 0;
  #turnedAway = 0;
  #byKeypad = 0;
  #calledBack = 0;
  #withinBound = 0;
  #beyondBound = 0;
  #waited = 0;
  #waitOfAnsweredMs = 0;
  #waiting = 0;
  #talking = 0;

  constructor(boundMs: number) {
    this.#boundMs = boundMs;
  }

  rang(at: number): void {
    this.#minute(at).rang += 1;
  }

  turnedAway(): void {
    this.#turnedAway += 1;
    this.#waits.push(0);
  }

  answered(waitedMs: number): void {
    this.#answered += 1;
    this.#waitOfAnsweredMs += waitedMs;
    if (waitedMs <= this.#boundMs) this.#withinBound += 1;
    this.#waitOver(waitedMs);
  }

  /** Somebody waited on without a telephone at his ear: how long is nobody's wait. */
  calledBack(): void {
    this.#answered += 1;
    this.#calledBack += 1;
  }

  byKeypad(waitedMs: number): void {
    this.#byKeypad += 1;
    this.#waitOver(waitedMs);
  }

  gaveUp(at: number, waitedMs: number): void {
    this.#gaveUp += 1;
    this.#waitOver(waitedMs);
    this.#minute(at).gaveUp += 1;
  }

  /** [SIM-9] */
  look(at: number, waiting: number, talking: number): void {
    const minute = this.#minute(at);
    [this.#waiting, this.#talking] = [waiting, talking];
    minute.waitingMax = Math.max(minute.waitingMax, waiting);
    minute.talkingMax = Math.max(minute.talkingMax, talking);
  }

  figures({ busyMs, seatedMs }: { readonly busyMs: number; readonly seatedMs: number }): NightFigures {
    const rang = this.#answered + this.#gaveUp + this.#turnedAway + this.#byKeypad;
    const share = (part: number, of = rang): number => (of === 0 ? 0 : part / of);
    const waits = Float64Array.from(this.#waits).toSorted();
    return {
      rang,
      answered: this.#answered,
      gaveUp: this.#gaveUp,
      turnedAway: this.#turnedAway,
      byKeypad: this.#byKeypad,
      calledBack: this.#calledBack,
      serviceLevel: share(this.#withinBound),
      gaveUpShare: share(this.#gaveUp),
      waitedShare: share(this.#waited),
      beyondBoundShare: share(this.#beyondBound),
      asaMs: share(this.#waitOfAnsweredMs, this.#answered - this.#calledBack),
      waitP90Ms: waits[Math.max(0, Math.ceil(0.9 * waits.length) - 1)] ?? 0,
      waitMaxMs: waits.at(-1) ?? 0,
      handledMs: share(busyMs, this.#answered),
      occupancy: share(busyMs, seatedMs),
      minutes: this.#minutes,
    };
  }

  #waitOver(waitedMs: number): void {
    this.#waits.push(waitedMs);
    if (waitedMs > 0) this.#waited += 1;
    if (waitedMs > this.#boundMs) this.#beyondBound += 1;
  }

  /** A minute begins with whoever waits and talks already. */
  #minute(at: number): Minute {
    const index = Math.floor(at / 60_000);
    const [waitingMax, talkingMax] = [this.#waiting, this.#talking];
    while (this.#minutes.length <= index) this.#minutes.push({ rang: 0, gaveUp: 0, waitingMax, talkingMax });
    const minute = this.#minutes[index];
    assert(minute !== undefined, 'the minute was just made');
    return minute;
  }
}
