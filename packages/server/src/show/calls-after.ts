import { LIMITS } from '@pledgeline/contract';
import { sql, type Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';

/** [RUN-4] For each moment, how many calls came in each of the minutes after it. */
export async function callsAfter(
  db: Kysely<Tables>,
  campaign: string,
  moments: readonly { readonly id: string; readonly at: number }[],
): Promise<ReadonlyMap<string, readonly number[]>> {
  const minutes = LIMITS.minutesAfterOnAir;
  const counts = new Map(moments.map(({ id }) => [id, Array.from({ length: minutes }, () => 0)]));
  if (moments.length === 0) return counts;
  const ids = moments.map(({ id }) => id);
  const ats = moments.map(({ at }) => new Date(at).toISOString());
  const { rows } = await sql<{ readonly id: string; readonly minute: number; readonly calls: number }>`
    select m.id, floor(extract(epoch from r.arrived_at - m.at) / 60)::int as minute, count(*)::int as calls
    from unnest(${ids}::text[], ${ats}::timestamptz[]) as m (id, at)
    join call_records r
      on r.arrived_at >= m.at and r.arrived_at < m.at + ${minutes}::int * interval '1 minute'
    join lines l on l.id = r.line_id
    join campaigns c on c.id = l.campaign_id
    where l.campaign_id = ${campaign} and (c.trial or not r.trial)
    group by 1, 2`.execute(db);
  for (const { id, minute, calls } of rows) {
    const ofMoment = counts.get(id);
    if (ofMoment !== undefined) ofMoment[minute] = calls;
  }
  return counts;
}
