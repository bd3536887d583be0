import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  // What was there places no call until somebody says that it may.
  `alter table trunks add column outgoing boolean not null default false`,
  `create table outside_rules (
    campaign_id text primary key references campaigns (id) on delete cascade,
    callbacks boolean not null,
    prefixes text[] not null,
    calls_max int not null check (calls_max >= 0),
    per_hour_max int not null check (per_hour_max >= 0),
    minutes_max int not null check (minutes_max > 0)
  )`,
  `create table outside_numbers (
    id text primary key,
    campaign_id text not null references campaigns (id) on delete cascade,
    name text not null,
    number text not null check (number ~ '^\\+[1-9][0-9]{6,14}$'),
    transfer boolean not null,
    unique (campaign_id, number)
  )`,
];
