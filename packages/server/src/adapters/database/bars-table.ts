import type { ColumnType } from 'kysely';

/** Numbers from which no call is taken: of each its keyed hash alone. */
export interface BarsTable {
  id: string;
  campaign_id: string;
  /** Of the key under which `mark` was made. */
  key_name: string;
  mark: string;
  /** Null: until the campaign is over. */
  until: ColumnType<Date, Date | string, Date | string> | null;
  reason: string;
  made_by: string;
  made_at: ColumnType<Date, Date | string | undefined, Date | string>;
}
