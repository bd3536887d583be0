import type { ColumnType, Generated } from 'kysely';

type Moment = ColumnType<Date, Date | string, Date | string>;

/** What somebody says that they have seen to. */
export interface RehearsalTicksTable {
  campaign_id: string;
  item: 'backup';
  /** The id under which the audit record knows them. */
  ticked_by: string;
  ticked_at: Moment;
}
/** When the headset or telephone of a position was last connected. */
export interface PositionSoundsTable {
  position_id: string;
  sounded_at: Moment;
}
export interface RehearsalsTable {
  id: string;
  campaign_id: string;
  calls: number;
  minutes: number;
  started_at: Moment;
  /** null: under way. */
  ended_at: Moment | null;
  ended: 'done' | 'stopped' | 'restart' | null;
  placed: Generated<number>;
  refused: Generated<number>;
}
