import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

// Of a call that was handed to the charity nothing is kept but that there was one more.
const STATEMENTS = [
  `create table charity_counts (
    campaign_id text primary key references campaigns (id) on delete cascade,
    calls int not null check (calls >= 0),
    handings text[] not null
  )`,
  `alter table outside_numbers add column listeners boolean not null default false`,
];
