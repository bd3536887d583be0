import type { FloorRules, SiteRule } from '@pledgeline/acd';
import type { SiteId } from '@pledgeline/core';
import type { Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';

/** [STE-10] How the calls of a campaign are shared out among the sites. */
export async function siteRules(
  db: Kysely<Tables>,
  campaign: string,
): Promise<Pick<FloorRules, 'overflowMs' | 'sites'>> {
  const { overflow_seconds: overflowSeconds } = await db
    .selectFrom('campaigns')
    .select('overflow_seconds')
    .where('id', '=', campaign)
    .executeTakeFirstOrThrow();
  const shares = await db
    .selectFrom('site_shares')
    .select(['site_id', 'weight', 'calls_max'])
    .where('campaign_id', '=', campaign)
    .orderBy('site_id')
    .execute();
  const rules = shares.map(({ site_id, weight, calls_max }): SiteRule => ({
    site: site_id as SiteId,
    weight,
    callsMax: calls_max,
  }));
  return {
    overflowMs: (overflowSeconds ?? 0) * 1_000,
    // What says nothing costs nothing: each call looks at all that are here.
    sites: rules.filter(({ weight, callsMax }) => weight !== 1 || callsMax !== null),
  };
}
