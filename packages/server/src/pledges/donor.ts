import type { DonorDetails } from '@pledgeline/contract';
import { randomUUID } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';

/** The pledge that is being saved, so that a slip of the first save is put right instead of kept as a second donor. */
export interface KnownAs {
  readonly donorId: string | null;
  readonly pledgeId: string;
}

/**
 * One donor for one number and name: found or made. What was said now replaces what was known; what was not said now stays.
 * Give the transaction that saves the pledge.
 */
export async function keepDonor(db: Kysely<Tables>, said: DonorDetails, before: KnownAs): Promise<string> {
  // Two pledges of one donor at the same moment must not make two donors.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`donor ${reachedBy(said)}`}, 0))`.execute(db);
  const known = (await donorOf(db, said)) ?? (await donorMadeBy(db, before));
  if (known === null) return addDonor(db, said);
  await updateDonor(db, known, said);
  return known;
}

/** What tells one household from another: the number, or else the address of one kind or the other. */
const reachedBy = (said: DonorDetails): string => said.phone || said.email.toLowerCase() || said.postcode;

async function donorOf(db: Kysely<Tables>, said: DonorDetails): Promise<string | null> {
  const name = comparable(`${said.firstName} ${said.lastName}`);
  const rows = await reachable(candidates(db), said)
    .orderBy('updated_at', 'desc')
    .limit(CANDIDATES_MAX)
    .execute();
  const same = rows.find(
    (row) =>
      comparable(`${row.first_name} ${row.last_name}`) === name &&
      // A postcode alone is shared by a whole quarter.
      (said.phone !== '' || said.email !== '' || comparable(row.street) === comparable(said.street)),
  );
  return same?.id ?? null;
}

/** People who share one number, or one postcode without a number. */
const CANDIDATES_MAX = 200;

const candidates = (db: Kysely<Tables>) =>
  db.selectFrom('donors').select(['id', 'first_name', 'last_name', 'street']);
type Candidates = ReturnType<typeof candidates>;

function reachable(query: Candidates, said: DonorDetails): Candidates {
  if (said.phone !== '') return query.where('phone', '=', said.phone);
  if (said.email !== '') return query.where(sql`lower(email)`, '=', said.email.toLowerCase());
  return query.where('phone', '=', '').where('email', '=', '').where('postcode', '=', said.postcode);
}

/** A donor who was made by this very pledge's first save (the same transaction, so the same moment) is only being corrected. */
async function donorMadeBy(db: Kysely<Tables>, { donorId, pledgeId }: KnownAs): Promise<string | null> {
  if (donorId === null) return null;
  const row = await db
    .selectFrom('donors')
    .innerJoin('pledges', 'pledges.donor_id', 'donors.id')
    .select('donors.id')
    .where('donors.id', '=', donorId)
    .where('pledges.id', '=', pledgeId)
    .whereRef('donors.created_at', '=', 'pledges.saved_at')
    .executeTakeFirst();
  return row?.id ?? null;
}

async function addDonor(db: Kysely<Tables>, said: DonorDetails): Promise<string> {
  const id = randomUUID();
  await db
    .insertInto('donors')
    .values({ id, ...personColumns(said), phone: said.phone })
    .execute();
  return id;
}

async function updateDonor(db: Kysely<Tables>, id: string, said: DonorDetails): Promise<void> {
  const columns = { ...personColumns(said), phone: said.phone };
  const spoken = Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== ''));
  await db
    .updateTable('donors')
    .set({ ...spoken, updated_at: sql<Date>`now()` })
    .where('id', '=', id)
    .execute();
}

export const personColumns = (said: DonorDetails) => ({
  title: said.title,
  first_name: said.firstName,
  last_name: said.lastName,
  email: said.email,
  street: said.street,
  postcode: said.postcode,
  town: said.town,
  country: said.country,
});

/** Without accents, case or signs: « Lefèvre-Petit » and LEFEVRE PETIT are one name. */
function comparable(text: string): string {
  const letters = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return letters.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim();
}
