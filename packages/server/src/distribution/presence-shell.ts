import type { Clock } from '../adapters/clock/clock.ts';
import { MachineShell } from '../adapters/clock/machine-shell.ts';
import type { Telephony } from '../telephony/telephony.ts';
import { Parked } from './parked.ts';
import {
  nobodyLost,
  step,
  wakeAt,
  type Presence,
  type PresenceEffect,
  type PresenceInput,
} from './presence.ts';

export interface PresenceShell {
  tell(input: Exclude<PresenceInput, { kind: 'clock' }>): void;
  stop(): void;
}

/** Stands down the agents whose screens stay away. */
export function watchPresence(
  telephony: Pick<Telephony, 'exchange' | 'feed'>,
  clock: Clock,
  fault: (error: unknown) => void,
): PresenceShell {
  const parked = new Parked(telephony);
  const shell = new MachineShell<Presence, PresenceInput, PresenceEffect>(
    {
      state: nobodyLost(),
      step,
      wakeAt,
      tick: { kind: 'clock' },
      fault,
      perform: ({ kind, agent }) => (kind === 'desk-lost' ? parked.lost(agent) : parked.back(agent)),
    },
    clock,
  );
  return { tell: (input) => shell.feed(input), stop: () => shell.stop() };
}
