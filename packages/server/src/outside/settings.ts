import type { OutsideSettings } from '@pledgeline/calls';
import { OUTSIDE_LIMITS } from '@pledgeline/contract';

/** What holds for every campaign. */
export const SETTINGS: OutsideSettings = {
  callsMax: OUTSIDE_LIMITS.machineCallsMax,
  firstWordMs: 1_000 * OUTSIDE_LIMITS.firstWordSeconds,
  ringMs: 1_000 * OUTSIDE_LIMITS.ringSeconds,
  attemptsMax: OUTSIDE_LIMITS.attemptsMax,
};
