import type { LineId } from '@pledgeline/core';
import type { Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';

/** A number that donors ring. */
export interface Line {
  readonly id: LineId;
  readonly number: string;
  readonly language: 'fr' | 'en';
  readonly open: boolean;
  readonly trial: boolean;
}

export type LineOf = (dialed: string) => Line | null;

export async function loadLines(db: Kysely<Tables>): Promise<readonly Line[]> {
  const rows = await db
    .selectFrom('lines')
    .innerJoin('campaigns', 'campaigns.id', 'lines.campaign_id')
    .select(['lines.id', 'lines.number', 'lines.language', 'campaigns.open', 'campaigns.trial'])
    .execute();
  return rows.map((row) => ({ ...row, id: row.id as LineId }));
}

/** Finds the line by what the carrier dialed; `+33110` and `0033110` are the `110` of France as well. */
export function lineFinder(lines: readonly Line[]): LineOf {
  const byNumber = new Map(lines.map((line) => [bare(line.number), line]));
  return (dialed) => byNumber.get(bare(dialed)) ?? byNumber.get(bare(dialed).replace(/^33/, '')) ?? null;
}

const bare = (number: string): string => number.replaceAll(/[^\d]/g, '').replace(/^00/, '');
