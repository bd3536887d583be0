import { randomUUID } from 'node:crypto';
import { sql, type Kysely, type Selectable } from 'kysely';
import { NOBODY } from '../access/actor.ts';
import { audit } from '../access/audit.ts';
import type { Tables } from '../adapters/database/tables.ts';
import type { PaymentNotification } from './provider.ts';

export type Taken =
  /** The money is written down. */
  | 'paid'
  | 'refused'
  /** Known already, by its own id or by the money's: nothing has changed. */
  | 'repeated'
  /** Nobody here opened it, or it overtook the opening: kept in mind, and taken when it is sent again. */
  | 'unknown-checkout';

type Checkout = Selectable<Tables['checkouts']>;

/** Takes one notification, whole or not at all. However often and in whatever order they come, money is counted once. */
export async function takeNotification(
  db: Kysely<Tables>,
  provider: string,
  notification: PaymentNotification,
): Promise<Taken> {
  return db.transaction().execute(async (step) => {
    await sql`set local synchronous_commit to on`.execute(step);
    if (!(await isFirst(step, provider, notification.notificationId))) return 'repeated';
    const taken = await apply(step, provider, notification);
    await step
      .updateTable('payment_notifications')
      .set({ outcome: taken })
      .where('provider', '=', provider)
      .where('notification_id', '=', notification.notificationId)
      .execute();
    return taken;
  });
}

/** The primary key decides between two that come at the same moment: the second waits here for the first to commit. */
async function isFirst(db: Kysely<Tables>, provider: string, id: string): Promise<boolean> {
  const row = await db
    .insertInto('payment_notifications')
    .values({ provider, notification_id: id, outcome: 'unknown-checkout' })
    .onConflict((conflict) =>
      conflict
        .columns(['provider', 'notification_id'])
        .doUpdateSet({ received_at: sql<Date>`now()` })
        // One that came before its checkout has changed nothing yet.
        .where('payment_notifications.outcome', '=', 'unknown-checkout'),
    )
    .returning('notification_id')
    .executeTakeFirst();
  return row !== undefined;
}

async function apply(
  db: Kysely<Tables>,
  provider: string,
  notification: PaymentNotification,
): Promise<Taken> {
  const checkout = await db
    .selectFrom('checkouts')
    .selectAll()
    .where('provider', '=', provider)
    .where('provider_reference', '=', notification.checkoutReference)
    .forUpdate()
    .executeTakeFirst();
  if (checkout === undefined) return 'unknown-checkout';
  return notification.outcome === 'paid' ? pay(db, checkout, notification) : refuse(db, checkout);
}

async function pay(
  db: Kysely<Tables>,
  checkout: Checkout,
  notification: PaymentNotification,
): Promise<Taken> {
  const id = randomUUID();
  const payment = await db
    .insertInto('payments')
    .values({
      id,
      pledge_id: checkout.pledge_id,
      checkout_id: checkout.id,
      provider: checkout.provider,
      provider_reference: notification.paymentReference,
      // What was paid, should it differ from what was asked for.
      amount_cents: notification.amountCents,
      paid_at: notification.at,
    })
    .onConflict((conflict) => conflict.columns(['provider', 'provider_reference']).doNothing())
    .returning('id')
    .executeTakeFirst();
  await db.updateTable('checkouts').set({ state: 'paid' }).where('id', '=', checkout.id).execute();
  if (payment === undefined) return 'repeated';
  const detail = {
    pledge: checkout.pledge_id,
    amountCents: notification.amountCents,
    askedCents: checkout.amount_cents,
  };
  await audit(db, { actor: NOBODY, action: 'payment.received', subject: id, detail });
  return 'paid';
}

/** A refusal that arrives after the money is old news. */
async function refuse(db: Kysely<Tables>, checkout: Checkout): Promise<Taken> {
  await db
    .updateTable('checkouts')
    .set({ state: 'refused' })
    .where('id', '=', checkout.id)
    .where('state', '=', 'open')
    .execute();
  return 'refused';
}
