import { LIMITS as FLOOR } from '@pledgeline/acd';
import type { Evening } from './evening.ts';

/** [SIM-14] What one evening may be. */
export const LIMITS = {
  openMsMax: 86_400_000,
  callersMax: 10_000_000,
  seatsMax: FLOOR.agentsMax,
} as const;

export type EveningFault = 'TOO_LONG' | 'TOO_MANY_CALLERS' | 'TOO_MANY_SEATS';

/** What makes this evening more than can be played. */
export function eveningFaults({ openMs, arrivals, seats }: Evening): readonly EveningFault[] {
  const { perHour, onAir } = arrivals;
  const callers = onAir.reduce((sum, { calls }) => sum + calls, (perHour * openMs) / 3_600_000);
  const seated = seats.reduce((sum, { count }) => sum + count, 0);
  const faults: [boolean, EveningFault][] = [
    [openMs > LIMITS.openMsMax, 'TOO_LONG'],
    [callers > LIMITS.callersMax, 'TOO_MANY_CALLERS'],
    [seated > LIMITS.seatsMax, 'TOO_MANY_SEATS'],
  ];
  return faults.flatMap(([holds, fault]) => (holds ? [fault] : []));
}
