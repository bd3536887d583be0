import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { unreachable } from '@pledgeline/core';
import type { ImportFault, RefusedLine } from '../callers/import-directory.ts';
import type { LineFault } from '../callers/directory-row.ts';
import { StartFault } from '../start-fault.ts';
import { NOT_UNDERSTOOD, type Command, type CommandContext } from './command.ts';
import { withLineDatabase } from './line-database.ts';

export const importFile: Command = {
  name: 'import',
  usage: 'directory FILE',
  summary: 'takes a directory of telephone numbers (CSV, also gzip) in place of the former one',
  internal: false,
  run: async (context) => {
    const [kind, file, ...more] = context.args;
    if (kind !== 'directory' || file === undefined || more.length > 0) {
      context.terminal.complain('What is to be imported? npx pledgeline import directory FILE.csv');
      return NOT_UNDERSTOOD;
    }
    return importDirectoryFile(context, file);
  },
};

async function importDirectoryFile(context: CommandContext, file: string): Promise<number> {
  const { terminal, stop } = context;
  const path = resolve(file);
  const found = await stat(path).catch(() => null);
  if (found === null || !found.isFile()) throw new StartFault(`There is no file ${path}.`);
  const { importDirectory } = await import('../callers/import-directory.ts');
  const imported = await withLineDatabase({ settings: context.settings(), stop }, (db) =>
    importDirectory({ db, source: createReadStream(path, { signal: stop }), name: basename(path) }),
  );
  if (!imported.ok) {
    terminal.complain(faultSentence(path, imported.failure));
    if (imported.failure.kind === 'NO_GOOD_LINE') tellRefused(context, imported.failure);
    return 1;
  }
  terminal.say(`Numbers taken: ${imported.value.rows}. Look-ups use them from now on.`);
  tellRefused(context, imported.value);
  return 0;
}

function tellRefused(
  { terminal }: CommandContext,
  of: { readonly refused: readonly RefusedLine[]; readonly refusedCount: number },
): void {
  if (of.refusedCount === 0) return;
  terminal.complain(`${of.refusedCount} ${of.refusedCount === 1 ? 'line was' : 'lines were'} not taken:`);
  for (const { line, why } of of.refused) terminal.complain(`  line ${line}: ${LINE_FAULTS[why]}`);
  const untold = of.refusedCount - of.refused.length;
  if (untold > 0) terminal.complain(`  and ${untold} more`);
}

const LINE_FAULTS: Readonly<Record<LineFault, string>> = {
  BROKEN_QUOTES: 'its quotes do not match',
  WRONG_NUMBER_OF_CELLS: 'it has more or fewer cells than the first line',
  NOT_TEXT: 'it holds bytes that are no text',
  CARD_NUMBER: 'it holds what looks like a card or account number',
  NO_PHONE: 'it has no telephone number',
  PHONE_WRONG: 'its telephone number cannot be one',
  NO_NAME: 'it has no name',
  TOO_LONG: 'a cell is too long',
  COUNTRY_UNKNOWN: 'its country is not known',
};

function faultSentence(path: string, fault: ImportFault): string {
  switch (fault.kind) {
    case 'WRONG_HEADER':
      return `The first line of ${path} names no telephone number and no name: it is the line of column names.`;
    case 'NO_GOOD_LINE':
      return `No line of ${path} could be taken; the former directory stays.`;
    case 'NOT_READABLE':
      return `${path} cannot be read to its end: it is damaged or cut off; the former directory stays.`;
    case 'ALREADY_RUNNING':
      return 'Another import is on: wait for its end and try again.';
    default:
      return unreachable(fault);
  }
}
