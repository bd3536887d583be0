import type { Position } from '@pledgeline/contract';
import type { PositionId } from '@pledgeline/core';
import { sql, type Kysely } from 'kysely';
import type { Actor } from '../access/actor.ts';
import { audit } from '../access/audit.ts';
import type { Tables } from '../adapters/database/tables.ts';

/** Every position with its code and who sits there, as the supervisors see them. */
export async function allPositions(db: Kysely<Tables>): Promise<Position[]> {
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
      'seatings.name as takenBy',
    ])
    .orderBy('sites.name')
    .orderBy('positions.number')
    .execute();
}

/** Gives a position its desk phone, or takes it away (an empty address). False: there is no such position. */
export async function givePhone(
  db: Kysely<Tables>,
  change: { readonly actor: Actor; readonly position: PositionId; readonly phone: string },
): Promise<boolean> {
  const { actor, position, phone } = change;
  return db.transaction().execute(async (step) => {
    const changed = await step
      .updateTable('positions')
      .set({ phone })
      .where('id', '=', position)
      .returning('id')
      .executeTakeFirst();
    if (changed === undefined) return false;
    await audit(step, { actor, action: 'position.phone', subject: position, detail: { phone } });
    return true;
  });
}
