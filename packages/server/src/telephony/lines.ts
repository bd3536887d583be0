import { isWithin, spansOf, type OpenSpan } from '@pledgeline/contract';
import type { LineId, SiteId } from '@pledgeline/core';
import type { Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';
import { openingOf } from '../show/rows.ts';
import { readingsOf, type NumberForm } from '../trunks/number-form.ts';

/** A number that donors ring. */
export interface Line {
  readonly id: LineId;
  readonly number: string;
  readonly language: 'fr' | 'en';
  readonly open: boolean;
  readonly trial: boolean;
  /** Whose people its calls ask for first; null: everybody's. */
  readonly site: SiteId | null;
}

export type LineOf = (dialed: string, trunk: NumberForm & { readonly trial?: boolean }) => Line | null;

/** [RHS-11] [RHS-12] By a trial trunk every line is a trial, and is open outside its hours while the evening is rehearsed. */
export const lineRung =
  (lineOf: LineOf, isRehearsing: () => boolean): LineOf =>
  (dialed, trunk) => {
    const line = lineOf(dialed, trunk);
    if (line === null || trunk.trial !== true) return line;
    return { ...line, trial: true, open: line.open || isRehearsing() };
  };

/** A line with what its campaign says of when it takes calls. */
interface HouredLine extends Omit<Line, 'open'> {
  readonly takesCalls: boolean;
  readonly hours: readonly OpenSpan[] | 'always';
}

async function loadHoured(db: Kysely<Tables>): Promise<readonly HouredLine[]> {
  const rows = await db
    .selectFrom('lines')
    .innerJoin('campaigns', 'campaigns.id', 'lines.campaign_id')
    .select(['lines.id', 'lines.campaign_id', 'lines.number', 'lines.language', 'lines.site_id'])
    .select(['campaigns.open', 'campaigns.trial', 'campaigns.closed_at', 'campaigns.time_zone'])
    .select('campaigns.overflow_seconds')
    .execute();
  const openings = await db.selectFrom('opening_hours').selectAll().execute();
  return rows.map(({ id, campaign_id, number, language, trial, time_zone, ...row }) => {
    const ofCampaign = openings.filter((opening) => opening.campaign_id === campaign_id);
    const hours =
      ofCampaign.length === 0 ? 'always' : spansOf({ zone: time_zone, openings: ofCampaign.map(openingOf) });
    const takesCalls = row.open && row.closed_at === null;
    const site = row.overflow_seconds === null ? null : (row.site_id as SiteId | null);
    return { id: id as LineId, number, language, trial, takesCalls, hours, site };
  });
}

/** [HRS-10] The lines as the database has them, and whether each is open at this moment. */
export class LineBook {
  readonly #db: Kysely<Tables>;
  readonly #now: () => number;
  #find: (dialed: string, trunk: NumberForm) => HouredLine | null = () => null;

  private constructor(db: Kysely<Tables>, now: () => number) {
    this.#db = db;
    this.#now = now;
  }

  static async open(db: Kysely<Tables>, now: () => number): Promise<LineBook> {
    const book = new LineBook(db, now);
    await book.reload();
    return book;
  }

  /** Hours, stop, numbers or what they prefer have changed. */
  async reload(): Promise<void> {
    this.#find = lineFinder(await loadHoured(this.#db));
  }

  readonly of: LineOf = (dialed, trunk) => {
    const line = this.#find(dialed, trunk);
    return line === null ? null : at(line, this.#now());
  };
}

/** The lines as the database has them now, each open or closed at this moment. */
export const loadLines = async (db: Kysely<Tables>, now: number): Promise<readonly Line[]> =>
  (await loadHoured(db)).map((line) => at(line, now));

function at({ takesCalls, hours, ...line }: HouredLine, now: number): Line {
  return { ...line, open: takesCalls && (hours === 'always' || isWithin(hours, now)) };
}

/** Finds the line by what the carrier dialed, in any of the forms in which its trunk writes numbers. */
export function lineFinder<L extends Pick<Line, 'number'>>(
  lines: readonly L[],
): (dialed: string, trunk: NumberForm) => L | null {
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
