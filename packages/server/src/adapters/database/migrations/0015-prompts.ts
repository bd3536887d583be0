import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  // Of each prompt one draft and one that is live, and no more: their number has a limit by itself.
  `create table prompts (
    id uuid primary key,
    campaign_id text not null references campaigns (id) on delete cascade,
    name text not null,
    language text not null check (language in ('fr', 'en')),
    state text not null check (state in ('draft', 'live')),
    audio bytea not null check (octet_length(audio) <= 1000000),
    milliseconds int not null check (milliseconds > 0),
    recorded_by text not null,
    recorded_at timestamptz not null default now(),
    unique (campaign_id, name, state)
  )`,
];
