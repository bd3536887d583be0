import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `alter table sites add column networks text[] not null default '{}'`,
  `create table phone_accounts (
    position_id text primary key references positions (id) on delete cascade,
    user_name text not null unique,
    md5 text not null check (md5 ~ '^[0-9a-f]{32}$'),
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$')
  )`,
];
