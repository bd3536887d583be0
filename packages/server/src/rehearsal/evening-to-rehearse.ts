import { spansOf, type Show } from '@pledgeline/contract';
import type { RehearsalOf } from './run.ts';

const HOUR_MS = 3_600_000;
/** Where no hours are known: as long as an evening is. */
const EVENING_MS = 3 * HOUR_MS;

/**
 * [RHS-10] The evening that comes next, or is on: its hours, and its moments on air. Without hours it lasts from its
 * first moment to the last; without either, it is any evening.
 */
export function eveningToRehearse(
  { zone, openings, moments }: Pick<Show, 'zone' | 'openings' | 'moments'>,
  now: number,
): Pick<RehearsalOf, 'span' | 'onAir'> {
  const spans = spansOf({ zone, openings });
  const span = spans.find(({ until }) => until > now) ?? spans.at(-1);
  const ats = moments.map(({ at }) => at);
  if (span !== undefined) return { span, onAir: ats.filter((at) => at >= span.from && at < span.until) };
  const first = ats.find((at) => at + HOUR_MS > now);
  if (first === undefined) return { span: { from: now, until: now + EVENING_MS }, onAir: [] };
  const around = ats.filter((at) => at >= first && at < first + EVENING_MS);
  return { span: { from: first, until: (around.at(-1) ?? first) + HOUR_MS }, onAir: around };
}
