import type { AgentId } from '@pledgeline/core';
import type { Clock } from '../adapters/clock/clock.ts';
import { MachineShell } from '../adapters/clock/machine-shell.ts';
import type { Telephony } from '../telephony/telephony.ts';
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
  const shell = new MachineShell<Presence, PresenceInput, PresenceEffect>(
    {
      state: nobodyLost(),
      step,
      wakeAt,
      tick: { kind: 'clock' },
      fault,
      perform: ({ agent }) => standDown(telephony, agent),
    },
    clock,
  );
  return { tell: (input) => shell.feed(input), stop: () => shell.stop() };
}

/** A conversation goes on without its screen; after it there is no desk for the next one. */
function standDown(telephony: Pick<Telephony, 'exchange' | 'feed'>, agent: AgentId): void {
  const kind = telephony.exchange().floor.agents.get(agent)?.kind;
  const talking = kind === 'talking' || kind === 'consulted';
  telephony.feed({ kind: 'agent-away', agent, because: talking ? 'chosen' : 'desk-lost' });
}
