import { failed, ok, type Result } from '@pledgeline/core';
import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Tables } from '../../adapters/database/tables.ts';
import type { NotificationFault, PaymentNotification, PaymentProvider } from '../provider.ts';
import { isSignedBy, SIGNATURE_HEADER } from './signature.ts';

export const SANDBOX = 'sandbox';

export interface SandboxDeps {
  readonly db: Kysely<Tables>;
  /** Where the donor's browser finds us, without a slash at the end. */
  readonly publicUrl: () => string;
  readonly secret: string;
  readonly nowMs: () => number;
}

/** What the sandbox says of a checkout. */
export const SandboxNotification = z.object({
  id: z.string().min(1).max(100),
  checkout: z.string().min(1).max(100),
  payment: z.string().min(1).max(100),
  outcome: z.enum(['paid', 'refused']),
  amountCents: z.int().min(1).max(2_000_000_000),
  at: z.iso.datetime(),
});
export type SandboxNotification = z.infer<typeof SandboxNotification>;

/** A payment provider of our own for trying the line: everything is real but the money. */
export function sandboxProvider({ db, publicUrl, secret, nowMs }: SandboxDeps): PaymentProvider {
  return {
    name: SANDBOX,
    pageOrigin: null,
    isReachable: () =>
      db
        .selectFrom('sandbox_checkouts')
        .select('reference')
        .limit(1)
        .execute()
        .then(
          () => true,
          () => false,
        ),
    async openCheckout({ amountCents, frequency, language, charity, returnUrl }) {
      const reference = `sbx_${randomBytes(16).toString('base64url')}`;
      await db
        .insertInto('sandbox_checkouts')
        .values({ reference, amount_cents: amountCents, frequency, language, charity, return_url: returnUrl })
        .execute();
      return ok({ reference, url: `${publicUrl()}/sandbox/checkout/${reference}` });
    },
    readNotification(headers, body) {
      const header = headers[SIGNATURE_HEADER];
      const signed = isSignedBy(body, { header: [header].flat()[0], secret, nowMs: nowMs() });
      return signed ? read(body) : failed('BAD_SIGNATURE');
    },
  };
}

function read(body: Uint8Array): Result<PaymentNotification, NotificationFault> {
  const parsed = SandboxNotification.safeParse(jsonOf(body));
  if (!parsed.success) return failed('BAD_INPUT');
  const { id, checkout, payment, outcome, amountCents, at } = parsed.data;
  return ok({
    notificationId: id,
    checkoutReference: checkout,
    paymentReference: payment,
    outcome,
    amountCents,
    at: new Date(at),
  });
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return null;
  }
}

/** The key with which the sandbox signs: made at the first start, the same ever after, known to nobody else. */
export async function sandboxSecret(db: Kysely<Tables>): Promise<string> {
  await db
    .insertInto('provider_secrets')
    .values({ provider: SANDBOX, secret: randomBytes(32).toString('base64url') })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await db
    .selectFrom('provider_secrets')
    .select('secret')
    .where('provider', '=', SANDBOX)
    .executeTakeFirstOrThrow();
  return row.secret;
}
