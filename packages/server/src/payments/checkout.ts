import type { Language } from '@pledgeline/contract';
import { ok, type Result } from '@pledgeline/core';
import { randomUUID } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { NOBODY } from '../access/actor.ts';
import { audit } from '../access/audit.ts';
import type { Tables } from '../adapters/database/tables.ts';
import type { CheckoutOpened, PaymentProvider } from './provider.ts';

export interface PayDeps {
  readonly db: Kysely<Tables>;
  readonly provider: PaymentProvider;
}

export interface PayWanted {
  readonly pledge: string;
  readonly amountCents: number;
  readonly frequency: 'once' | 'monthly';
  readonly language: Language;
  readonly charity: string;
  readonly returnUrl: string;
}

/** A provider's page stays good for this long at least. */
const REUSED_FOR_MINUTES = 20;

/**
 * The provider's page for this donor, opened when the donor asks to pay and not before. Asked again for the same within
 * twenty minutes it is the same page, so that a double click does not lead to two payments.
 */
export async function checkoutPage(
  { db, provider }: PayDeps,
  wanted: PayWanted,
): Promise<Result<string, 'UNAVAILABLE'>> {
  const open = await openCheckout(db, provider, wanted);
  if (open !== null) return ok(open);
  // Nothing of the database is held while the provider is asked.
  const opened = await provider.openCheckout(wanted);
  if (!opened.ok) return opened;
  return db.transaction().execute(async (step) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`checkout ${wanted.pledge}`}, 0))`.execute(
      step,
    );
    // The other half of a double click may have been quicker: then its page is the one, and ours is never shown.
    const quicker = await openCheckout(step, provider, wanted);
    if (quicker !== null) return ok(quicker);
    await keepCheckout(step, provider, wanted, opened.value);
    return ok(opened.value.url);
  });
}

async function keepCheckout(
  db: Kysely<Tables>,
  provider: PaymentProvider,
  { pledge, amountCents, frequency }: PayWanted,
  opened: CheckoutOpened,
): Promise<void> {
  const id = randomUUID();
  await db
    .insertInto('checkouts')
    .values({
      id,
      pledge_id: pledge,
      provider: provider.name,
      provider_reference: opened.reference,
      amount_cents: amountCents,
      frequency,
      url: opened.url,
      state: 'open',
    })
    .execute();
  const detail = { pledge, amountCents, frequency };
  await audit(db, { actor: NOBODY, action: 'checkout.opened', subject: id, detail });
}

async function openCheckout(
  db: Kysely<Tables>,
  provider: PaymentProvider,
  wanted: PayWanted,
): Promise<string | null> {
  const row = await db
    .selectFrom('checkouts')
    .select('url')
    .where('pledge_id', '=', wanted.pledge)
    .where('provider', '=', provider.name)
    .where('amount_cents', '=', wanted.amountCents)
    .where('frequency', '=', wanted.frequency)
    .where('state', '=', 'open')
    .where('created_at', '>', sql<Date>`now() - make_interval(mins => ${REUSED_FOR_MINUTES})`)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.url ?? null;
}
