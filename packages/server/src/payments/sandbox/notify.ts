import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Task } from '../../adapters/jobs/worker.ts';
import type { Tables } from '../../adapters/database/tables.ts';
import { SANDBOX, type SandboxNotification } from './provider.ts';
import { sign, SIGNATURE_HEADER } from './signature.ts';
import { sandboxCheckout } from './store.ts';

export interface NotifyDeps {
  readonly db: Kysely<Tables>;
  /** Where this machine reaches the line itself: loopback, without a slash at the end. */
  readonly ownUrl: () => string;
  readonly secret: string;
  readonly nowMs: () => number;
}

const Asked = z.object({ reference: z.string() });
const ANSWER_WITHIN_MS = 10_000;

/** Posts the signed notification as a provider would; tried again until it is taken. */
export function notifyTask({ db, ownUrl, secret, nowMs }: NotifyDeps): Task {
  return async ({ payload }) => {
    const { reference } = Asked.parse(payload);
    const checkout = await sandboxCheckout(db, reference);
    if (checkout === null || checkout.state === 'open') return;
    const notification: SandboxNotification = {
      id: checkout.notification_id ?? reference,
      checkout: reference,
      payment: checkout.payment_reference ?? reference,
      outcome: checkout.state,
      amountCents: checkout.amount_cents,
      at: (checkout.decided_at ?? checkout.created_at).toISOString(),
    };
    const body = Buffer.from(JSON.stringify(notification));
    const answer = await fetch(`${ownUrl()}/api/payments/${SANDBOX}/notifications`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        [SIGNATURE_HEADER]: sign(body, { secret, atMs: nowMs() }),
      },
      body,
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    if (!answer.ok) throw Object.assign(new Error('not taken'), { code: `HTTP_${answer.status}` });
  };
}
