import type { Sharing, SharingSite } from '@pledgeline/contract';
import type { Kysely } from 'kysely';
import type { SeatHeld } from '../access/actor.ts';
import type { Tables } from '../adapters/database/tables.ts';
import { openCampaign } from '../campaigns/store.ts';
import { seatsHeld } from '../volunteers/seatings.ts';
import { siteSupervisors } from './supervisors.ts';

/** How calls are shared out, and who is there to take them; null: no campaign is open. */
export async function sharingNow(db: Kysely<Tables>): Promise<Sharing | null> {
  const campaign = await openCampaign(db);
  if (campaign === null) return null;
  const { overflow_seconds: overflowSeconds } = await db
    .selectFrom('campaigns')
    .select('overflow_seconds')
    .where('id', '=', campaign.id)
    .executeTakeFirstOrThrow();
  const lines = await db
    .selectFrom('lines')
    .select(['id', 'number', 'language', 'site_id as site'])
    .where('campaign_id', '=', campaign.id)
    .orderBy('number')
    .execute();
  const rows = await siteRows(db, campaign.id);
  const [seats, supervisors] = [await seatsHeld(db), await siteSupervisors(db)];
  const people = { seats, supervisors };
  return { campaign: campaign.name, overflowSeconds, sites: rows.map((row) => siteNow(row, people)), lines };
}

const siteRows = (db: Kysely<Tables>, campaign: string) =>
  db
    .selectFrom('sites')
    .leftJoin('site_shares', (join) =>
      join.onRef('site_shares.site_id', '=', 'sites.id').on('site_shares.campaign_id', '=', campaign),
    )
    .select(['sites.id', 'sites.name', 'sites.outsourced', 'site_shares.weight', 'site_shares.calls_max'])
    .select((expression) =>
      expression
        .selectFrom('positions')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .whereRef('positions.site_id', '=', 'sites.id')
        .as('positions'),
    )
    .orderBy('sites.name')
    .orderBy('sites.id')
    .execute();

interface People {
  readonly seats: readonly SeatHeld[];
  readonly supervisors: Awaited<ReturnType<typeof siteSupervisors>>;
}

function siteNow(
  row: Awaited<ReturnType<typeof siteRows>>[number],
  { seats, supervisors }: People,
): SharingSite {
  const here = seats.filter(({ siteId }) => siteId === row.id);
  const count = (is: (seat: SeatHeld) => boolean): number => here.filter(is).length;
  return {
    id: row.id,
    name: row.name,
    weight: row.weight ?? 1,
    callsMax: row.calls_max,
    outsourced: row.outsourced,
    positions: Number(row.positions),
    seated: here.length,
    speaking: {
      fr: count(({ languages }) => languages.includes('fr')),
      en: count(({ languages }) => languages.includes('en')),
    },
    professionals: count(({ professional }) => professional),
    listeners: count(({ listener }) => listener),
    supervisors: supervisors.filter(({ site }) => site === row.id).map(({ id, name }) => ({ id, name })),
  };
}
