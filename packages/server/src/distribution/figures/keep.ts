import type { EndReason } from '@pledgeline/calls';
import type { CallId, Instant, SiteId } from '@pledgeline/core';
import type { Kysely } from 'kysely';
import type { Tables } from '../../adapters/database/tables.ts';
import type { PastCall } from './book.ts';
import type { Fact } from './facts.ts';
import { MINUTE_MS, type MinuteAt } from './minutes.ts';

type Db = Kysely<Tables>;

/** Calls of the evening that are on record. `trials`: whether trial calls count. */
export async function pastCalls(
  db: Db,
  { since, trials }: { readonly since: Instant; readonly trials: boolean },
): Promise<readonly PastCall[]> {
  const rows = await db
    .selectFrom('call_records')
    .leftJoin('seatings', 'seatings.id', 'call_records.seating_id')
    .leftJoin('positions', 'positions.id', 'seatings.position_id')
    .select([
      'call_records.id',
      'call_records.arrived_at',
      'call_records.connected_at',
      'call_records.ended_at',
      'call_records.reason',
      'positions.site_id',
    ])
    .where('call_records.arrived_at', '>=', new Date(since))
    .$if(!trials, (query) => query.where('call_records.trial', '=', false))
    .execute();
  return rows.map((row) => ({
    call: row.id as CallId,
    site: row.site_id as SiteId | null,
    record: {
      arrivedAt: row.arrived_at.getTime() as Instant,
      connectedAt: (row.connected_at?.getTime() ?? null) as Instant | null,
      endedAt: row.ended_at.getTime() as Instant,
      // Written by ourselves, of the machine's own reasons.
      reason: row.reason as EndReason,
    },
  }));
}

/** What agents did, by minute and site: the records of calls do not tell of wrap-ups, nor of waiting for a call. */
export async function pastTimes(db: Db, since: Instant): Promise<readonly Fact[]> {
  const rows = await db
    .selectFrom('floor_minutes')
    .selectAll()
    .where('minute', '>=', new Date(since))
    .execute();
  return rows.map((row) => ({
    at: row.minute.getTime() as Instant,
    site: row.site_id as SiteId,
    counts: {
      talks: row.talks,
      talkMs: row.talk_ms,
      wrapUpMs: row.wrap_up_ms,
      busyMs: row.busy_ms,
      staffedMs: row.staffed_ms,
    },
  }));
}

/** Whole sums each time: written twice they are the same. */
export async function keepTimes(db: Db, minutes: readonly MinuteAt[]): Promise<void> {
  const rows = minutes.flatMap(({ minute, site, counts }) =>
    site === null
      ? []
      : [
          {
            minute: new Date(minute * MINUTE_MS),
            site_id: site,
            talks: counts.talks,
            talk_ms: counts.talkMs,
            wrap_up_ms: counts.wrapUpMs,
            busy_ms: counts.busyMs,
            staffed_ms: counts.staffedMs,
          },
        ],
  );
  if (rows.length === 0) return;
  await db
    .insertInto('floor_minutes')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['minute', 'site_id']).doUpdateSet((eb) => ({
        talks: eb.ref('excluded.talks'),
        talk_ms: eb.ref('excluded.talk_ms'),
        wrap_up_ms: eb.ref('excluded.wrap_up_ms'),
        busy_ms: eb.ref('excluded.busy_ms'),
        staffed_ms: eb.ref('excluded.staffed_ms'),
      })),
    )
    .execute();
}
