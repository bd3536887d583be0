import { LIMITS, type Fault, type Opening, type ShowMoment } from '@pledgeline/contract';
import { failed, ok, type Result } from '@pledgeline/core';
import { sql, type Kysely, type Transaction } from 'kysely';
import { randomUUID } from 'node:crypto';
import type { Actor } from '../access/actor.ts';
import { audit } from '../access/audit.ts';
import type { Tables } from '../adapters/database/tables.ts';
import { campaignNow } from './read.ts';

type Done = Result<null, { readonly fault: Fault }>;
type Detail = Readonly<Record<string, string | number | boolean>>;
interface Deed {
  readonly step: Transaction<Tables>;
  readonly campaign: string;
}

/** Each change is one transaction with its audit record, on the campaign that is open. */
export class ShowStore {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  close(actor: Actor, waiting: 'served' | 'let-go'): Promise<Done> {
    return this.#do(actor, 'line.closed', { waiting }, ({ step, campaign }) =>
      setClosed(step, campaign, new Date()),
    );
  }

  open(actor: Actor): Promise<Done> {
    return this.#do(actor, 'line.opened', {}, ({ step, campaign }) => setClosed(step, campaign, null));
  }

  addOpening(actor: Actor, { date, from, until }: Opening): Promise<Done> {
    return this.#do(actor, 'opening.added', { date, from, until }, async ({ step, campaign }) => {
      if ((await count(step, 'opening_hours', campaign)) >= LIMITS.openingsMax) return 'SHOW_FULL';
      const row = { id: randomUUID(), campaign_id: campaign, day: date, opens: from, closes: until };
      await step.insertInto('opening_hours').values(row).execute();
      return null;
    });
  }

  removeOpening(actor: Actor, id: string): Promise<Done> {
    return this.#do(actor, 'opening.removed', { id }, ({ step, campaign }) =>
      removed(step, 'opening_hours', { id, campaign }),
    );
  }

  addMoment(actor: Actor, moment: ShowMoment): Promise<Done> {
    return this.#do(actor, 'moment.added', whenOf(moment), async ({ step, campaign }) => {
      if ((await count(step, 'on_air_moments', campaign)) >= LIMITS.momentsMax) return 'SHOW_FULL';
      const { numInsertedOrUpdatedRows: added } = await step
        .insertInto('on_air_moments')
        .values(rowOf(campaign, moment))
        .onConflict((conflict) => conflict.columns(['campaign_id', 'day', 'time']).doNothing())
        .executeTakeFirst();
      return added === 0n ? 'SAME_MOMENT' : null;
    });
  }

  changeMoment(actor: Actor, id: string, moment: ShowMoment): Promise<Done> {
    return this.#do(actor, 'moment.changed', { id, ...whenOf(moment) }, async ({ step, campaign }) => {
      const { date, time, title, seconds } = moment;
      const other = await step
        .selectFrom('on_air_moments')
        .select('id')
        .where('campaign_id', '=', campaign)
        .where('day', '=', date)
        .where('time', '=', time)
        .where('id', '<>', id)
        .executeTakeFirst();
      if (other !== undefined) return 'SAME_MOMENT';
      const { numUpdatedRows: changed } = await step
        .updateTable('on_air_moments')
        .set({ day: date, time, title, seconds })
        .where('campaign_id', '=', campaign)
        .where('id', '=', id)
        .executeTakeFirst();
      return changed === 0n ? 'NOT_FOUND' : null;
    });
  }

  removeMoment(actor: Actor, id: string): Promise<Done> {
    return this.#do(actor, 'moment.removed', { id }, ({ step, campaign }) =>
      removed(step, 'on_air_moments', { id, campaign }),
    );
  }

  /** [RUN-2] All of them or none; a minute that is known gets the new title. */
  importMoments(actor: Actor, moments: readonly ShowMoment[]): Promise<Done> {
    return this.#do(actor, 'show.imported', { moments: moments.length }, async ({ step, campaign }) => {
      if (moments.length > 0)
        await step
          .insertInto('on_air_moments')
          .values(moments.map((moment) => rowOf(campaign, moment)))
          .onConflict((conflict) =>
            conflict.columns(['campaign_id', 'day', 'time']).doUpdateSet((eb) => ({
              title: eb.ref('excluded.title'),
              seconds: eb.ref('excluded.seconds'),
            })),
          )
          .execute();
      return (await count(step, 'on_air_moments', campaign)) > LIMITS.momentsMax ? 'SHOW_FULL' : null;
    });
  }

  async #do(
    actor: Actor,
    action: string,
    detail: Detail,
    deed: (to: Deed) => Promise<Fault | null>,
  ): Promise<Done> {
    return this.#db
      .transaction()
      .execute(async (step) => {
        const campaign = await campaignNow(step);
        if (campaign === null) throw new Undone('NOT_FOUND');
        // One change at a time, so that no two of them together go beyond a limit.
        await sql`select 1 from campaigns where id = ${campaign.id} for update`.execute(step);
        const fault = await deed({ step, campaign: campaign.id });
        if (fault !== null) throw new Undone(fault);
        await audit(step, { actor, action, subject: campaign.id, detail });
        return ok(null);
      })
      .catch((error: unknown) => {
        if (error instanceof Undone) return failed({ fault: error.fault });
        throw error;
      });
  }
}

/** Takes a transaction back: what was refused has changed nothing. */
class Undone extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault);
    this.fault = fault;
  }
}

async function setClosed(step: Transaction<Tables>, campaign: string, closed: Date | null): Promise<null> {
  await step.updateTable('campaigns').set({ closed_at: closed }).where('id', '=', campaign).execute();
  return null;
}

type Table = 'opening_hours' | 'on_air_moments';

async function removed(
  step: Transaction<Tables>,
  table: Table,
  { id, campaign }: { readonly id: string; readonly campaign: string },
): Promise<Fault | null> {
  const { numDeletedRows } = await step
    .deleteFrom(table)
    .where('id', '=', id)
    .where('campaign_id', '=', campaign)
    .executeTakeFirst();
  return numDeletedRows === 0n ? 'NOT_FOUND' : null;
}

async function count(step: Transaction<Tables>, table: Table, campaign: string): Promise<number> {
  const { rows } = await sql<{ readonly count: number }>`
    select count(*)::int as count from ${sql.table(table)} where campaign_id = ${campaign}`.execute(step);
  return rows[0]?.count ?? 0;
}

const whenOf = ({ date, time, seconds }: ShowMoment) => ({ date, time, seconds });

const rowOf = (campaign: string, { date, time, title, seconds }: ShowMoment) => ({
  id: randomUUID(),
  campaign_id: campaign,
  day: date,
  time,
  title,
  seconds,
});
