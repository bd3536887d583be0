import { sql, type Kysely } from 'kysely';

/** Staff and their sessions: better-auth's tables under our own names (access/staff-auth.ts maps them). */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `create table staff (
    id text primary key,
    name text not null,
    email text not null unique,
    email_verified boolean not null,
    image text,
    roles jsonb not null default '[]',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now())`,
  `create table staff_sessions (
    id text primary key,
    staff_id text not null references staff on delete cascade,
    token text not null unique,
    expires_at timestamptz not null,
    ip_address text,
    user_agent text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null)`,
  `create index staff_sessions_staff on staff_sessions (staff_id)`,
  `create table staff_accounts (
    id text primary key,
    staff_id text not null references staff on delete cascade,
    account_id text not null,
    provider_id text not null,
    access_token text,
    refresh_token text,
    id_token text,
    access_token_expires_at timestamptz,
    refresh_token_expires_at timestamptz,
    scope text,
    password text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null)`,
  `create index staff_accounts_staff on staff_accounts (staff_id)`,
  `create table staff_verifications (
    id text primary key,
    identifier text not null,
    value text not null,
    expires_at timestamptz not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now())`,
  `create index staff_verifications_identifier on staff_verifications (identifier)`,
  // A staff person sits at one position at a time, and is found by it at every request.
  `create unique index seatings_staff on seatings (staff_id) where left_at is null and staff_id is not null`,
  `create index seatings_expiring on seatings (expires_at) where left_at is null`,
];
