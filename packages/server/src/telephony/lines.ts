import type { LineId } from '@pledgeline/core';
import type { Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';
import { readingsOf, type NumberForm } from '../trunks/number-form.ts';

/** A number that donors ring. */
export interface Line {
  readonly id: LineId;
  readonly number: string;
  readonly language: 'fr' | 'en';
  readonly open: boolean;
  readonly trial: boolean;
}

export type LineOf = (dialed: string, trunk: NumberForm) => Line | null;

export async function loadLines(db: Kysely<Tables>): Promise<readonly Line[]> {
  const rows = await db
    .selectFrom('lines')
    .innerJoin('campaigns', 'campaigns.id', 'lines.campaign_id')
    .select(['lines.id', 'lines.number', 'lines.language', 'campaigns.open', 'campaigns.trial'])
    .execute();
  return rows.map((row) => ({ ...row, id: row.id as LineId }));
}

/** Finds the line by what the carrier dialed, in any of the forms in which its trunk writes numbers. */
export function lineFinder(lines: readonly Line[]): LineOf {
  const byNumber = new Map(lines.map((line) => [bare(line.number), line]));
  return (dialed, trunk) => {
    for (const reading of readingsOf(dialed, trunk)) {
      const line = byNumber.get(bare(reading));
      if (line !== undefined) return line;
    }
    return null;
  };
}

const bare = (number: string): string => number.replaceAll(/[^\d]/g, '').replace(/^00/, '');
