import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  // What was there goes on as it was: known by its addresses, and asked nothing.
  `alter table trunks
    add column enabled boolean not null default true,
    add column transport text not null default 'udp' check (transport in ('udp', 'tcp', 'tls')),
    add column registrar text,
    add column register_user text,
    add column register_auth_user text,
    add column register_expires_s int,
    add column register_secret text,
    add column outbound_proxy text,
    add column country_code text not null default '33',
    add column short_numbers text[] not null default '{}',
    add column keep_alive_s int,
    add column authority text,
    add column revision int not null default 1,
    add constraint trunks_registration check ((registrar is null) = (register_user is null))`,
  // Whoever has set up this line so far sees to its carriers as well.
  `update staff set roles = roles || '["operator"]'
    where id in ('office', 'trial-office') and not roles @> '["operator"]'`,
];
