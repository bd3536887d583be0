import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  isOpenAt,
  localMs,
  LocalDate,
  momentOf,
  nextOpening,
  Opening,
  readingOf,
  spansOf,
  TimeZone,
  type OpeningHours,
} from '../src/index.ts';

const utc = (text: string): number => Date.parse(`${text}Z`);
const hours = (zone: string, ...openings: [date: string, from: string, until: string][]): OpeningHours => ({
  zone,
  openings: openings.map(([date, from, until]) => ({ date, from, until })),
});
const spans = (of: OpeningHours): string[] =>
  spansOf(of).map(({ from, until }) =>
    [from, until].map((moment) => new Date(moment).toISOString().slice(5, 16)).join(' to '),
  );

test('[HRS-1] a time of the campaign is a moment by its zone, summer and winter', () => {
  const evenings = hours('Europe/Paris', ['2026-12-04', '21:00', '24:00'], ['2026-07-05', '11:00', '21:00']);
  deepEqual(spans(evenings), ['07-05T09:00 to 07-05T19:00', '12-04T20:00 to 12-04T23:00']);
  deepEqual(spans(hours('America/New_York', ['2026-12-31', '22:00', '02:00'])), [
    '01-01T03:00 to 01-01T07:00',
  ]);
  deepEqual(spans(hours('Asia/Kathmandu', ['2028-02-29', '23:30', '24:00'])), ['02-29T17:45 to 02-29T18:15']);
});

test('[HRS-2] the night of 28 to 29 March 2026: a time that no clock shows is the moment of the change', () => {
  const night = (from: string, until: string) =>
    spans(hours('Europe/Paris', ['2026-03-28', '21:00', until], ['2026-03-29', from, '12:00']));
  // Clocks go from 02:00 to 03:00 at 01:00 UTC.
  deepEqual(night('10:00', '02:30'), ['03-28T20:00 to 03-29T01:00', '03-29T08:00 to 03-29T10:00']);
  deepEqual(night('02:30', '24:00'), ['03-28T20:00 to 03-28T23:00', '03-29T01:00 to 03-29T10:00']);
  deepEqual(spans(hours('Europe/Paris', ['2026-03-29', '02:10', '02:50'])), []);
});

test('[HRS-2] the night of 24 to 25 October 2026: of a time that clocks show twice, open from the first to the last', () => {
  // Clocks go from 03:00 back to 02:00 at 01:00 UTC.
  deepEqual(spans(hours('Europe/Paris', ['2026-10-24', '21:00', '02:30'])), ['10-24T19:00 to 10-25T01:30']);
  deepEqual(spans(hours('Europe/Paris', ['2026-10-25', '02:30', '04:00'])), ['10-25T00:30 to 10-25T03:00']);
});

test('[HRS-3] openings that overlap or meet are one; without any the line is open whenever its campaign is', () => {
  const day = hours(
    'Europe/Paris',
    ['2026-12-05', '14:00', '21:00'],
    ['2026-12-05', '11:00', '14:00'],
    ['2026-12-05', '12:00', '13:00'],
  );
  deepEqual(spans(day), ['12-05T10:00 to 12-05T20:00']);
  equal(isOpenAt(hours('Europe/Paris'), 0), true);
  equal(nextOpening(hours('Europe/Paris'), 0), null);
});

test('[HRS-4] the next opening is the first that is still to come', () => {
  const two = hours('Europe/Paris', ['2026-12-04', '21:00', '24:00'], ['2026-12-05', '21:00', '24:00']);
  equal(nextOpening(two, utc('2026-12-04T12:00')), utc('2026-12-04T20:00'));
  equal(nextOpening(two, utc('2026-12-04T20:00')), utc('2026-12-05T20:00'));
  equal(nextOpening(two, utc('2026-12-05T20:00')), null);
});

test('[HRS-5] what is no day, time or zone, or opens for no time, is refused', () => {
  for (const date of ['2026-02-29', '2026-13-01', '26-12-04', '1999-12-04', ''])
    equal(LocalDate.safeParse(date).success, false, date);
  equal(Opening.safeParse({ date: '2026-12-04', from: '21:00', until: '21:00' }).success, false);
  for (const time of ['24:00', '9:00', '21:60', '21h00'])
    equal(Opening.safeParse({ date: '2026-12-04', from: time, until: '23:00' }).success, false, time);
  deepEqual(
    ['Europe/Paris', 'Mars/Olympus', ''].map((zone) => TimeZone.safeParse(zone).success),
    [true, false, false],
  );
});

/** Weeks in which these zones change their clocks, by an hour, by half an hour, and not at all. */
const WEEKS = [
  ['Europe/Paris', '2026-03-25'],
  ['Europe/Paris', '2026-10-21'],
  ['Australia/Lord_Howe', '2026-04-01'],
  ['America/St_Johns', '2026-03-04'],
  ['Asia/Kolkata', '2026-03-25'],
] as const;
const MINUTE = 60_000;

test('[HRS-1][HRS-2] every minute of a week: open from the first to the last moment at which a clock shows the hours', () => {
  const minuteOfDay = fc.nat(24 * 60 - 1);
  const clock = (minute: number): string =>
    `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  const week = (start: string) => {
    const from = utc(`${start}T00:00`);
    return Array.from({ length: 7 * 24 * 60 }, (_, index) => from + index * MINUTE);
  };
  for (const [zone, start] of WEEKS) {
    const shown = week(start).map((moment) => ({ moment, ...readingOf(moment, zone) }));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), minuteOfDay, minuteOfDay, (day, from, until) => {
        if (from === until) return;
        const date = readingOf(utc(`${start}T12:00`) + day * 24 * 60 * MINUTE, zone).date;
        const next = readingOf(utc(`${start}T12:00`) + (day + 1) * 24 * 60 * MINUTE, zone).date;
        const opens = `${date} ${clock(from)}`;
        const closes = `${from < until ? date : next} ${clock(until)}`;
        const inside = shown.filter(({ date: d, time: t }) => opens <= `${d} ${t}` && `${d} ${t}` < closes);
        const [first, last] = [inside.at(0)?.moment ?? Infinity, inside.at(-1)?.moment ?? -Infinity];
        const span = spansOf(hours(zone, [date, clock(from), clock(until)]));
        for (const { moment } of shown)
          equal(
            span.some((one) => one.from <= moment && moment < one.until),
            first <= moment && moment <= last,
            `${zone} ${opens} to ${closes} at ${new Date(moment).toISOString()}`,
          );
      }),
      { numRuns: 25 },
    );
  }
});

test('[HRS-1] what a clock shows is read back as the same moment, wherever it shows it once', () => {
  const somewhere = fc.constantFrom('Europe/Paris', 'America/St_Johns', 'Pacific/Apia', 'UTC');
  fc.assert(
    fc.property(
      fc.integer({ min: utc('2001-01-01T00:00'), max: utc('2099-01-01T00:00') }),
      somewhere,
      (ms, zone) => {
        const moment = Math.floor(ms / MINUTE) * MINUTE;
        const { date, time } = readingOf(moment, zone);
        const [first, last] = [
          momentOf(localMs(date, time), zone, 'first'),
          momentOf(localMs(date, time), zone, 'last'),
        ];
        ok(first === moment || last === moment, `${zone} ${date} ${time}`);
      },
    ),
    { numRuns: 300 },
  );
});
