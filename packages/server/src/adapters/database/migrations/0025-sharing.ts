import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `alter table sites add column outsourced boolean not null default false`,
  // Null: all sites are one pool, as they were.
  `alter table campaigns add column overflow_seconds int check (overflow_seconds > 0)`,
  `alter table lines add column site_id text references sites (id) on delete set null`,
  `create table site_shares (
    campaign_id text not null references campaigns (id) on delete cascade,
    site_id text not null references sites (id) on delete cascade,
    weight int not null check (weight > 0),
    calls_max int check (calls_max >= 0),
    primary key (campaign_id, site_id)
  )`,
];
