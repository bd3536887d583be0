import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table campaigns add column wrap_up_seconds int not null default 12 check (wrap_up_seconds >= 0)`.execute(
    db,
  );
}
