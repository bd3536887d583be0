import type { Kysely, Transaction } from 'kysely';
import { sql } from 'kysely';
import { randomUUID } from 'node:crypto';
import { NOBODY } from '../access/actor.ts';
import { audit } from '../access/audit.ts';
import type { Tables } from '../adapters/database/tables.ts';
import { newCode } from '../volunteers/code.ts';
import { ownTrunk } from './own-trunk.ts';
import { trialDirectory, trialDonors } from './people.ts';
import { INFORMATION, SCRIPT } from './script.ts';

/** The person who signs in by the printed link. */
export const TRIAL_STAFF = 'trial-office';
const CAMPAIGN = 'trial';
const SITE = 'trial-caen';
const EDITION = 'trial-directory';
const POSITIONS = 15;
const AMOUNTS_CENTS = [1_000, 2_000, 3_000, 5_000, 10_000, 20_000];
/** Two servers that start at once on one database make one campaign; any number would do that is ours alone. */
const LOCK = 7_353_345;

/** Makes a campaign to try where there is none at all. True: it was made now. All of it or nothing. */
export async function createTrial(db: Kysely<Tables>): Promise<boolean> {
  return db.transaction().execute(async (step) => {
    await sql`select pg_advisory_xact_lock(${LOCK})`.execute(step);
    const known = await step.selectFrom('campaigns').select('id').limit(1).executeTakeFirst();
    if (known !== undefined) return false;
    await addCampaign(step);
    await addPlaces(step);
    await addPeople(step);
    await audit(step, {
      actor: NOBODY,
      action: 'campaign.created',
      subject: CAMPAIGN,
      detail: { trial: true },
    });
    return true;
  });
}

async function addCampaign(step: Transaction<Tables>): Promise<void> {
  await step
    .insertInto('campaigns')
    .values({
      id: CAMPAIGN,
      name: 'Soirée d’essai',
      charity: 'La Ligne d’Espoir',
      time_zone: 'Europe/Paris',
      currency: 'EUR',
      amounts_cents: AMOUNTS_CENTS,
      script: JSON.stringify(SCRIPT),
      information: JSON.stringify(INFORMATION),
      trial: true,
      open: true,
    })
    .execute();
  await step
    .insertInto('lines')
    .values([
      { id: 'trial-fr', campaign_id: CAMPAIGN, number: '110', language: 'fr' },
      { id: 'trial-en', campaign_id: CAMPAIGN, number: '111', language: 'en' },
    ])
    .execute();
  await step
    .insertInto('trunks')
    .values(ownTrunk)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function addPlaces(step: Transaction<Tables>): Promise<void> {
  await step.insertInto('sites').values({ id: SITE, name: 'Plateau de Caen' }).execute();
  const codes = new Set<string>();
  while (codes.size < POSITIONS) codes.add(newCode());
  const positions = [...codes].map((code, index) => ({
    id: `${SITE}-${index + 1}`,
    site_id: SITE,
    number: index + 1,
    code,
    code_expires_at: null,
  }));
  await step.insertInto('positions').values(positions).execute();
  await step
    .insertInto('staff')
    .values({
      id: TRIAL_STAFF,
      name: 'Bureau (essai)',
      email: 'office@trial.invalid',
      email_verified: true,
      roles: JSON.stringify(['supervisor', 'office', 'operator']),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function addPeople(step: Transaction<Tables>): Promise<void> {
  const directory = trialDirectory();
  // Somebody may have imported a real directory before the first start: that one stays the active one.
  const active = await step
    .selectFrom('directory_editions')
    .select('id')
    .where('state', '=', 'active')
    .executeTakeFirst();
  const state = active === undefined ? ('active' as const) : ('replaced' as const);
  await step
    .insertInto('directory_editions')
    .values({ id: EDITION, name: 'Trial directory', state, rows: directory.length })
    .execute();
  const entries = directory.map(({ email: _none, ...person }) => ({
    ...person,
    edition_id: EDITION,
    country: 'FR',
  }));
  await step.insertInto('directory_entries').values(entries).execute();
  const donors = trialDonors().map((person) => ({ ...person, id: randomUUID(), country: 'FR' }));
  await step.insertInto('donors').values(donors).execute();
}
