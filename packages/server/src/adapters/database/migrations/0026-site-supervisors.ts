import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // Null: sees all sites, as everybody did.
  await sql`alter table staff add column site_id text references sites (id)`.execute(db);
}
