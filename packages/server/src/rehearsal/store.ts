import type { RehearsalRun, RehearsalWanted } from '@pledgeline/contract';
import { sql, type Kysely } from 'kysely';
import { randomUUID } from 'node:crypto';
import { auditName, type Actor } from '../access/actor.ts';
import { audit } from '../access/audit.ts';
import type { Tables } from '../adapters/database/tables.ts';

type Db = Kysely<Tables>;
type Item = 'backup';

interface Ticking {
  readonly actor: Actor;
  readonly campaign: string;
  readonly item: Item;
}

/** [RHS-7] */
export async function tick(
  db: Db,
  { actor, campaign, item, at }: Ticking & { readonly at: number },
): Promise<void> {
  const ticked = { ticked_by: auditName(actor).id, ticked_at: new Date(at) };
  await db.transaction().execute(async (step) => {
    await step
      .insertInto('rehearsal_ticks')
      .values({ campaign_id: campaign, item, ...ticked })
      .onConflict((conflict) => conflict.columns(['campaign_id', 'item']).doUpdateSet(ticked))
      .execute();
    await audit(step, { actor, action: 'checklist.ticked', subject: campaign, detail: { item } });
  });
}

export async function untick(db: Db, { actor, campaign, item }: Ticking): Promise<void> {
  await db.transaction().execute(async (step) => {
    const gone = await step
      .deleteFrom('rehearsal_ticks')
      .where('campaign_id', '=', campaign)
      .where('item', '=', item)
      .returning('item')
      .executeTakeFirst();
    if (gone !== undefined)
      await audit(step, { actor, action: 'checklist.unticked', subject: campaign, detail: { item } });
  });
}

export async function tickOf(
  db: Db,
  { campaign, item }: { readonly campaign: string; readonly item: Item },
): Promise<{ readonly by: string; readonly at: number } | null> {
  const row = await db
    .selectFrom('rehearsal_ticks')
    .leftJoin('staff', 'staff.id', 'rehearsal_ticks.ticked_by')
    .select(['staff.name', 'ticked_at'])
    .where('campaign_id', '=', campaign)
    .where('item', '=', item)
    .executeTakeFirst();
  return row === undefined ? null : { by: row.name ?? '', at: row.ticked_at.getTime() };
}

/** Null: there is one under way already. */
export async function beginRun(
  db: Db,
  {
    actor,
    campaign,
    wanted,
    at,
  }: {
    readonly actor: Actor;
    readonly campaign: string;
    readonly wanted: RehearsalWanted;
    readonly at: number;
  },
): Promise<string | null> {
  const { calls, minutes } = wanted;
  return db.transaction().execute(async (step) => {
    const row = await step
      .insertInto('rehearsals')
      .values({ id: randomUUID(), campaign_id: campaign, calls, minutes, started_at: new Date(at) })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (row === undefined) return null;
    await audit(step, { actor, action: 'rehearsal.started', subject: row.id, detail: { calls, minutes } });
    return row.id;
  });
}

export const noteRun = async (
  db: Db,
  id: string,
  counts: { readonly placed: number; readonly refused: number },
): Promise<void> => void (await db.updateTable('rehearsals').set(counts).where('id', '=', id).execute());

export async function endRun(
  db: Db,
  { id, ended, at, actor }: { id: string; ended: 'done' | 'stopped'; at: number; actor: Actor },
): Promise<void> {
  await db.transaction().execute(async (step) => {
    const row = await step
      .updateTable('rehearsals')
      .set({ ended, ended_at: new Date(at) })
      .where('id', '=', id)
      .where('ended_at', 'is', null)
      .returning(['placed'])
      .executeTakeFirst();
    if (row !== undefined)
      await audit(step, { actor, action: 'rehearsal.ended', subject: id, detail: { ended, ...row } });
  });
}

/** [RHS-16] What an earlier life of the server left open is over. */
export const endLeftRuns = async (db: Db, at: number): Promise<void> =>
  void (await db
    .updateTable('rehearsals')
    .set({ ended: 'restart', ended_at: new Date(at) })
    .where('ended_at', 'is', null)
    .execute());

/** When the last one that was played to its end was over; null: none was. */
export async function lastDone(db: Db, campaign: string): Promise<number | null> {
  const row = await db
    .selectFrom('rehearsals')
    .select('ended_at')
    .where('campaign_id', '=', campaign)
    .where('ended', '=', 'done')
    .orderBy('ended_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.ended_at?.getTime() ?? null;
}

type Figures = Pick<RehearsalRun, 'answered' | 'missed' | 'meanWaitMs' | 'longestWaitMs' | 'withoutPledge'>;

/** [RHS-15] The last one with what became of its calls, by the records; `live`: how many are on now. */
export async function lastRun(db: Db, campaign: string, live: number): Promise<RehearsalRun | null> {
  const row = await db
    .selectFrom('rehearsals')
    .selectAll()
    .where('campaign_id', '=', campaign)
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { calls, minutes, placed, refused, ended } = row;
  const figures = await figuresOf(db, { from: row.started_at, until: row.ended_at ?? new Date() });
  return {
    id: row.id,
    wanted: { calls, minutes },
    startedAt: row.started_at.getTime(),
    endedAt: row.ended_at?.getTime() ?? null,
    ended,
    placed,
    refused,
    live: ended === null ? live : 0,
    ...figures,
  };
}

async function figuresOf(db: Db, { from, until }: { from: Date; until: Date }): Promise<Figures> {
  const { rows } = await sql<Figures>`
    with calls as (
      select seating_id is not null as met,
        (extract(epoch from coalesce(connected_at, case when seating_id is null then ended_at else answered_at end) - arrived_at) * 1000)::float8 as waited,
        exists (select from pledges p where p.call_id = r.id) as pledged
      from call_records r
      where trial and arrived_at >= ${from} and arrived_at <= ${until}
    )
    select count(*) filter (where met)::int as answered,
      count(*) filter (where not met)::int as missed,
      coalesce(avg(waited) filter (where met), 0)::float8 as "meanWaitMs",
      coalesce(max(waited), 0)::float8 as "longestWaitMs",
      count(*) filter (where met and not pledged)::int as "withoutPledge"
    from calls`.execute(db);
  const [figures] = rows;
  if (figures === undefined) throw new Error('a query without a group always has one row');
  return figures;
}
