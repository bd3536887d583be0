import type { TurnAway } from './floor.ts';
import { decide, type Row } from './row.ts';

export type Admission = 'admit' | TurnAway;
export interface AdmissionFacts {
  /** The line takes calls now. */
  readonly open: boolean;
  /** Somebody is free to take the call at once. */
  readonly free: boolean;
  /** As many calls wait as may. */
  readonly full: boolean;
}

/** [ACD-2] A withheld number is no column: it is served like any other. */
export const ADMISSION: readonly Row<AdmissionFacts, Admission>[] = [
  // A closed line rings nobody, free or not: whoever is on the floor is finishing the evening.
  { id: 'ADM-A', when: { open: 'no', free: 'any', full: 'any' }, outcome: 'line-closed' },
  // Somebody free takes it at once, so the length of the line says nothing (a line of no places is always "full").
  { id: 'ADM-B', when: { open: 'yes', free: 'yes', full: 'any' }, outcome: 'admit' },
  { id: 'ADM-C', when: { open: 'yes', free: 'no', full: 'no' }, outcome: 'admit' },
  // Nobody is served by a wait without an end: the engaged tone says at once that ringing again later is better.
  { id: 'ADM-D', when: { open: 'yes', free: 'no', full: 'yes' }, outcome: 'line-full' },
];

export const admission = (facts: AdmissionFacts): Admission => decide(ADMISSION, facts);
