import type { FloorRules } from '@pledgeline/acd';
import type { Spread } from './spread.ts';

/** What an evening is expected to be. Moments are milliseconds from its beginning. */
export interface Evening {
  /** How long the line is open. */
  readonly openMs: number;
  readonly arrivals: Arrivals;
  readonly talk: Spread;
  /** How long somebody waits before he gives up; null: nobody ever does. */
  readonly patience: Spread | null;
  readonly seats: readonly Seats[];
  /** From the offer until the caller is heard: the desk picks up by itself. */
  readonly pickUpMs: number;
  /** Nobody should wait longer: what the service level counts. */
  readonly boundMs: number;
  readonly rules: FloorRules;
  /** What callers do who are told what else there is (`rules.choiceMs`); null: all of them wait on. */
  readonly choices: Choices | null;
}

/** Shares of those who are told, from 0 to 1; the others wait on. */
export interface Choices {
  readonly keypadShare: number;
  readonly callbackShare: number;
  /** Until a pledge is keyed in, heard back and confirmed. */
  readonly keyingMs: number;
}

export interface Arrivals {
  /** Calls that come without any moment on air. */
  readonly perHour: number;
  /** When the number is on air, and what it brings. */
  readonly onAir: readonly {
    readonly atMs: number;
    /** Expected in all. */
    readonly calls: number;
    /** Half of them have rung by then, counted from the first that could. */
    readonly halfLifeMs: number;
    /** Nobody dials faster. */
    readonly dialMs: number;
  }[];
}

/** The seats of one site, from one hour to another. */
export interface Seats {
  readonly site: string;
  readonly count: number;
  readonly fromMs: number;
  readonly untilMs: number;
  /** Of those who are expected, from 0 to 1. */
  readonly noShowShare: number;
}
