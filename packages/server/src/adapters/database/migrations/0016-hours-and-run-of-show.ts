import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

// Days and times are those of the campaign's clocks: text, because a driver that makes moments of them guesses a zone.
const STATEMENTS = [
  `alter table campaigns add column closed_at timestamptz`,
  `create table opening_hours (
    id text primary key,
    campaign_id text not null references campaigns (id) on delete cascade,
    day text not null,
    opens text not null,
    closes text not null
  )`,
  `create table on_air_moments (
    id text primary key,
    campaign_id text not null references campaigns (id) on delete cascade,
    day text not null,
    time text not null,
    title text not null,
    seconds int not null check (seconds > 0),
    unique (campaign_id, day, time)
  )`,
  `create index if not exists call_records_arrived_at on call_records (arrived_at)`,
];
