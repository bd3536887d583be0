import { spansOf, type Evening, type Show } from '@pledgeline/contract';
import type { Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';
import { callsAfter } from './calls-after.ts';
import { momentIn, openingOf } from './rows.ts';

type Db = Kysely<Tables>;

/** The campaign that is open, as far as hours and show go; null: none is. */
export const campaignNow = async (
  db: Db,
): Promise<{ readonly id: string; readonly zone: string; readonly closedByHand: boolean } | null> => {
  const row = await db
    .selectFrom('campaigns')
    .select(['id', 'time_zone', 'closed_at'])
    .where('open', '=', true)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : { id: row.id, zone: row.time_zone, closedByHand: row.closed_at !== null };
};

/** [HRS-12] What desks are told: little, for hundreds of them ask at once. */
export async function readEvening(db: Db, now: number): Promise<Evening | null> {
  const campaign = await campaignNow(db);
  if (campaign === null) return null;
  const { id, zone, closedByHand } = campaign;
  const openings = await openingsOf(db, id);
  const moments = await momentsOf(db, id);
  return {
    zone,
    closedByHand,
    openings: [...spansOf({ zone, openings })],
    onAir: moments
      .map((row) => momentIn(zone, row))
      .filter(({ at, seconds }) => at + seconds * 1_000 > now)
      .map(({ id: moment, at, title, seconds }) => ({ id: moment, at, title, seconds })),
  };
}

export async function readShow(db: Db, now: number): Promise<Show | null> {
  const campaign = await campaignNow(db);
  if (campaign === null) return null;
  const { id, zone } = campaign;
  const openings = await openingsOf(db, id);
  const moments = (await momentsOf(db, id)).map((row) => momentIn(zone, row));
  const past = moments.filter(({ at }) => at <= now);
  const calls = await callsAfter(db, id, past);
  return {
    campaign: id,
    zone,
    openings,
    moments: moments.map((moment) => ({
      ...moment,
      calls: moment.at > now ? null : [...(calls.get(moment.id) ?? [])],
    })),
  };
}

const openingsOf = async (db: Db, campaign: string) =>
  (
    await db
      .selectFrom('opening_hours')
      .selectAll()
      .where('campaign_id', '=', campaign)
      .orderBy('day')
      .orderBy('opens')
      .execute()
  ).map(openingOf);

const momentsOf = (db: Db, campaign: string) =>
  db
    .selectFrom('on_air_moments')
    .selectAll()
    .where('campaign_id', '=', campaign)
    .orderBy('day')
    .orderBy('time')
    .execute();
