import type { Instant } from '@pledgeline/core';
import { z } from 'zod';

/** A day as people name it, somewhere: `2026-12-04`. */
export const LocalDate = z.iso.date().refine((text) => /^20\d\d-/.test(text), 'a day of this century');
/** What a clock on the wall shows: `21:00`. */
export const LocalTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
export const TimeZone = z.string().max(64).refine(isTimeZone, 'an IANA time zone, such as Europe/Paris');

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Further than any zone is from UTC and any change of its clocks goes: on either side of one there is one offset. */
const BEYOND_MS = 36 * 60 * MINUTE_MS;

/** Milliseconds since 1970, counted on the clocks of a place and not of UTC. */
export type LocalMs = number & { readonly __unit: 'local-ms' };

export function localMs(date: string, time: string): LocalMs {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return (daysSince1970(year, month, day) * DAY_MS + (hours * 60 + minutes) * MINUTE_MS) as LocalMs;
}

export const nextDay = (local: LocalMs): LocalMs => (local + DAY_MS) as LocalMs;

/**
 * The moment at which the clocks of `zone` come to `local`. In spring there are times that no clock shows: then it is
 * the moment at which the clocks are put on. In autumn there are times that they show twice: `which` says which is meant.
 */
export function momentOf(local: LocalMs, zone: string, which: 'first' | 'last'): Instant {
  const before = offsetAt(local - BEYOND_MS, zone);
  const after = offsetAt(local + BEYOND_MS, zone);
  const shown = [local - before, local - after].filter((moment) => moment + offsetAt(moment, zone) === local);
  if (shown.length > 0) return (which === 'first' ? Math.min(...shown) : Math.max(...shown)) as Instant;
  return changeBetween({ early: local - after, late: local - before, zone });
}

/** What the clocks of `zone` show then. */
export function readingOf(moment: number, zone: string): { readonly date: string; readonly time: string } {
  const { year, month, day, hour, minute } = partsAt(moment, zone);
  return { date: `${year}-${two(month)}-${two(day)}`, time: `${two(hour)}:${two(minute)}` };
}

/** By how much the clocks of `zone` are ahead of UTC. */
function offsetAt(moment: number, zone: string): number {
  const { year, month, day, hour, minute, second } = partsAt(moment, zone);
  const shown = daysSince1970(year, month, day) * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1_000;
  return shown - Math.floor(moment / 1_000) * 1_000;
}

/** The moment, in between the two, at which the clocks are changed. */
function changeBetween(span: {
  readonly early: number;
  readonly late: number;
  readonly zone: string;
}): Instant {
  const { zone } = span;
  const old = offsetAt(span.early, zone);
  let [early, late] = [span.early, span.late];
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (offsetAt(middle, zone) === old) early = middle;
    else late = middle;
  }
  return late as Instant;
}

interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

function partsAt(moment: number, zone: string): Parts {
  const shown = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
  for (const { type, value } of clockOf(zone).formatToParts(moment))
    if (type in shown) shown[type as keyof Parts] = Number(value);
  return shown;
}

/** Making one takes longer than asking it. As many as there are zones, for no other name has one. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  clocks.set(zone, clock);
  return clock;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}

const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334] as const;
const leapDaysUpTo = (year: number): number =>
  Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);

function daysSince1970(year: number, month: number, day: number): number {
  // The leap day of a year counts from March on.
  const leapDays = leapDaysUpTo(month > 2 ? year : year - 1) - leapDaysUpTo(1969);
  return 365 * (year - 1970) + leapDays + (DAYS_BEFORE_MONTH[month - 1] ?? 0) + day - 1;
}

const two = (part: number): string => String(part).padStart(2, '0');
