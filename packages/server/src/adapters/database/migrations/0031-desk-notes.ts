import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

// A message is gone once it has been put away: what is said to somebody in an evening is nobody's file.
const STATEMENTS = [
  `alter table seatings
    add column break_reason text check (break_reason in ('pause', 'meal', 'briefing', 'technical')),
    add column break_since timestamptz,
    add column break_by_supervisor boolean not null default false`,
  `create table desk_messages (
    id text primary key,
    seating_id text not null references seatings on delete cascade,
    sender text not null,
    text text not null,
    sent_at timestamptz not null default now())`,
  `create index desk_messages_seating on desk_messages (seating_id)`,
];
