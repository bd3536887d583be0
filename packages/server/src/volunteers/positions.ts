import type { Helpers, Position } from '@pledgeline/contract';
import { failed, ok, type PositionId, type Result } from '@pledgeline/core';
import { sql, type Kysely } from 'kysely';
import { randomUUID } from 'node:crypto';
import { onlySiteOf, type Actor } from '../access/actor.ts';
import { audit } from '../access/audit.ts';
import { holdPosition } from '../phones/store.ts';
import { newCode } from './code.ts';
import type { Tables } from '../adapters/database/tables.ts';

/** Every position with its code and who sits there, as the supervisors see them; of one site alone, or of all (null). */
export async function allPositions(db: Kysely<Tables>, onlySite: string | null): Promise<Position[]> {
  return db
    .selectFrom('positions')
    .innerJoin('sites', 'sites.id', 'positions.site_id')
    .leftJoin('seatings', (join) =>
      join
        .onRef('seatings.position_id', '=', 'positions.id')
        .on('seatings.left_at', 'is', null)
        .on('seatings.expires_at', '>', sql<Date>`now()`),
    )
    .select([
      'positions.id',
      'positions.number',
      'sites.name as site',
      'positions.code',
      'positions.phone',
      'positions.professional',
      'positions.listener',
      'seatings.name as takenBy',
    ])
    .$if(onlySite !== null, (query) => query.where('positions.site_id', '=', onlySite))
    .orderBy('sites.name')
    .orderBy('positions.number')
    .execute();
}

/** [STE-20] Whether this person may know of the position: what is of another site is not there for whoever is bound to one. */
export async function seesPosition(db: Kysely<Tables>, actor: Actor, position: PositionId): Promise<boolean> {
  const known = await db
    .selectFrom('positions')
    .select('site_id')
    .where('id', '=', position)
    .executeTakeFirst();
  const onlySite = onlySiteOf(actor);
  return known !== undefined && (onlySite === null || known.site_id === onlySite);
}

/** Gives a position its desk phone, or takes it away (an empty address). One that has an account has a phone already. */
export async function givePhone(
  db: Kysely<Tables>,
  change: { readonly actor: Actor; readonly position: PositionId; readonly phone: string },
): Promise<Result<null, 'NOT_FOUND' | 'PHONE_ALREADY'>> {
  const { actor, position, phone } = change;
  return db.transaction().execute(async (step) => {
    const place = await holdPosition(step, position);
    if (place === null) return failed('NOT_FOUND');
    if (phone !== '' && place.user !== null) return failed('PHONE_ALREADY');
    await step.updateTable('positions').set({ phone }).where('id', '=', position).execute();
    await audit(step, { actor, action: 'position.phone', subject: position, detail: { phone } });
    return ok(null);
  });
}

/** Says what whoever sits at a position is beside a volunteer. False: there is no such position. */
export async function nameHelpers(
  db: Kysely<Tables>,
  change: { readonly actor: Actor; readonly position: PositionId } & Helpers,
): Promise<boolean> {
  const { actor, position, professional, listener } = change;
  return db.transaction().execute(async (step) => {
    const changed = await step
      .updateTable('positions')
      .set({ professional, listener })
      .where('id', '=', position)
      .returning('id')
      .executeTakeFirst();
    if (changed === undefined) return false;
    const detail = { professional, listener };
    await audit(step, { actor, action: 'position.helpers', subject: position, detail });
    return true;
  });
}

/** Makes positions at a site, numbered on from the last one there. */
export async function makePositions(
  db: Kysely<Tables>,
  wish: { readonly actor: Actor; readonly site: string; readonly count: number },
): Promise<void> {
  const { actor, site, count } = wish;
  await db.transaction().execute(async (step) => {
    // Two who do this at once must not number alike.
    await sql`lock table positions in share row exclusive mode`.execute(step);
    const siteId = await siteNamed(step, site);
    const last = await step
      .selectFrom('positions')
      .select(({ fn }) => fn.max('number').as('number'))
      .where('site_id', '=', siteId)
      .executeTakeFirst();
    const first = (last?.number ?? 0) + 1;
    const codes = await newCodes(step, count);
    const positions = codes.map((code, index) => ({
      id: randomUUID(),
      site_id: siteId,
      number: first + index,
      code,
      code_expires_at: null,
    }));
    await step.insertInto('positions').values(positions).execute();
    await audit(step, { actor, action: 'positions.added', subject: siteId, detail: { first, count } });
  });
}

async function siteNamed(db: Kysely<Tables>, name: string): Promise<string> {
  const known = await db.selectFrom('sites').select('id').where('name', '=', name).executeTakeFirst();
  if (known !== undefined) return known.id;
  const id = randomUUID();
  await db.insertInto('sites').values({ id, name }).execute();
  return id;
}

/** Codes that no position has. */
async function newCodes(db: Kysely<Tables>, count: number): Promise<string[]> {
  const codes = new Set<string>();
  while (codes.size < count) {
    while (codes.size < count) codes.add(newCode());
    const taken = await db
      .selectFrom('positions')
      .select('code')
      .where('code', 'in', [...codes])
      .execute();
    for (const { code } of taken) codes.delete(code);
  }
  return [...codes];
}
