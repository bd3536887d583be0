import {
  MomentQueue,
  restore as restoreFloor,
  snapshot as snapshotFloor,
  type FloorSnapshot,
} from '@pledgeline/acd';
import { failed, ok, type AgentId, type CallId, type Instant, type Result } from '@pledgeline/core';
import type { Announced } from './announced-call.ts';
import type { Call, Monitor } from './call.ts';
import type { Exchange, ExchangeRules } from './exchange.ts';
import { keep } from './turn.ts';

/** Raised whenever the shape changes: a text of another version is refused, not guessed at. */
const VERSION = 11;

interface ExchangeSnapshot {
  readonly version: typeof VERSION;
  readonly rules: ExchangeRules;
  readonly floor: FloorSnapshot;
  readonly calls: readonly Call[];
  readonly lines: readonly AgentId[];
  readonly phones: readonly AgentId[];
  readonly monitors: readonly (Monitor & { readonly agent: AgentId })[];
  readonly phoneLegs: number;
  readonly mediaBackBy: Instant | null;
  readonly interrupted: readonly AgentId[];
  readonly releasing: readonly { readonly call: CallId; readonly by: Instant }[];
  readonly announced: readonly Announced[];
}

/** All of the exchange as JSON text: equal exchanges give equal texts. */
export function snapshot(exchange: Exchange): string {
  const { rules, floor, calls, lines, phones, monitors, phoneLegs } = exchange;
  const { mediaBackBy, interrupted, releasing, announced } = exchange;
  return JSON.stringify({
    version: VERSION,
    rules,
    floor: snapshotFloor(floor),
    calls: [...calls.values()].toSorted((a, b) => (a.call < b.call ? -1 : 1)),
    lines: [...lines].toSorted(),
    phones: [...phones].toSorted(),
    monitors: [...monitors]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([agent, monitor]) => ({ agent, ...monitor })),
    phoneLegs,
    mediaBackBy,
    interrupted: [...interrupted].toSorted(),
    releasing: releasing.entries().map(({ id, at }) => ({ call: id, by: at })),
    announced: [...announced.values()].toSorted((a, b) => (a.call.call < b.call.call ? -1 : 1)),
  } satisfies ExchangeSnapshot);
}

/**
 * The exchange that the text was taken of: it goes on exactly as that one would have. What is inside a text of our
 * version is trusted, for it is our own; that it came whole from the disk is for its keeper to see to.
 */
export function restore(json: string): Result<Exchange, 'UNKNOWN_SNAPSHOT'> {
  const from = read(json);
  if (!isSnapshot(from)) return failed('UNKNOWN_SNAPSHOT');
  const exchange: Exchange = {
    rules: from.rules,
    floor: restoreFloor(from.floor),
    calls: new Map(),
    lines: new Set(from.lines),
    phones: new Set(from.phones),
    monitors: new Map(from.monitors.map(({ agent, ...monitor }) => [agent, monitor])),
    phoneLegs: from.phoneLegs,
    mediaBackBy: from.mediaBackBy,
    interrupted: new Set(from.interrupted),
    due: new MomentQueue(),
    releasing: new MomentQueue(),
    announced: new Map(from.announced.map((announced) => [announced.call.call, announced])),
  };
  for (const call of from.calls) keep(exchange, call.call, call);
  for (const { call, by } of from.releasing) exchange.releasing.put(call, by);
  return ok(exchange);
}

function read(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

const isSnapshot = (value: unknown): value is ExchangeSnapshot =>
  typeof value === 'object' && value !== null && 'version' in value && value.version === VERSION;
