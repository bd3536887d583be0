import type { Exchange } from '@pledgeline/calls';
import { sql, type Kysely } from 'kysely';
import { statfs } from 'node:fs/promises';
import type { Tables } from '../adapters/database/tables.ts';
import { syntheticOf } from '../prompts/store.ts';
import { readEvening } from '../show/read.ts';
import type { Trunk } from '../trunks/trunk.ts';
import type { Trunks } from '../trunks/trunks.ts';
import type { Facts } from './facts.ts';
import { lastDone, tickOf } from './store.ts';

export interface GatherDeps {
  readonly db: Kysely<Tables>;
  readonly now: () => number;
  readonly dataDir: string;
  readonly trunks: Pick<Trunks, 'book' | 'stateOf'>;
  readonly exchange: () => Exchange;
  readonly providers: () => Promise<Pick<Facts, 'mail' | 'payment'>>;
}

/** What the checklist is judged by, as it is at this moment. */
export async function gatherFacts(
  deps: GatherDeps,
  campaign: { readonly id: string; readonly trial: boolean },
): Promise<Facts> {
  const { db, now, dataDir, trunks } = deps;
  const [evening, lines, prompts, positions, providers, backup, rehearsedAt, dataDisk, databaseDisk] =
    await Promise.all([
      readEvening(db, now()),
      db.selectFrom('lines').select('id').where('campaign_id', '=', campaign.id).execute(),
      syntheticOf(db, campaign.id),
      positionsOf(deps),
      deps.providers(),
      tickOf(db, { campaign: campaign.id, item: 'backup' }),
      lastDone(db, campaign.id),
      freeBytes(dataDir),
      databaseFolder(db).then((folder) => (folder === null ? null : freeBytes(folder))),
    ]);
  return {
    now: now(),
    trial: campaign.trial,
    trunks: trunks.book
      .all()
      .filter(({ enabled, trial }) => enabled && !trial)
      .map((trunk) => ({ name: trunk.name, reach: reachOf(trunk, trunks) })),
    numbers: lines.length,
    openings: evening?.openings ?? [],
    closedByHand: evening?.closedByHand ?? false,
    prompts,
    positions,
    ...providers,
    backup,
    rehearsedAt,
    dataDisk,
    databaseDisk,
  };
}

/** A carrier with which we could not register rings nobody here, whatever else it answers. */
function reachOf(trunk: Trunk, trunks: GatherDeps['trunks']): 'up' | 'down' | 'unknown' {
  const { reach, registration } = trunks.stateOf(trunk);
  if (registration === 'registered') return reach === 'down' ? 'down' : 'up';
  return registration === 'none' ? reach : 'down';
}

async function positionsOf({ db, exchange }: GatherDeps): Promise<Facts['positions']> {
  const rows = await db
    .selectFrom('positions')
    .innerJoin('sites', 'sites.id', 'positions.site_id')
    .leftJoin('position_sounds', 'position_sounds.position_id', 'positions.id')
    .leftJoin('seatings', (join) =>
      join
        .onRef('seatings.position_id', '=', 'positions.id')
        .on('seatings.left_at', 'is', null)
        .on('seatings.expires_at', '>', sql<Date>`now()`),
    )
    .select(['sites.name as site', 'positions.number', 'seatings.id as seating', 'sounded_at'])
    .orderBy('sites.name')
    .orderBy('positions.number')
    .execute();
  const { lines, phones } = exchange();
  const sounding = new Set<string>([...lines, ...phones]);
  return rows.map(({ site, number, seating, sounded_at }) => ({
    name: `${site} ${number}`,
    seated: seating !== null,
    sounds: seating !== null && sounding.has(seating),
    soundedAt: sounded_at?.getTime() ?? null,
  }));
}

const freeBytes = (folder: string): Promise<number | null> =>
  statfs(folder).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => null,
  );

/** Where the database lies on this machine; null: on another one, or nobody says. */
async function databaseFolder(db: Kysely<Tables>): Promise<string | null> {
  try {
    // Whoever is reached without an address is reached by a socket of this machine.
    const { rows } = await sql<{ readonly folder: string | null }>`
      select case when inet_server_addr() is null then current_setting('data_directory', true) end as folder
    `.execute(db);
    return rows[0]?.folder ?? null;
  } catch {
    return null;
  }
}
