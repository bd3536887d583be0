import { LocalDate } from '@pledgeline/contract';
import { failed, ok, type Result } from '@pledgeline/core';
import { parseArgs } from 'node:util';
import { NIGHTS_MAX, pairs } from './evening-options.ts';

export interface ReplayWanted {
  /** null: the last one that there was. */
  readonly day: string | null;
  /** null: those that were taken. */
  readonly seats: readonly { readonly site: string; readonly count: number }[] | null;
  /** null: the campaign's. */
  readonly boundMs: number | null;
  readonly seeds: readonly number[];
  readonly json: boolean;
}

export const REPLAY_USAGE: readonly string[] = [
  'npx pledgeline replay [OPTION …]',
  '  --day YYYY-MM-DD          the day on which the night began (without it: the last night with calls)',
  '  --seats N or SITE:N       positions; once for each site (without it: as they were taken)',
  '  --bound S                 nobody should wait longer (without it: what the campaign promises, or 10)',
  '  --nights N                how often the night is played (without it: 21)',
  '  --seed N                  of the first time; the same seed, the same nights (without it: 1)',
  '  --json                    every figure, for a program',
];

const NIGHTS = 21;
const BOUND_S_MAX = 3_600;

/** Reads what was typed; says of each option that cannot be what it should be. */
export function readReplay(args: readonly string[]): Result<ReplayWanted, readonly string[]> {
  const values = valuesOf(args);
  if (values === null) return failed(['One of these is no option of "replay", or lacks its value.']);
  const faults: string[] = [];
  const number = (name: string, text: string, least: number, most: number): number => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (!(value >= least && value <= most)) faults.push(`--${name} is a number from ${least} to ${most}.`);
    return value;
  };
  const { day = null, bound, nights = String(NIGHTS), seed = '1' } = values;
  if (day !== null && !LocalDate.safeParse(day).success)
    faults.push('--day is a day of this century, such as 2026-12-04.');
  const seats = values.seats === undefined ? null : pairs(values.seats);
  if (seats?.some(([, count]) => !Number.isSafeInteger(count) || count < 0) === true)
    faults.push('--seats is a number, or a site and a number: --seats Caen:300.');
  const boundMs = bound === undefined ? null : Math.round(number('bound', bound, 0, BOUND_S_MAX) * 1_000);
  const count = Math.trunc(number('nights', nights, 1, NIGHTS_MAX));
  const first = number('seed', seed, 0, Number.MAX_SAFE_INTEGER);
  if (faults.length > 0) return failed(faults);
  return ok({
    day,
    seats: seats?.map(([site, of]) => ({ site, count: of })) ?? null,
    boundMs,
    seeds: Array.from({ length: count }, (_, night) => first + night),
    json: values.json === true,
  });
}

function valuesOf(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const seats = { type: 'string', multiple: true } as const;
  const options = {
    day: text,
    seats,
    bound: text,
    nights: text,
    seed: text,
    json: { type: 'boolean' },
  } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch {
    return null;
  }
}
