import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

// Ten seconds are the bound that the line promises; null: nobody is told what else there is than waiting.
const STATEMENTS = [
  `alter table campaigns add column choice_seconds int default 10 check (choice_seconds between 1 and 3600)`,
  `alter table pledges add column source text not null default 'desk' check (source in ('desk', 'keypad'))`,
];
