import { localMs, momentOf, type KeptMoment, type KeptOpening } from '@pledgeline/contract';
import type { Instant } from '@pledgeline/core';

interface OpeningRow {
  readonly id: string;
  readonly day: string;
  readonly opens: string;
  readonly closes: string;
}

/** Checked by the contract on its way in. */
export const openingOf = ({ id, day, opens, closes }: OpeningRow): KeptOpening => ({
  id,
  date: day,
  from: opens,
  until: closes,
});

interface MomentRow {
  readonly id: string;
  readonly day: string;
  readonly time: string;
  readonly title: string;
  readonly seconds: number;
}

export const momentIn = (
  zone: string,
  { id, day, time, title, seconds }: MomentRow,
): Omit<KeptMoment, 'calls'> => ({
  id,
  date: day,
  time,
  title,
  seconds,
  at: onAirAt(zone, day, time),
});

/** Of a time that clocks show twice the first one is meant. */
const onAirAt = (zone: string, day: string, time: string): Instant =>
  momentOf(localMs(day, time), zone, 'first');
