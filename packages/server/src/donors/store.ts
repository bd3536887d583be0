import type { Language } from '@pledgeline/contract';
import type { Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';

/** What a donor's page may know: no address, no number, no surname, in case the link has gone astray. */
export interface DonorPledge {
  readonly pledge: string;
  readonly charity: string;
  readonly firstName: string;
  readonly amountCents: number;
  readonly frequency: 'once' | 'monthly';
  readonly language: Language;
  /** What has arrived; 0: nothing yet. */
  readonly paidCents: number;
  /** What became of the newest attempt to pay. */
  readonly attempt: 'none' | 'open' | 'refused' | 'paid';
}

/** Null: nobody's link, or one that is too old. */
export async function pledgeOfLink(db: Kysely<Tables>, tokenHash: string): Promise<DonorPledge | null> {
  const row = await db
    .selectFrom('donor_links')
    .innerJoin('pledges', 'pledges.id', 'donor_links.pledge_id')
    .innerJoin('campaigns', 'campaigns.id', 'pledges.campaign_id')
    .select([
      'pledges.id',
      'pledges.first_name',
      'pledges.amount_cents',
      'pledges.frequency',
      'pledges.language',
    ])
    .select('campaigns.charity')
    .where('donor_links.token_hash', '=', tokenHash)
    .where((of) => of('donor_links.expires_at', '>', of.fn<Date>('now')))
    .executeTakeFirst();
  if (row === undefined) return null;
  const [paidCents, attempt] = await Promise.all([paidFor(db, row.id), newestAttempt(db, row.id)]);
  return {
    pledge: row.id,
    charity: row.charity,
    firstName: row.first_name,
    amountCents: row.amount_cents,
    frequency: row.frequency,
    language: row.language,
    paidCents,
    attempt,
  };
}

async function paidFor(db: Kysely<Tables>, pledge: string): Promise<number> {
  const row = await db
    .selectFrom('payments')
    .select((of) => of.fn.sum<string | null>('amount_cents').as('cents'))
    .where('pledge_id', '=', pledge)
    .executeTakeFirst();
  return Number(row?.cents ?? 0);
}

async function newestAttempt(db: Kysely<Tables>, pledge: string): Promise<DonorPledge['attempt']> {
  const row = await db
    .selectFrom('checkouts')
    .select('state')
    .where('pledge_id', '=', pledge)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined || row.state === 'expired') return 'none';
  return row.state;
}
