import {
  LIMITS,
  LocalDate,
  LocalTime,
  ShowTitle,
  type ShowLineFault,
  type ShowMoment,
} from '@pledgeline/contract';
import { failed, ok, type Result } from '@pledgeline/core';
import { parse } from 'csv-parse/sync';

/** How headers name a column in French and English files, without accents, case or signs. */
const NAMES = {
  date: ['date', 'jour', 'day'],
  time: ['heure', 'horaire', 'time', 'hour'],
  title: ['titre', 'sequence', 'sujet', 'intitule', 'title', 'item', 'segment'],
  seconds: ['duree', 'dureesecondes', 'secondes', 'secondesalantenne', 'seconds', 'secondsonair', 'duration'],
} as const;
type Column = keyof typeof NAMES;
const COLUMNS = Object.keys(NAMES) as Column[];

/** What a moment lasts for which the file names no duration. */
const SECONDS = 30;

export interface ShowFile {
  readonly moments: readonly ShowMoment[];
  readonly refused: readonly { readonly line: number; readonly why: ShowLineFault }[];
}

/** [RUN-2] Reads a run of show: one line is one moment; a bad one is named and costs no other. */
export function readShowFile(csv: string): Result<ShowFile, 'SHOW_HEADER'> {
  const [header = '', ...lines] = csv.replace(/^\ufeff/, '').split(/\r\n|\r|\n/);
  const delimiter = commonest(header);
  const order = (cellsOf(header, delimiter) ?? []).map(columnNamed);
  const named = order.filter((column) => column !== null);
  const isShow = (['date', 'time', 'title'] as const).every((column) => named.includes(column));
  if (!isShow || new Set(named).size !== named.length) return failed('SHOW_HEADER');
  const moments = new Map<string, ShowMoment>();
  const refused: { line: number; why: ShowLineFault }[] = [];
  for (const [index, text] of lines.entries()) {
    if (text.trim() === '') continue;
    const read = momentOf(cellsOf(text, delimiter), order);
    const minute = read.ok ? `${read.value.date} ${read.value.time}` : '';
    if (!read.ok) refused.push({ line: index + 2, why: read.failure });
    else if (moments.has(minute)) refused.push({ line: index + 2, why: 'SAME_MOMENT' });
    else moments.set(minute, read.value);
  }
  return ok({ moments: [...moments.values()], refused });
}

function momentOf(
  cells: readonly string[] | null,
  order: readonly (Column | null)[],
): Result<ShowMoment, ShowLineFault> {
  if (cells === null || cells.length !== order.length) return failed('CELLS');
  const cell = (column: Column): string => cells[order.indexOf(column)]?.trim() ?? '';
  const date = LocalDate.safeParse(dateIn(cell('date')));
  if (!date.success) return failed('DATE');
  const time = LocalTime.safeParse(timeIn(cell('time')));
  if (!time.success) return failed('TIME');
  const title = ShowTitle.safeParse(cell('title'));
  if (!title.success)
    return failed(
      title.error.issues.some(({ message }) => message === 'CARD_NUMBER') ? 'CARD_NUMBER' : 'TITLE',
    );
  const seconds = cell('seconds') === '' ? SECONDS : secondsIn(cell('seconds'));
  if (seconds === null) return failed('SECONDS');
  return ok({ date: date.data, time: time.data, title: title.data, seconds });
}

const two = (digits: string | undefined): string => (digits ?? '').padStart(2, '0');

/** `2026-12-04`, or as France writes it: `04/12/2026`, `4.12.2026`. */
function dateIn(text: string): string {
  const french = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(text);
  return french === null ? text : `${french[3]}-${two(french[2])}-${two(french[1])}`;
}

/** `21:05`, `21h05`, `21 h 05`, `21h`, `9:05`, and the seconds that a spreadsheet adds where they are none. */
function timeIn(text: string): string {
  const read = /^(\d{1,2})\s?[h:]\s?(\d{2})?(?::00)?$/i.exec(text);
  return read === null ? text : `${two(read[1])}:${two(read[2])}`;
}

/** `45`, `45 s`, `1:30`. */
function secondsIn(text: string): number | null {
  const read = /^(?:(\d{1,2}):(\d{2})|(\d{1,4})\s?s?)$/.exec(text);
  if (read === null) return null;
  const seconds = read[3] === undefined ? Number(read[1]) * 60 + Number(read[2]) : Number(read[3]);
  return seconds >= 1 && seconds <= LIMITS.onAirSecondsMax ? seconds : null;
}

function cellsOf(text: string, delimiter: string): readonly string[] | null {
  if (!text.includes('"')) return text.split(delimiter);
  try {
    const [record] = parse(text, { delimiter, relax_column_count: true });
    return record ?? null;
  } catch {
    return null;
  }
}

function commonest(header: string): string {
  const count = (sign: string): number => header.split(sign).length;
  return [';', ',', '\t'].toSorted((one, other) => count(other) - count(one))[0] ?? ';';
}

function columnNamed(cell: string): Column | null {
  const plain = cell
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '');
  return COLUMNS.find((column) => (NAMES[column] as readonly string[]).includes(plain)) ?? null;
}
