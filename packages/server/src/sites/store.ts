import type { Preference, SiteShare } from '@pledgeline/contract';
import { failed, ok, type Result } from '@pledgeline/core';
import { sql, type Kysely, type Transaction } from 'kysely';
import type { Actor } from '../access/actor.ts';
import { audit } from '../access/audit.ts';
import type { Tables } from '../adapters/database/tables.ts';
import type { Refusal } from '../adapters/http/route.ts';
import { openCampaign } from '../campaigns/store.ts';

type Done = Result<null, Refusal>;

/** Two changes at once take turns, on however many servers; any number would do that is ours alone. */
const LOCK = 7_353_351;

/** Everything that changes how calls are shared out: one transaction with its audit record, or nothing. */
export class SharingStore {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  setShare(actor: Actor, site: string, share: SiteShare): Promise<Done> {
    return this.#inTurn(async (step, campaign) => {
      const { name, weight, callsMax, outsourced } = share;
      const all = await step.selectFrom('sites').select(['id', 'name']).execute();
      if (!all.some(({ id }) => id === site)) return failed({ fault: 'NOT_FOUND' });
      const same = (other: string): boolean => other.toLocaleLowerCase('fr') === name.toLocaleLowerCase('fr');
      if (all.some((other) => other.id !== site && same(other.name)))
        return failed({ fault: 'SITE_TWICE', fields: [{ path: 'name', message: 'SITE_TWICE' }] });
      await step.updateTable('sites').set({ name, outsourced }).where('id', '=', site).execute();
      await step
        .insertInto('site_shares')
        .values({ campaign_id: campaign, site_id: site, weight, calls_max: callsMax })
        .onConflict((conflict) =>
          conflict.columns(['campaign_id', 'site_id']).doUpdateSet({ weight, calls_max: callsMax }),
        )
        .execute();
      const detail = { weight, callsMax, outsourced };
      await audit(step, { actor, action: 'site.share', subject: site, detail });
      return ok(null);
    });
  }

  setPreference(actor: Actor, { overflowSeconds, lines }: Preference): Promise<Done> {
    return this.#inTurn(async (step, campaign) => {
      if (!(await areKnown(step, campaign, lines))) return failed({ fault: 'NOT_FOUND' });
      for (const { line, site } of lines)
        await step.updateTable('lines').set({ site_id: site }).where('id', '=', line).execute();
      await step
        .updateTable('campaigns')
        .set({ overflow_seconds: overflowSeconds })
        .where('id', '=', campaign)
        .execute();
      const detail = { overflowSeconds, lines: lines.filter(({ site }) => site !== null).length };
      await audit(step, { actor, action: 'campaign.preference', subject: campaign, detail });
      return ok(null);
    });
  }

  /** All that may be refused is looked at before anything is written. */
  #inTurn(change: (step: Transaction<Tables>, campaign: string) => Promise<Done>): Promise<Done> {
    return this.#db.transaction().execute(async (step) => {
      await sql`select pg_advisory_xact_lock(${LOCK})`.execute(step);
      const campaign = await openCampaign(step);
      return campaign === null ? failed({ fault: 'NOT_FOUND' }) : change(step, campaign.id);
    });
  }
}

/** Whether all of these are lines of the campaign, and sites. */
async function areKnown(
  step: Transaction<Tables>,
  campaign: string,
  lines: Preference['lines'],
): Promise<boolean> {
  const known = await step.selectFrom('lines').select('id').where('campaign_id', '=', campaign).execute();
  const sites = await step.selectFrom('sites').select('id').execute();
  return lines.every(
    ({ line, site }) =>
      known.some(({ id }) => id === line) && (site === null || sites.some(({ id }) => id === site)),
  );
}
