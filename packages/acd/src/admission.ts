import { assert } from '@pledgeline/core';
import type { TurnAway } from './floor.ts';

type Cell = 'yes' | 'no' | 'any';
export type Admission = 'admit' | TurnAway;
export interface AdmissionFacts {
  /** The line takes calls now. */
  readonly open: boolean;
  /** Somebody is free to take the call at once. */
  readonly free: boolean;
  /** As many calls wait as may. */
  readonly full: boolean;
}
interface Row extends Readonly<Record<keyof AdmissionFacts, Cell>> {
  readonly id: string;
  readonly outcome: Admission;
}

/** [ACD-2] A withheld number is no column: it is served like any other. */
export const ADMISSION: readonly Row[] = [
  // A closed line rings nobody, free or not: whoever is on the floor is finishing the evening.
  { id: 'ADM-A', open: 'no', free: 'any', full: 'any', outcome: 'line-closed' },
  // Somebody free takes it at once, so the length of the line says nothing (a line of no places is always "full").
  { id: 'ADM-B', open: 'yes', free: 'yes', full: 'any', outcome: 'admit' },
  { id: 'ADM-C', open: 'yes', free: 'no', full: 'no', outcome: 'admit' },
  // Nobody is served by a wait without an end: the engaged tone says at once that ringing again later is better.
  { id: 'ADM-D', open: 'yes', free: 'no', full: 'yes', outcome: 'line-full' },
];

export function admission(facts: AdmissionFacts): Admission {
  const rows = ADMISSION.filter((row) => fits(row, facts));
  const row = rows[0];
  assert(rows.length === 1 && row !== undefined, 'exactly one admission row fits');
  return row.outcome;
}

const fits = (row: Row, facts: AdmissionFacts): boolean =>
  agrees(row.open, facts.open) && agrees(row.free, facts.free) && agrees(row.full, facts.full);

const agrees = (cell: Cell, fact: boolean): boolean => cell === 'any' || (cell === 'yes') === fact;
