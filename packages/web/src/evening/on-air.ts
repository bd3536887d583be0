import { lineStateAt, type Evening, type OnAir } from '@pledgeline/contract';
import { duration } from '../floor/duration.ts';

/** How long before a moment desks begin to count. */
const COUNTED_MS = 30 * 60_000;
/** From here on a break would be missed. */
const UNWISE_MS = 60_000;

export type AirState =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'soon' | 'minute'; readonly moment: OnAir; readonly inMs: number }
  | { readonly kind: 'now'; readonly moment: OnAir };

/** What there is to say of the moments on air: the one that is on, else the next, if it is near. */
export function airAt(evening: Evening | undefined, now: number): AirState {
  // What is shown while the line is closed brings no calls.
  const moments = (evening?.onAir ?? []).filter(({ at }) => isOpenAt(evening, at));
  const on = moments.findLast(({ at, seconds }) => at <= now && now < at + seconds * 1_000);
  if (on !== undefined) return { kind: 'now', moment: on };
  const next = moments.find(({ at }) => at > now);
  if (next === undefined || next.at - now > COUNTED_MS) return { kind: 'nothing' };
  const inMs = next.at - now;
  return { kind: inMs <= UNWISE_MS ? 'minute' : 'soon', moment: next, inMs };
}

const isOpenAt = (evening: Evening | undefined, moment: number): boolean =>
  evening !== undefined && lineStateAt(evening, moment).kind === 'open';

/** [WEB-102] The moment because of which nobody should take a break now; null: there is none. */
export function breakAgainst(
  evening: Evening | undefined,
  now: number,
): (AirState & { readonly moment: OnAir }) | null {
  const state = airAt(evening, now);
  return state.kind === 'minute' || state.kind === 'now' ? state : null;
}

/** `2:30`, and 0:00 in the very moment. */
export const countdown = (ms: number): string => duration(0, Math.ceil(ms / 1_000) * 1_000);
