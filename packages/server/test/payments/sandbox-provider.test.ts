import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sandboxProvider, sandboxSecret } from '../../src/payments/sandbox/provider.ts';
import { isSignedBy, sign, SIGNATURE_HEADER } from '../../src/payments/sandbox/signature.ts';
import { testDatabase, type TestDatabase } from '../testing/database.ts';
import { providerContract } from './provider-contract.ts';

let house: TestDatabase;
before(async () => {
  house = await testDatabase();
});
after(() => house.end());

const SECRET = 'a secret of this test';

providerContract('the sandbox', async () => {
  let nowMs = Date.parse('2026-11-23T20:00:00.000Z');
  return {
    provider: sandboxProvider({
      db: house.db,
      publicUrl: () => 'http://localhost:8110',
      secret: SECRET,
      nowMs: () => nowMs,
    }),
    send: ({
      notificationId: id,
      checkoutReference: checkout,
      paymentReference: payment,
      outcome,
      amountCents,
      at,
    }) => {
      const body = Buffer.from(
        JSON.stringify({ id, checkout, payment, outcome, amountCents, at: at.toISOString() }),
      );
      return { headers: { [SIGNATURE_HEADER]: sign(body, { secret: SECRET, atMs: nowMs }) }, body };
    },
    pass: (ms) => void (nowMs += ms),
  };
});

test('[PAY-2] a signature holds for five minutes either way, for its body and its secret only', () => {
  const body = Buffer.from('{"a":1}');
  const header = sign(body, { secret: SECRET, atMs: 1_000_000_000 });
  const holds = (nowMs: number, secret = SECRET): boolean => isSignedBy(body, { header, secret, nowMs });
  assert.equal(holds(1_000_000_000), true);
  assert.equal(holds(1_000_299_000), true);
  assert.equal(holds(999_701_000), true);
  assert.equal(holds(1_000_301_000), false);
  assert.equal(holds(999_699_000), false);
  assert.equal(holds(1_000_000_000, 'another'), false);
});

test('[PAY-2] what is signed but not understood is bad input', () => {
  const nowMs = Date.parse('2026-11-23T20:00:00.000Z');
  const provider = sandboxProvider({ db: house.db, publicUrl: () => '', secret: SECRET, nowMs: () => nowMs });
  for (const text of [
    '',
    'no JSON',
    '{}',
    '{"id":"x","checkout":"c","payment":"p","outcome":"paid","amountCents":0}',
  ]) {
    const body = Buffer.from(text);
    const headers = { [SIGNATURE_HEADER]: sign(body, { secret: SECRET, atMs: nowMs }) };
    assert.deepEqual(provider.readNotification(headers, body), { ok: false, failure: 'BAD_INPUT' }, text);
  }
});

test('[PAY-2] the sandbox’s secret is made once and stays, whoever asks first', async () => {
  const [one, two] = await Promise.all([sandboxSecret(house.db), sandboxSecret(house.db)]);
  assert.equal(one, two);
  assert.ok(one.length >= 40);
});

test('[PAY-1] the sandbox’s page is at our own address, and its side of the wire knows no donor', async () => {
  const provider = sandboxProvider({
    db: house.db,
    publicUrl: () => 'http://line',
    secret: SECRET,
    nowMs: () => 0,
  });
  const opened = await provider.openCheckout({
    pledge: '00000000-0000-4000-8000-000000000002',
    amountCents: 7_700,
    frequency: 'monthly',
    language: 'en',
    charity: 'Les Amis',
    returnUrl: 'http://line/d/x/back',
  });
  assert.ok(opened.ok);
  assert.equal(opened.value.url, `http://line/sandbox/checkout/${opened.value.reference}`);
  const known = await house.db
    .selectFrom('sandbox_checkouts')
    .selectAll()
    .where('reference', '=', opened.value.reference)
    .executeTakeFirstOrThrow();
  assert.deepEqual([known.amount_cents, known.frequency, known.state], [7_700, 'monthly', 'open']);
  assert.ok(!JSON.stringify(known).includes('00000000-0000-4000'));
});
