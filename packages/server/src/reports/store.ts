import type { Totals } from '@pledgeline/contract';
import { sql, type Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';

const LATEST_MAX = 50;

interface Figures {
  readonly promisedCents: number;
  readonly promisedCount: number;
  readonly onAirCents: number;
  readonly paidCents: number;
  readonly paidCount: number;
  readonly asOf: Date;
}

/**
 * The three figures of the open campaign and its newest pledges, as of now. A monthly pledge counts with one month. The
 * figure on air is the highest promised one that was ever shown: a correction lowers what is promised, never what is on air.
 */
export async function totalsSnapshot(db: Kysely<Tables>): Promise<Totals> {
  const campaign = await db
    .selectFrom('campaigns')
    .select(['id', 'trial'])
    .where('open', '=', true)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (campaign === undefined) return nothing();
  const [figures, latest] = await Promise.all([figuresOf(db, campaign), latestOf(db, campaign)]);
  return { ...figures, latest, asOf: figures.asOf.toISOString() };
}

const nothing = (): Totals => ({
  promisedCents: 0,
  promisedCount: 0,
  onAirCents: 0,
  paidCents: 0,
  paidCount: 0,
  latest: [],
  asOf: new Date().toISOString(),
});

interface Of {
  readonly id: string;
  /** Test calls count where the whole campaign is one. */
  readonly trial: boolean;
}

/** In one statement, so that the figures belong together. Sums fit a double: 90 million million euros. */
async function figuresOf(db: Kysely<Tables>, { id, trial }: Of): Promise<Figures> {
  const { rows } = await sql<Figures>`
    with counted as (
      select id, amount_cents from pledges where campaign_id = ${id} and (${trial} or not trial)
    ), promised as (
      select coalesce(sum(amount_cents), 0) as cents, count(*) as count from counted
    ), paid as (
      select coalesce(sum(payments.amount_cents), 0) as cents, count(distinct payments.pledge_id) as count
      from payments join counted on counted.id = payments.pledge_id
    ), raised as (
      insert into on_air_marks (campaign_id, cents) select ${id}, cents from promised
      on conflict (campaign_id) do update set cents = excluded.cents, raised_at = now()
        where on_air_marks.cents < excluded.cents
      returning cents
    )
    select promised.cents::float8 as "promisedCents", promised.count::float8 as "promisedCount",
      greatest((select cents from raised), (select cents from on_air_marks where campaign_id = ${id}))::float8
        as "onAirCents",
      paid.cents::float8 as "paidCents", paid.count::float8 as "paidCount", now() as "asOf"
    from promised, paid`.execute(db);
  const [figures] = rows;
  if (figures === undefined) throw new Error('a query without a group always has one row');
  return figures;
}

async function latestOf(db: Kysely<Tables>, { id, trial }: Of): Promise<Totals['latest']> {
  let query = db
    .selectFrom('pledges')
    .leftJoin('seatings', 'seatings.id', 'pledges.seating_id')
    .leftJoin('positions', 'positions.id', 'seatings.position_id')
    .select([
      'pledges.id',
      'pledges.amount_cents',
      'pledges.frequency',
      'pledges.saved_at',
      'positions.number',
    ])
    .select((of) =>
      of
        .exists(
          of.selectFrom('payments').select('payments.id').whereRef('payments.pledge_id', '=', 'pledges.id'),
        )
        .as('paid'),
    )
    .where('pledges.campaign_id', '=', id);
  if (!trial) query = query.where('pledges.trial', '=', false);
  const rows = await query
    .orderBy('pledges.saved_at', 'desc')
    .orderBy('pledges.id')
    .limit(LATEST_MAX)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    amountCents: row.amount_cents,
    frequency: row.frequency,
    positionNumber: row.number,
    savedAt: row.saved_at.toISOString(),
    paid: row.paid === true,
  }));
}
