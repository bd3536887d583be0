import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table wallboard_links (
    campaign_id text primary key references campaigns (id) on delete cascade,
    token_hash text not null,
    made_at timestamptz not null default now()
  )`.execute(db);
}
