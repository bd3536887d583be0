import {
  erlangA,
  erlangC,
  type Evening,
  type Goal,
  type Minute,
  type NightFigures,
} from '@pledgeline/simulator';
import type { Wanted } from './evening-options.ts';

/** What a person reads of the nights that were played: the middle one, and between which figures eight in ten lie. */
export function reportLines(
  { evening, pledgeEuros, seeds }: Wanted,
  nights: readonly NightFigures[],
): string[] {
  const seats = evening.seats.reduce((sum, { count }) => sum + count, 0);
  const rows = tableRows(pledgeEuros === null ? ROWS : [...ROWS, lost(pledgeEuros)], nights);
  const middle = nights.toSorted((a, b) => a.serviceLevel - b.serviceLevel)[nights.length >> 1];
  return [
    `${seats} seats, ${evening.openMs / 3_600_000} h, played ${nights.length} times (seeds ${seeds[0]} to ${seeds.at(-1)})`,
    '',
    `  ${''.padEnd(34)}${['1 in 10', 'middle', '9 in 10'].map((head) => head.padStart(11)).join('')}`,
    ...rows,
    '',
    ...theoryLines(evening, seats),
    '',
    ...curve('Calls a minute', middle, ({ rang }) => rang),
    ...curve('Waiting', middle, ({ waitingMax }) => waitingMax),
    ...curve('Gave up', middle, ({ gaveUp }) => gaveUp),
  ];
}

export function foundLines(goal: Goal, seats: number | null): string[] {
  const aim =
    goal.kind === 'gave-up'
      ? `no more than ${percent(goal.most)} give up`
      : `${percent(goal.least)} are answered within the bound`;
  return [
    '',
    seats === null ? `No number of seats is enough that ${aim}.` : `${seats} seats are enough that ${aim}.`,
  ];
}

/** Every figure of the nights that were played, beside that of one that was. */
export const figureRows = (nights: readonly NightFigures[], was: NightFigures): string[] =>
  tableRows(ROWS, nights, was);

const tableRows = (rows: readonly Row[], nights: readonly NightFigures[], was?: NightFigures): string[] =>
  rows.map(({ name, figure }) => {
    const figures = nights.map(figure);
    const shown = [
      ...(was === undefined ? [] : [figure(was)[0]]),
      ...spread(figures.map(([value]) => value)),
    ].map((value) => write(value, figures[0]?.[1] ?? '').padStart(11));
    return `  ${name.padEnd(34)}${shown.join('')}`;
  });

type Unit = '' | '%' | 's' | '€';
interface Row {
  readonly name: string;
  readonly figure: (night: NightFigures) => readonly [number, Unit];
}

const ROWS: readonly Row[] = [
  { name: 'calls', figure: (night) => [night.rang, ''] },
  { name: 'answered within the bound', figure: (night) => [night.serviceLevel, '%'] },
  { name: 'waited beyond the bound', figure: (night) => [night.beyondBoundShare, '%'] },
  { name: 'promised by keypad', figure: (night) => [shareOf(night.byKeypad, night.rang), '%'] },
  { name: 'called back', figure: (night) => [shareOf(night.calledBack, night.rang), '%'] },
  { name: 'gave up', figure: (night) => [night.gaveUpShare, '%'] },
  { name: 'mean wait of the answered (ASA)', figure: (night) => [night.asaMs, 's'] },
  { name: 'nine in ten wait no longer than', figure: (night) => [night.waitP90Ms, 's'] },
  { name: 'longest wait', figure: (night) => [night.waitMaxMs, 's'] },
  { name: 'talk and wrap-up (AHT)', figure: (night) => [night.handledMs, 's'] },
  { name: 'seats busy (occupancy)', figure: (night) => [night.occupancy, '%'] },
];

const shareOf = (part: number, of: number): number => (of === 0 ? 0 : part / of);

const lost = (euros: number): Row => ({
  name: 'pledges lost',
  figure: (night) => [(night.gaveUp + night.turnedAway) * euros, '€'],
});

function spread(figures: readonly number[]): readonly number[] {
  const sorted = figures.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return [at(0.1), at(0.5), at(0.9)];
}

function write(value: number, unit: Unit): string {
  if (unit === '%') return percent(value);
  if (unit === 's') return `${(value / 1_000).toFixed(1)} s`;
  return unit === '€' ? `${Math.round(value)} €` : String(Math.round(value));
}

export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** Theory knows no surges: beside it stands what an even evening with as many calls would be. */
function theoryLines({ arrivals, openMs, talk, rules, patience }: Evening, agents: number): string[] {
  const all = arrivals.onAir.reduce((sum, { calls }) => sum + calls, (arrivals.perHour * openMs) / 3_600_000);
  const callsPerHour = (all * 3_600_000) / openMs;
  if (agents === 0 || callsPerHour === 0) return ['Theory needs seats and calls.'];
  const steady = { agents, callsPerHour, handleMs: talk.meanMs + rules.wrapUpMs };
  const c = erlangC(steady);
  const lines = [
    `In theory, with ${Math.round(callsPerHour)} calls an hour that come evenly:`,
    c === null
      ? '  Erlang C: more is offered than the seats carry; the line would grow for ever'
      : `  Erlang C: ${percent(c.waitShare)} wait, ${write(c.waitMs, 's')} on average`,
  ];
  if (patience === null) return lines;
  const a = erlangA({ ...steady, patienceMs: patience.meanMs });
  return [...lines, `  Erlang A: ${percent(a.waitShare)} wait, ${percent(a.gaveUpShare)} give up`];
}

const BLOCKS = '▁▂▃▄▅▆▇█';
const COLUMNS = 72;

/** One line of blocks over the night, the highest of each column's minutes. */
export function curve(
  name: string,
  night: NightFigures | undefined,
  of: (minute: Minute) => number,
): string[] {
  const values = (night?.minutes ?? []).map(of);
  const most = Math.max(...values, 0);
  const width = Math.ceil(values.length / COLUMNS) || 1;
  const columns = Array.from({ length: Math.ceil(values.length / width) }, (_, at) =>
    Math.max(...values.slice(at * width, (at + 1) * width)),
  );
  const drawn = columns.map((value) =>
    value === 0 ? ' ' : BLOCKS[Math.min(BLOCKS.length - 1, Math.floor((value / most) * BLOCKS.length))],
  );
  return [`  ${name.padEnd(15)}|${drawn.join('')}| at most ${most}`];
}
