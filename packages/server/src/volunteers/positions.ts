import type { Position } from '@pledgeline/contract';
import { sql, type Kysely } from 'kysely';
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
      'seatings.name as takenBy',
    ])
    .orderBy('sites.name')
    .orderBy('positions.number')
    .execute();
}
