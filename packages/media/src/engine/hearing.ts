/** Who hears whom in one conversation: the one table that bridging, joining, consulting and monitoring come down to. */
import type { MonitorMode } from '../port.ts';

export interface Conversation<Party> {
  /** One caller, two who are joined, or none where two agents consult. */
  readonly callers: readonly Party[];
  readonly agents: readonly Party[];
  readonly supervisors: ReadonlyMap<Party, MonitorMode>;
}

export const partiesOf = <Party>({ callers, agents, supervisors }: Conversation<Party>): readonly Party[] => [
  ...callers,
  ...agents,
  ...supervisors.keys(),
];

/**
 * | hears ↓ | caller | agent | listens | whispers | barges in |
 * |---|---|---|---|---|---|
 * | caller | the other | yes | no | no | yes |
 * | agent | yes | the other | no | yes | yes |
 * | supervisor | yes | yes | no | the others | the others |
 */
export function voicesFor<Party>(
  listener: Party,
  { callers, agents, supervisors }: Conversation<Party>,
): readonly Party[] {
  const isCaller = callers.includes(listener);
  const speaking = [...supervisors].flatMap(([supervisor, mode]) =>
    mode === 'barge' || (mode === 'whisper' && !isCaller) ? [supervisor] : [],
  );
  return [...callers, ...agents, ...speaking].filter((speaker) => speaker !== listener);
}
