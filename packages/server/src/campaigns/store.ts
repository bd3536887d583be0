import type { Campaign } from '@pledgeline/contract';
import type { Kysely } from 'kysely';
import type { Actor } from '../access/actor.ts';
import { audit } from '../access/audit.ts';
import type { Tables } from '../adapters/database/tables.ts';

/** The campaign that is open: the newest, should there be two. */
export async function openCampaign(db: Kysely<Tables>): Promise<Campaign | null> {
  const row = await db
    .selectFrom('campaigns')
    .selectAll()
    .where('open', '=', true)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return null;
  const line = await db
    .selectFrom('lines')
    .select('number')
    .where('campaign_id', '=', row.id)
    .orderBy('number')
    .limit(1)
    .executeTakeFirst();
  return {
    id: row.id,
    name: row.name,
    charity: row.charity,
    number: line?.number ?? '',
    currency: 'EUR',
    amountsCents: row.amounts_cents,
    // Written by us in the contract's shape; the reply's schema checks both again on the way out.
    script: row.script as Campaign['script'],
    information: row.information as Campaign['information'],
    trial: row.trial,
    wrapUpSeconds: row.wrap_up_seconds,
    choiceSeconds: row.choice_seconds,
  };
}

export async function isTrial(db: Kysely<Tables>): Promise<boolean> {
  const row = await db
    .selectFrom('campaigns')
    .select('trial')
    .where('open', '=', true)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.trial ?? false;
}

/** What donors dial now. */
export async function openLines(db: Kysely<Tables>): Promise<{ number: string; language: 'fr' | 'en' }[]> {
  return db
    .selectFrom('lines')
    .innerJoin('campaigns', 'campaigns.id', 'lines.campaign_id')
    .select(['lines.number', 'lines.language'])
    .where('campaigns.open', '=', true)
    .orderBy('lines.number')
    .execute();
}

/** Sets how long volunteers have after a call, for the campaign that is open. False: none is. */
export async function keepWrapUp(
  db: Kysely<Tables>,
  { actor, seconds }: { readonly actor: Actor; readonly seconds: number },
): Promise<boolean> {
  return db.transaction().execute(async (step) => {
    const campaign = await openCampaign(step);
    if (campaign === null) return false;
    await step
      .updateTable('campaigns')
      .set({ wrap_up_seconds: seconds })
      .where('id', '=', campaign.id)
      .execute();
    await audit(step, { actor, action: 'campaign.wrap-up', subject: campaign.id, detail: { seconds } });
    return true;
  });
}

/** Sets after how long callers are told what else there is than waiting (null: never). False: no campaign is open. */
export async function keepChoice(
  db: Kysely<Tables>,
  { actor, seconds }: { readonly actor: Actor; readonly seconds: number | null },
): Promise<boolean> {
  return db.transaction().execute(async (step) => {
    const campaign = await openCampaign(step);
    if (campaign === null) return false;
    await step
      .updateTable('campaigns')
      .set({ choice_seconds: seconds })
      .where('id', '=', campaign.id)
      .execute();
    await audit(step, { actor, action: 'campaign.choice', subject: campaign.id, detail: { seconds } });
    return true;
  });
}
