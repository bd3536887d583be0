import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';

const FIRST = 'office';

/** Whom the printed link signs in: the first who belongs to the office; made where there is nobody yet. */
export async function firstStaff(db: Kysely<Tables>): Promise<string> {
  const known = await db
    .selectFrom('staff')
    .select('id')
    .where(sql<boolean>`roles @> '["office"]'`)
    .orderBy(sql`created_at`)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  if (known !== undefined) return known.id;
  await db
    .insertInto('staff')
    .values({
      id: FIRST,
      name: 'Campaign office',
      email: 'office@pledgeline.invalid',
      email_verified: true,
      roles: JSON.stringify(['supervisor', 'office', 'operator']),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return FIRST;
}
