import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  // An open checkout is handed out again, so that a double click does not open two.
  `alter table checkouts add column url text not null default ''`,
  `alter table checkouts add column frequency text not null default 'once' check (frequency in ('once', 'monthly'))`,
  `create index checkouts_pledge on checkouts (pledge_id)`,
  `create index payments_pledge on payments (pledge_id)`,
  `create index messages_pledge on messages (pledge_id)`,
  `create index donors_email on donors (lower(email)) where email <> ''`,
  `create index donors_postcode on donors (postcode) where phone = '' and email = ''`,
  // The highest figure that was ever shown: what is on air never falls by itself.
  `create table on_air_marks (
    campaign_id text primary key references campaigns,
    cents bigint not null,
    raised_at timestamptz not null default now())`,
  // The key with which a provider of our own signs; made at its first use.
  `create table provider_secrets (provider text primary key, secret text not null)`,
  // What the sandbox provider knows on its side of the wire: nothing of the donor.
  `create table sandbox_checkouts (
    reference text primary key,
    amount_cents int not null check (amount_cents > 0),
    frequency text not null check (frequency in ('once', 'monthly')),
    language text not null check (language in ('fr', 'en')),
    charity text not null,
    return_url text not null,
    state text not null default 'open' check (state in ('open', 'paid', 'refused')),
    notification_id text,
    payment_reference text,
    decided_at timestamptz,
    created_at timestamptz not null default now())`,
];
