import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table bars (
        id text primary key,
        campaign_id text not null references campaigns (id) on delete cascade,
        key_name text not null,
        mark text not null,
        until timestamptz,
        reason text not null,
        made_by text not null,
        made_at timestamptz not null default now(),
        unique (campaign_id, mark)
      )`,
    )
    .execute(db);
}
