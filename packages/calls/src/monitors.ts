import type { FloorEffect } from '@pledgeline/acd';
import type { AgentId, CallId, PhoneLegId } from '@pledgeline/core';
import type { Monitor, MonitorMode } from './call.ts';
import type { Exchange } from './exchange.ts';
import type { Turn } from './turn.ts';

/** [CAL-26] The one way in which a monitor ends. */
export function endMonitor({ exchange, effects }: Turn, agent: AgentId): void {
  const monitor = exchange.monitors.get(agent);
  if (monitor === undefined) return;
  exchange.monitors.delete(agent);
  effects.push({ kind: 'unmonitor', agent, call: monitor.call });
  if (monitor.phone !== null) effects.push({ kind: 'hang-up-phone', agent, leg: monitor.phone.leg });
}

/** [CAL-61] The one who hears at this phone; null: it is not for listening that it was rung. */
export function monitorAt({ monitors }: Exchange, leg: PhoneLegId): readonly [AgentId, Monitor] | null {
  return [...monitors].find(([, { phone }]) => phone?.leg === leg) ?? null;
}

/** The call is over, and nothing is left to be heard. */
export function endMonitorsOf(turn: Turn, call: CallId): void {
  for (const [agent] of monitorsOf(turn.exchange, call)) endMonitor(turn, agent);
}

/** [CAL-66] Who may hear one site alone is off a call before an agent of another one is heard on it. */
export function endMonitorsElsewhere(turn: Turn, call: CallId, agent: AgentId): void {
  const site = turn.exchange.floor.profiles.get(agent)?.site;
  for (const [listener, { only }] of monitorsOf(turn.exchange, call))
    if (only !== undefined && only !== site) endMonitor(turn, listener);
}

/** Whoever is ready, lost, gone, or stood down for another reason, listens no more. */
export function noLongerListening(
  turn: Turn,
  effect: FloorEffect & { readonly kind: 'agent-changed' | 'agent-gone' },
): void {
  const listens =
    effect.kind === 'agent-changed' && effect.state.kind === 'away' && effect.state.because === 'listening';
  if (!listens) endMonitor(turn, effect.agent);
}

/** In the order of the names, so that two exchanges that are equal say the same. */
const monitorsOf = ({ monitors }: Exchange, call: CallId): (readonly [AgentId, Monitor])[] =>
  [...monitors].filter(([, monitor]) => monitor.call === call).toSorted(([a], [b]) => (a < b ? -1 : 1));

/** Who hears the call beside the two who are connected on it: supervisors, and the third of a talk of three. */
export function othersOn(exchange: Exchange, call: CallId): number {
  const place = exchange.calls.get(call)?.place;
  const third = place?.kind === 'talking' && place.consultation?.stage === 'together' ? 1 : 0;
  return monitorsOf(exchange, call).length + third;
}

const LOUDNESS = { listen: 0, whisper: 1, barge: 2 } as const satisfies Record<MonitorMode, number>;

/** [CAL-29] How much of a supervisor there is on a call: the loudest of them; null: nobody is on the line. */
export function supervisedAs(exchange: Exchange, call: CallId): MonitorMode | null {
  const modes = monitorsOf(exchange, call).map(([, { mode }]) => mode);
  return modes.toSorted((a, b) => LOUDNESS[b] - LOUDNESS[a])[0] ?? null;
}
