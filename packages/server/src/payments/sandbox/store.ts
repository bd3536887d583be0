import { randomBytes } from 'node:crypto';
import { sql, type Kysely, type Selectable } from 'kysely';
import { addJob } from '../../adapters/jobs/jobs.ts';
import type { Tables } from '../../adapters/database/tables.ts';

export const NOTIFY = 'sandbox-notify';

export type SandboxCheckout = Selectable<Tables['sandbox_checkouts']>;

export async function sandboxCheckout(
  db: Kysely<Tables>,
  reference: string,
): Promise<SandboxCheckout | null> {
  const row = await db
    .selectFrom('sandbox_checkouts')
    .selectAll()
    .where('reference', '=', reference)
    .executeTakeFirst();
  return row ?? null;
}

/** The donor's choice, once: pressing again changes nothing. The notification is asked for in the same stroke. */
export async function decide(
  db: Kysely<Tables>,
  reference: string,
  outcome: 'paid' | 'refused',
): Promise<void> {
  await db.transaction().execute(async (step) => {
    const decided = await step
      .updateTable('sandbox_checkouts')
      .set({
        state: outcome,
        notification_id: `ntf_${randomBytes(12).toString('base64url')}`,
        payment_reference: `pay_${randomBytes(12).toString('base64url')}`,
        decided_at: sql<Date>`now()`,
      })
      .where('reference', '=', reference)
      .where('state', '=', 'open')
      .executeTakeFirst();
    if (decided.numUpdatedRows > 0n) await addJob(step, NOTIFY, { reference });
  });
}
