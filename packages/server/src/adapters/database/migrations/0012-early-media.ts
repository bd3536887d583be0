import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table trunks add column early_media boolean not null default false`.execute(db);
}
