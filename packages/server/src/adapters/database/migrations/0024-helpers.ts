import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

// Who sat down before was asked nothing, and got the calls of every line.
const STATEMENTS = [
  `alter table seatings add column languages text[] not null default '{fr,en}'`,
  `alter table positions add column professional boolean not null default false`,
  `alter table positions add column listener boolean not null default false`,
];
