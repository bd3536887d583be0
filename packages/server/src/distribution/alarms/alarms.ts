import type { AlarmKind, FloorAlarm } from '@pledgeline/contract';
import type { Instant } from '@pledgeline/core';

/** What alarms are about, as it is at one moment. */
export interface AlarmSight {
  readonly waiting: number;
  /** Null: nobody waits. */
  readonly longestWaitMs: number | null;
  /** Agents who have a call, wrap one up, or could have one. */
  readonly atWork: number;
  readonly boundMs: number;
  readonly trunksDown: readonly string[];
  readonly mediaAway: boolean;
}

interface Watched {
  readonly kind: AlarmKind;
  readonly of: string;
  /** Since when it has been so without a break; null: it is not so now. */
  readonly holdsSince: Instant | null;
  /** When it was last so. */
  readonly lastHeld: Instant;
  /** Null: it has not been so for long enough to alarm anybody. */
  readonly began: Instant | null;
}

/** What is watched, and when conversations broke off. */
export interface Alarms {
  readonly watched: readonly Watched[];
  readonly dropped: readonly Instant[];
}

export type AlarmEffect =
  | { readonly kind: 'began'; readonly alarm: FloorAlarm }
  | { readonly kind: 'ended'; readonly alarm: FloorAlarm; readonly lastedMs: number };

/** [ALM-2] How long something must be so before it is an alarm: what passes by itself alarms nobody. */
const AFTER_MS: Readonly<Record<AlarmKind, number>> = {
  'nobody-ready': 3_000,
  'long-wait': 0,
  'trunk-down': 5_000,
  'calls-dropped': 0,
  'media-away': 1_000,
};
/** [ALM-3] How long it must not be so before the alarm ends: one that comes and goes is one alarm. */
const QUIET_MS = 10_000;
/** [ALM-4] So many conversations broken off within so long are no chance. */
const DROPPED = { count: 3, withinMs: 120_000 } as const;

export const noAlarms = (): Alarms => ({ watched: [], dropped: [] });

/** A conversation has broken off, and neither of the two ended it. */
export const callDropped = ({ watched, dropped }: Alarms, now: Instant): Alarms => ({
  watched,
  dropped: [...dropped.filter((at) => now - at < DROPPED.withinMs), now].slice(-DROPPED.count),
});

/** Looks at the floor; asked about twice a second. */
export function look(
  { watched, dropped }: Alarms,
  sight: AlarmSight,
  now: Instant,
): { readonly state: Alarms; readonly effects: readonly AlarmEffect[] } {
  const recent = dropped.filter((at) => now - at < DROPPED.withinMs);
  const holding = holdingNow(sight, recent.length >= DROPPED.count);
  const known = new Set(watched.map(nameOf));
  const fresh = holding.filter((one) => !known.has(nameOf(one)));
  const isHolding = new Set(holding.map(nameOf));
  const effects: AlarmEffect[] = [];
  const next: Watched[] = [];
  for (const one of watched) {
    const holds = isHolding.has(nameOf(one));
    if (holds) next.push(began({ ...one, holdsSince: one.holdsSince ?? now, lastHeld: now }, now, effects));
    else if (one.began === null) continue;
    else if (now - one.lastHeld < QUIET_MS) next.push({ ...one, holdsSince: null });
    else effects.push({ kind: 'ended', alarm: alarmOf(one, one.began), lastedMs: now - one.began });
  }
  for (const one of fresh)
    next.push(began({ ...one, holdsSince: now, lastHeld: now, began: null }, now, effects));
  return { state: { watched: next, dropped: recent }, effects };
}

/** [ALM-1] The oldest first. */
export const alarmsOn = ({ watched }: Alarms): readonly FloorAlarm[] =>
  watched
    .flatMap((one) => (one.began === null ? [] : [alarmOf(one, one.began)]))
    .toSorted((a, b) => a.since - b.since);

function began(one: Watched, now: Instant, effects: AlarmEffect[]): Watched {
  const { holdsSince } = one;
  if (one.began !== null || holdsSince === null || now - holdsSince < AFTER_MS[one.kind]) return one;
  effects.push({ kind: 'began', alarm: alarmOf(one, now) });
  return { ...one, began: now };
}

function holdingNow(sight: AlarmSight, isDropping: boolean): readonly Pick<Watched, 'kind' | 'of'>[] {
  const { waiting, longestWaitMs, atWork, boundMs, trunksDown, mediaAway } = sight;
  const floor: readonly (readonly [AlarmKind, boolean])[] = [
    ['nobody-ready', waiting > 0 && atWork === 0],
    ['long-wait', longestWaitMs !== null && longestWaitMs > boundMs],
    ['calls-dropped', isDropping],
    ['media-away', mediaAway],
  ];
  return [
    ...floor.flatMap(([kind, holds]) => (holds ? [{ kind, of: '' }] : [])),
    ...trunksDown.map((of) => ({ kind: 'trunk-down' as const, of })),
  ];
}

const nameOf = ({ kind, of }: Pick<Watched, 'kind' | 'of'>): string => `${kind} ${of}`;
const alarmOf = ({ kind, of }: Watched, since: Instant): FloorAlarm => ({ kind, of, since });
