import { failed, ok, type Result } from '@pledgeline/core';
import { parse } from 'csv-parse/sync';
import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';
import { readColumns, type Columns } from './directory-columns.ts';
import { addRows, beginEdition, dropEdition, makeActive, whileImporting } from './directory-edition.ts';
import { linesOf, type Bytes, type Line } from './directory-lines.ts';
import { readRow, type Cells, type DirectoryRow, type LineFault } from './directory-row.ts';

export interface ImportDirectory {
  readonly db: Kysely<Tables>;
  readonly source: Bytes;
  /** What this edition is called: the file's name. */
  readonly name: string;
  /** Told after each batch, with the rows taken so far. */
  readonly onProgress?: (rows: number) => void;
}

export interface RefusedLine {
  readonly line: number;
  readonly why: LineFault;
}

export interface Imported {
  readonly rows: number;
  /** The first thousand of them. */
  readonly refused: readonly RefusedLine[];
  readonly refusedCount: number;
}

export type ImportFault =
  /** The first line names no telephone number and no name. */
  | { readonly kind: 'WRONG_HEADER' }
  | { readonly kind: 'NO_GOOD_LINE'; readonly refused: readonly RefusedLine[]; readonly refusedCount: number }
  /** Not to be unpacked, or cut off in the middle. */
  | { readonly kind: 'NOT_READABLE' }
  /** Another import is on. */
  | { readonly kind: 'ALREADY_RUNNING' };

const REFUSED_LISTED_MAX = 1_000;
const BATCH_ROWS = 2_000;

/**
 * Takes a directory file as a new edition. Look-ups go on in the former one and change over in one stroke at the end, when
 * at least one line was good; otherwise nothing has changed.
 */
export async function importDirectory(wanted: ImportDirectory): Promise<Result<Imported, ImportFault>> {
  return whileImporting(wanted.db, async (db) => {
    const edition = randomUUID();
    await beginEdition(db, { id: edition, name: wanted.name });
    const loaded = await load(db, edition, wanted).catch((error: unknown) => {
      if (isUnreadable(error)) return failed<ImportFault>({ kind: 'NOT_READABLE' });
      throw error;
    });
    if (loaded.ok) await makeActive(db, { id: edition, rows: loaded.value.rows });
    else await dropEdition(db, edition);
    return loaded;
  });
}

async function load(
  db: Kysely<Tables>,
  edition: string,
  wanted: ImportDirectory,
): Promise<Result<Imported, ImportFault>> {
  const tally = new Tally();
  let columns: Columns | null = null;
  let batch: DirectoryRow[] = [];
  const flush = async (): Promise<void> => {
    await addRows(db, edition, batch);
    tally.rows += batch.length;
    batch = [];
    wanted.onProgress?.(tally.rows);
  };
  for await (const block of linesOf(wanted.source)) {
    let lines = block;
    if (columns === null) {
      const [header, ...others] = block;
      const read = readColumns(header?.text ?? '');
      if (!read.ok) return failed({ kind: 'WRONG_HEADER' });
      columns = read.value;
      lines = others;
    }
    for (const row of goodRows(lines, columns, tally)) {
      batch.push(row);
      // Waiting for the database before reading on is what keeps a file of any size out of memory.
      if (batch.length >= BATCH_ROWS) await flush();
    }
  }
  if (columns === null) return failed({ kind: 'WRONG_HEADER' });
  await flush();
  const { rows, refused, refusedCount } = tally;
  return rows > 0
    ? ok({ rows, refused, refusedCount })
    : failed({ kind: 'NO_GOOD_LINE', refused, refusedCount });
}

class Tally {
  rows = 0;
  readonly refused: RefusedLine[] = [];
  refusedCount = 0;

  refuse(line: number, why: LineFault): void {
    this.refusedCount += 1;
    if (this.refused.length < REFUSED_LISTED_MAX) this.refused.push({ line, why });
  }
}

function* goodRows(lines: readonly Line[], columns: Columns, tally: Tally): Generator<DirectoryRow> {
  for (const { number, text } of lines) {
    if (text.trim() === '') continue;
    const cells = cellsOf(text, columns);
    const row = cells.ok ? readRow(cells.value) : cells;
    if (row.ok) yield row.value;
    else tally.refuse(number, row.failure);
  }
}

/** One line is one record: a quote that is never closed costs its own line, not the rest of the file. */
function cellsOf(text: string, { delimiter, order }: Columns): Result<Cells, LineFault> {
  const values = text.includes('"') ? quotedCells(text, delimiter) : text.split(delimiter);
  if (values === null) return failed('BROKEN_QUOTES');
  if (values.length !== order.length) return failed('WRONG_NUMBER_OF_CELLS');
  const cells: Record<string, string> = {};
  order.forEach((column, at) => {
    if (column !== null) cells[column] = values[at] ?? '';
  });
  return ok(cells);
}

function quotedCells(text: string, delimiter: string): readonly string[] | null {
  try {
    const [record] = parse(text, { delimiter, relax_column_count: true });
    return record ?? null;
  } catch {
    return null;
  }
}

/** zlib's own errors: what was given is not what it began as. */
function isUnreadable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}
