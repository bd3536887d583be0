import { assert } from '@pledgeline/core';

/** What a row says of a fact. */
type Cell = 'yes' | 'no' | 'any';
export interface Row<Facts, Outcome> {
  readonly id: string;
  readonly when: Readonly<Record<keyof Facts, Cell>>;
  readonly outcome: Outcome;
}

/** What a decision table says of these facts. A table of which not exactly one row fits is a bug. */
export function decide<Facts extends Readonly<Record<keyof Facts, boolean>>, Outcome>(
  table: readonly Row<Facts, Outcome>[],
  facts: Facts,
): Outcome {
  const rows = table.filter(({ when }) => fits(when, facts));
  const row = rows[0];
  assert(rows.length === 1 && row !== undefined, 'exactly one row of a decision table fits');
  return row.outcome;
}

function fits<Facts extends Readonly<Record<keyof Facts, boolean>>>(
  when: Readonly<Record<keyof Facts, Cell>>,
  facts: Facts,
): boolean {
  const names = Object.keys(when) as (keyof Facts)[];
  return names.every((name) => when[name] === 'any' || (when[name] === 'yes') === facts[name]);
}
