import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PaymentNotification, PaymentProvider } from '../../src/payments/provider.ts';

/** What a suite must be able to do in the place of the provider. */
export interface ProviderUnderTest {
  readonly provider: PaymentProvider;
  /** A notification as the provider would send it at this moment. */
  readonly send: (notification: PaymentNotification) => { headers: Record<string, string>; body: Buffer };
  /** Lets time pass for the provider under test. */
  readonly pass: (ms: number) => void;
}

const WANTED = {
  pledge: '00000000-0000-4000-8000-000000000001',
  amountCents: 5_000,
  frequency: 'once',
  language: 'fr',
  charity: 'Les Amis',
  returnUrl: 'http://localhost/d/x/back',
} as const;

/** Every provider's adapter passes this. */
export function providerContract(name: string, make: () => Promise<ProviderUnderTest>): void {
  const paid = (checkoutReference: string): PaymentNotification => ({
    notificationId: 'n-1',
    checkoutReference,
    paymentReference: 'p-1',
    outcome: 'paid',
    amountCents: 5_000,
    at: new Date('2026-11-23T20:00:00.000Z'),
  });

  test(`[PAY-1] ${name}: each checkout has a name and a page of its own`, async () => {
    const { provider } = await make();
    const opened = await Promise.all([provider.openCheckout(WANTED), provider.openCheckout(WANTED)]);
    const [first, second] = opened.map((one) => (one.ok ? one.value : assert.fail('not opened')));
    assert.ok(first && second);
    assert.notEqual(first.reference, second.reference);
    assert.ok(URL.canParse(first.url));
    assert.match(provider.name, /^[a-z]{1,40}$/);
  });

  test(`[PAY-2] ${name}: what the provider signed is read, of a payment and of a refusal`, async () => {
    const { provider, send } = await make();
    for (const outcome of ['paid', 'refused'] as const) {
      const notification = { ...paid('c-1'), outcome };
      const { headers, body } = send(notification);
      assert.deepEqual(provider.readNotification(headers, body), { ok: true, value: notification });
    }
  });

  test(`[PAY-2] ${name}: one byte more, less or other, no signature or an old one is a forgery`, async () => {
    const { provider, send, pass } = await make();
    const { headers, body } = send(paid('c-1'));
    const forged = { ok: false, failure: 'BAD_SIGNATURE' };
    assert.deepEqual(provider.readNotification(headers, Buffer.concat([body, Buffer.from(' ')])), forged);
    assert.deepEqual(provider.readNotification(headers, body.subarray(1)), forged);
    const changed = Buffer.from(body.toString().replace('5000', '9000'));
    assert.deepEqual(provider.readNotification(headers, changed), forged);
    assert.deepEqual(provider.readNotification({}, body), forged);
    for (const [header, value] of Object.entries(headers)) {
      const other = value.replace(/[0-9a-f]$/, (last) => (last === '0' ? '1' : '0'));
      assert.deepEqual(provider.readNotification({ [header]: other }, body), forged);
      assert.deepEqual(provider.readNotification({ [header]: 'nonsense' }, body), forged);
    }
    pass(600_000);
    assert.deepEqual(provider.readNotification(headers, body), forged);
  });
}
