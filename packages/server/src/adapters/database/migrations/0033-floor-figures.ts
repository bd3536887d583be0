import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `alter table call_records add column connected_at timestamptz`,
  // Of the calls before, the answer is the nearest that is known.
  `update call_records set connected_at = answered_at where seating_id is not null`,
  // Doubles: whole milliseconds, exact far beyond any evening, and numbers to the driver.
  `create table floor_minutes (
    minute timestamptz not null,
    site_id text not null,
    talks int not null,
    talk_ms double precision not null,
    wrap_up_ms double precision not null,
    busy_ms double precision not null,
    staffed_ms double precision not null,
    primary key (minute, site_id)
  )`,
];
