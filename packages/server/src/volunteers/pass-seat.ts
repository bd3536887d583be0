import { LIMITS, type Language, type NextVolunteer } from '@pledgeline/contract';
import { failed, ok, type Result } from '@pledgeline/core';
import { sql, type Kysely } from 'kysely';
import type { SeatHeld } from '../access/actor.ts';
import { audit } from '../access/audit.ts';
import type { Tables } from '../adapters/database/tables.ts';
import { getUp, SEAT_HOURS, sitAt } from './seatings.ts';

type Db = Kysely<Tables>;

/** Who sat at this site within a shift's time and has no seat anywhere now, the latest first. */
export async function nextVolunteers(db: Db, { siteId }: SeatHeld): Promise<NextVolunteer[]> {
  const sat = await db
    .selectFrom('seatings')
    .innerJoin('positions', 'positions.id', 'seatings.position_id')
    .select(['seatings.name', 'seatings.languages'])
    .where('positions.site_id', '=', siteId)
    .where('seatings.staff_id', 'is', null)
    .where('seatings.left_at', '>', sql<Date>`now() - make_interval(hours => ${SEAT_HOURS})`)
    .where('seatings.name', 'not in', (sitting) =>
      sitting.selectFrom('seatings as now').select('now.name').where('now.left_at', 'is', null),
    )
    .orderBy('seatings.left_at', 'desc')
    .execute();
  const people = new Map<string, NextVolunteer>();
  for (const one of sat) if (!people.has(one.name)) people.set(one.name, one);
  return [...people.values()].slice(0, LIMITS.nextVolunteersMax);
}

export interface Passed {
  readonly seat: SeatHeld;
  readonly token: string | null;
}

/** One gets up and the next one sits down, both or neither: nobody else gets the seat in between. */
export async function pass(
  db: Db,
  held: SeatHeld,
  next: { readonly name: string; readonly languages: readonly Language[] },
): Promise<Result<Passed, 'NO_SEAT' | 'POSITION_TAKEN'>> {
  return db.transaction().execute(async (step) => {
    if (!(await getUp(step, held.agent))) return failed('NO_SEAT');
    const seated = await sitAt(step, held.position, { kind: 'volunteer', ...next });
    // The seat was held a moment ago, in this very transaction.
    if (!seated.ok) return failed('POSITION_TAKEN');
    const { seat, token } = seated.value;
    const actor = { kind: 'seat', seat: held, roles: ['volunteer'] } as const;
    const detail = { from: held.agent, agent: seat.agent };
    await audit(step, { actor, action: 'seat.passed', subject: held.position, detail });
    return ok({ seat, token });
  });
}
