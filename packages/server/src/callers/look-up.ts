import { LIMITS, type Caller, type DonorDetails } from '@pledgeline/contract';
import { sql, type Kysely } from 'kysely';
import { connect, type Database } from '../adapters/database/connect.ts';
import type { Tables } from '../adapters/database/tables.ts';
import { carrierNumber } from './carrier-number.ts';

export interface LookUpDeps {
  readonly db: Kysely<Tables>;
  readonly withinMs?: number;
}

/** Each look-up is one statement of a millisecond: so many serve some thousand calls a second. */
const CONNECTIONS_MAX = 4;

/**
 * Connections for look-ups alone: what nobody waits for any more is ended by the database itself, without being told
 * so in each call (which took three more ways there and back), and no report stands in a caller's way.
 */
export const connectForLookUps = (url: string, onError: (error: Error) => void): Database =>
  connect(url, onError, CONNECTIONS_MAX, LIMITS.callerLookUpMs);

/**
 * Who may be calling from this number: donors of earlier years, or else the directory's people. The answer comes within
 * 300 ms, and is `unknown` when the database takes longer: nobody waits for it. The number is neither logged nor kept here.
 */
export async function lookUpCaller(
  { db, withinMs = LIMITS.callerLookUpMs }: LookUpDeps,
  number: string,
): Promise<Caller> {
  const phone = carrierNumber(number);
  if (phone === null) return { kind: 'unknown', phone: '' };
  const unknown: Caller = { kind: 'unknown', phone };
  const { promise: tooLate, resolve } = Promise.withResolvers<Caller>();
  const timer = setTimeout(resolve, withinMs, unknown);
  const found = peopleAt(db, phone).catch(() => unknown);
  return Promise.race([found, tooLate]).finally(() => clearTimeout(timer));
}

/** As many as a form can offer at a glance. */
const PEOPLE_MAX = 6;

interface Row {
  readonly source: 'earlier-donor' | 'directory';
  readonly title: '' | 'mrs' | 'mr';
  readonly first_name: string;
  readonly last_name: string;
  readonly email: string;
  readonly street: string;
  readonly postcode: string;
  readonly town: string;
  readonly country: string;
}

async function peopleAt(db: Kysely<Tables>, phone: string): Promise<Caller> {
  const rows = await bothSources(db, phone);
  if (rows.length === 0) return { kind: 'unknown', phone };
  const donors = rows.filter((row) => row.source === 'earlier-donor');
  const source = donors.length > 0 ? 'earlier-donor' : 'directory';
  const people = (donors.length > 0 ? donors : rows).map((row) => details(row, phone));
  return { kind: 'found', phone, source, people };
}

/** Donors before the directory, whoever gave last before the others. */
async function bothSources(db: Kysely<Tables>, phone: string): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    (select 'earlier-donor' as source, title, first_name, last_name, email, street, postcode, town, country
      from donors where phone = ${phone} and (first_name <> '' or last_name <> '')
      order by updated_at desc, id limit ${PEOPLE_MAX})
    union all
    (select 'directory', title, first_name, last_name, '', street, postcode, town, country
      from directory_entries
      where phone = ${phone} and edition_id = (select id from directory_editions where state = 'active')
      order by last_name, first_name limit ${PEOPLE_MAX})`.execute(db);
  return rows;
}

const details = (row: Row, phone: string): DonorDetails => ({
  title: row.title,
  firstName: row.first_name,
  lastName: row.last_name,
  phone,
  email: row.email,
  street: row.street,
  postcode: row.postcode,
  town: row.town,
  country: row.country,
});
