import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `create table rehearsal_ticks (
    campaign_id text not null references campaigns (id) on delete cascade,
    item text not null,
    ticked_by text not null,
    ticked_at timestamptz not null,
    primary key (campaign_id, item)
  )`,
  `create table position_sounds (
    position_id text primary key references positions (id) on delete cascade,
    sounded_at timestamptz not null
  )`,
  `create table rehearsals (
    id text primary key,
    campaign_id text not null references campaigns (id) on delete cascade,
    calls int not null check (calls > 0),
    minutes int not null check (minutes > 0),
    started_at timestamptz not null,
    ended_at timestamptz,
    ended text check (ended in ('done', 'stopped', 'restart')),
    placed int not null default 0,
    refused int not null default 0
  )`,
  // One at a time, whatever two requests at once may think.
  `create unique index rehearsals_under_way on rehearsals ((true)) where ended_at is null`,
];
