import { SHARING_LIMITS, type SiteSupervisor } from '@pledgeline/contract';
import { failed, ok, type AgentId, type Result } from '@pledgeline/core';
import { sql, type Kysely } from 'kysely';
import { randomUUID } from 'node:crypto';
import type { Actor } from '../access/actor.ts';
import { audit } from '../access/audit.ts';
import type { Tables } from '../adapters/database/tables.ts';

type Supervisors = readonly (SiteSupervisor & { readonly site: string })[];

const IS_BOUND = sql<boolean>`roles @> '["site-supervisor"]'`;

/** Who supervises one site alone, by name. */
export async function siteSupervisors(db: Kysely<Tables>): Promise<Supervisors> {
  const rows = await db
    .selectFrom('staff')
    .select(['id', 'name', 'site_id'])
    .where(IS_BOUND)
    .orderBy('name')
    .orderBy('id')
    .execute();
  return rows.flatMap(({ id, name, site_id: site }) => (site === null ? [] : [{ id, name, site }]));
}

/** Answers the new person's id. */
export async function addSupervisor(
  db: Kysely<Tables>,
  { actor, site, name }: { readonly actor: Actor; readonly site: string; readonly name: string },
): Promise<Result<string, 'NOT_FOUND' | 'SITE_FULL'>> {
  return db.transaction().execute(async (step) => {
    const known = await step
      .selectFrom('sites')
      .select('id')
      .where('id', '=', site)
      .forUpdate()
      .executeTakeFirst();
    if (known === undefined) return failed('NOT_FOUND');
    const here = (await siteSupervisors(step)).filter((one) => one.site === site);
    if (here.length >= SHARING_LIMITS.supervisorsPerSiteMax) return failed('SITE_FULL');
    const id = randomUUID();
    await step
      .insertInto('staff')
      .values({
        id,
        name,
        // better-auth wants one of its own for everybody; nothing is ever sent there (RFC 2606 §2).
        email: `${id}@site.invalid`,
        email_verified: false,
        roles: JSON.stringify(['site-supervisor']),
        site_id: site,
      })
      .execute();
    await audit(step, { actor, action: 'staff.added', subject: id, detail: { site } });
    return ok(id);
  });
}

/** The person stays in the record of who did what, and may nothing any more. Answers where he sat; null: nobody of that id. */
export async function endSupervisor(
  db: Kysely<Tables>,
  { actor, id }: { readonly actor: Actor; readonly id: string },
): Promise<{ readonly seated: readonly AgentId[] } | null> {
  return db.transaction().execute(async (step) => {
    const ended = await step
      .updateTable('staff')
      .set({ roles: '[]' })
      .where('id', '=', id)
      .where(IS_BOUND)
      .returning('id')
      .executeTakeFirst();
    if (ended === undefined) return null;
    await sql`delete from staff_sessions where staff_id = ${id}`.execute(step);
    const left = await step
      .updateTable('seatings')
      .set({ left_at: sql<Date>`now()` })
      .where('staff_id', '=', id)
      .where('left_at', 'is', null)
      .returning('id')
      .execute();
    await audit(step, { actor, action: 'staff.ended', subject: id });
    return { seated: left.map((seating) => seating.id as AgentId) };
  });
}
