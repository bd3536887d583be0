import { failed, ok, type Result } from '@pledgeline/core';
import type { Evening, Goal } from '@pledgeline/simulator';
import { parseArgs } from 'node:util';

export interface Wanted {
  readonly evening: Evening;
  /** One for each night. */
  readonly seeds: readonly number[];
  readonly goal: Goal | null;
  /** What an answered call brings on average, in euros; null: not asked. */
  readonly pledgeEuros: number | null;
  readonly json: boolean;
}

interface Option {
  readonly value: string;
  readonly preset: string;
  readonly meaning: string;
}

/** The evening that the line was made for: fifteen positions, 68 seconds a call, an hour between nine and midnight. */
const OPTIONS = {
  seats: { value: 'N or SITE:N', preset: '15', meaning: 'positions; once for each site' },
  hours: { value: 'H', preset: '3', meaning: 'how long the line is open' },
  calls: { value: 'N', preset: '400', meaning: 'calls an hour, without any moment on air' },
  'on-air': {
    value: 'MINUTE:N',
    preset: '',
    meaning: 'the number is shown in that minute, and brings N calls; once for each moment',
  },
  'half-life': { value: 'S', preset: '90', meaning: 'half of those calls come within so many seconds' },
  talk: { value: 'S', preset: '68', meaning: 'mean talk' },
  'wrap-up': { value: 'S', preset: '12', meaning: 'wrap-up after each call' },
  patience: { value: 'S', preset: '60', meaning: 'mean patience; 0: nobody gives up' },
  'no-show': { value: 'PERCENT', preset: '0', meaning: 'of the volunteers who are expected and do not come' },
  bound: { value: 'S', preset: '10', meaning: 'nobody should wait longer' },
  keypad: {
    value: 'PERCENT',
    preset: '30',
    meaning: 'of those who are offered the keypad after the bound, promise by it',
  },
  callback: { value: 'PERCENT', preset: '10', meaning: 'of those, ask to be called back' },
  pledge: {
    value: 'EUROS',
    preset: '',
    meaning: 'what an answered call brings on average: shows what is lost',
  },
  nights: { value: 'N', preset: '21', meaning: 'how often the evening is played' },
  seed: { value: 'N', preset: '1', meaning: 'of the first night; the same seed, the same nights' },
  answered: { value: 'PERCENT', preset: '', meaning: 'how many seats answer so many within the bound?' },
  'gave-up': { value: 'PERCENT', preset: '', meaning: 'how many seats lose no more than so many?' },
} as const satisfies Readonly<Record<string, Option>>;
type Name = keyof typeof OPTIONS;
const NAMES = Object.keys(OPTIONS) as Name[];

export const USAGE: readonly string[] = [
  'npx pledgeline evening [OPTION …]',
  ...NAMES.map((name) => {
    const { value, preset, meaning } = OPTIONS[name];
    const without = preset === '' ? '' : ` (without it: ${preset})`;
    return `  ${`--${name} ${value}`.padEnd(24)}  ${meaning}${without}`;
  }),
  `  ${'--json'.padEnd(24)}  every figure of every night, for a program`,
];

export const NIGHTS_MAX = 1_000;
const PICK_UP_MS = 300;
/** From the number on the screen until the first telephone rings. */
const DIAL_MS = 8_000;
const OFFER_MS = 5_000;
/** The choice, an amount, its repetition and a yes. */
const KEYING_MS = 25_000;
const WAITING_MAX = 5_000;
/** Talks are less alike than chance alone would have them look, and more than exponential ones. */
const TALK_CV = 0.6;

/** Reads what was typed; says of each option that cannot be what it should be. */
export function readEvening(args: readonly string[]): Result<Wanted, readonly string[]> {
  const texts = textsOf(args);
  if (texts === null) return failed(['One of these is no option of "evening", or lacks its value.']);
  const faults: string[] = [];
  const number = (name: Name, least: number, most = Number.MAX_SAFE_INTEGER): number => {
    const value = Number(texts.get(name)?.at(-1) ?? OPTIONS[name].preset);
    if (!(value >= least && value <= most)) faults.push(`--${name} is a number from ${least} to ${most}.`);
    return value;
  };
  const ms = (name: Name, least: number): number => Math.round(number(name, least, 3_600) * 1_000);
  const openMs = Math.round(number('hours', 0.1, 24) * 3_600_000);
  const noShowShare = number('no-show', 0, 100) / 100;
  const seats = pairs(texts.get('seats') ?? [OPTIONS.seats.preset]).map(([site, count]) => {
    if (!Number.isSafeInteger(count))
      faults.push('--seats is a number, or a site and a number: --seats Caen:300.');
    return { site, count, fromMs: 0, untilMs: Infinity, noShowShare };
  });
  const halfLifeMs = ms('half-life', 1);
  const onAir = pairs(texts.get('on-air') ?? []).map(([minute, calls]) => {
    const atMs = minute === '' ? Number.NaN : Math.round(Number(minute) * 60_000);
    if (!(atMs >= 0 && calls >= 0))
      faults.push('--on-air is a minute and a number of calls: --on-air 20:600.');
    return { atMs, calls, halfLifeMs, dialMs: DIAL_MS };
  });
  const patienceMs = ms('patience', 0);
  const boundMs = ms('bound', 0);
  const evening: Evening = {
    openMs,
    arrivals: { perHour: number('calls', 0), onAir },
    talk: { kind: 'log-normal', meanMs: ms('talk', 1), cv: TALK_CV },
    patience: patienceMs === 0 ? null : { kind: 'exponential', meanMs: patienceMs },
    seats,
    pickUpMs: PICK_UP_MS,
    boundMs,
    choices: {
      keypadShare: number('keypad', 0, 100) / 100,
      callbackShare: number('callback', 0, 100) / 100,
      keyingMs: KEYING_MS,
    },
    rules: {
      offerMs: OFFER_MS,
      wrapUpMs: ms('wrap-up', 0),
      // The evening that is planned knows how long a wrap-up takes, not what is typed in it.
      wrapUpMaxMs: 0,
      waitingMax: WAITING_MAX,
      overflowMs: 0,
      sites: [],
      choiceMs: boundMs,
    },
  };
  const first = number('seed', 0);
  const nights = Math.trunc(number('nights', 1, NIGHTS_MAX));
  const percent = (name: Name): number | null => (texts.has(name) ? number(name, 0, 100) / 100 : null);
  const [least, most] = [percent('answered'), percent('gave-up')];
  if (least !== null && most !== null) faults.push('One goal at a time: --answered or --gave-up.');
  const pledgeEuros = texts.has('pledge') ? number('pledge', 0) : null;
  if (faults.length > 0) return failed(faults);
  return ok({
    evening,
    seeds: Array.from({ length: nights }, (_, night) => first + night),
    goal: goalOf(least, most),
    pledgeEuros,
    json: texts.has('json'),
  });
}

function textsOf(args: readonly string[]): ReadonlyMap<string, readonly string[]> | null {
  const options = Object.fromEntries(
    NAMES.map((name) => [name, { type: 'string', multiple: true } as const]),
  );
  try {
    const { values } = parseArgs({ args: [...args], options: { ...options, json: { type: 'boolean' } } });
    return new Map(
      Object.entries(values).map(([name, value]) => [name, Array.isArray(value) ? value.map(String) : []]),
    );
  } catch {
    return null;
  }
}

/** `Caen:300`, or `15` alone. */
export const pairs = (texts: readonly string[]): [string, number][] =>
  texts.map((text) => {
    const mark = text.lastIndexOf(':');
    const digits = text.slice(mark + 1).trim();
    return [text.slice(0, Math.max(0, mark)), digits === '' ? Number.NaN : Number(digits)];
  });

function goalOf(least: number | null, most: number | null): Goal | null {
  if (least !== null) return { kind: 'service-level', least };
  return most === null ? null : { kind: 'gave-up', most };
}
