import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { paymentRoutes } from '../../src/payments/routes.ts';
import { checkoutPage } from '../../src/payments/checkout.ts';
import { sandboxProvider } from '../../src/payments/sandbox/provider.ts';
import { sign, SIGNATURE_HEADER } from '../../src/payments/sandbox/signature.ts';
import { save } from '../../src/pledges/store.ts';
import { ACTORS, appFor, moneyHouse, newId, pledgeForm } from '../pledges/house.ts';
import type { TestDatabase } from '../testing/database.ts';

const SECRET = 'a secret of this test';
const NOW_MS = Date.parse('2026-11-23T20:00:00.000Z');

let house: TestDatabase;
let app: Awaited<ReturnType<typeof appFor>>;
let announced = 0;
let pledge = '';
before(async () => {
  house = await moneyHouse();
  app = await appFor(house.db, (fastify) =>
    paymentRoutes(fastify, {
      db: house.db,
      live: { totalsChanged: () => void (announced += 1) },
      providers: [provider()],
    }),
  );
});
after(async () => {
  await app.fastify.close();
  await house.end();
});
beforeEach(async () => {
  announced = 0;
  pledge = newId();
  const actor = ACTORS['zoe'];
  assert.ok(actor);
  await save(house.db, { id: pledge, form: pledgeForm(), actor, trialCall: false });
});

const provider = () =>
  sandboxProvider({ db: house.db, publicUrl: () => 'http://localhost', secret: SECRET, nowMs: () => NOW_MS });

const open = (amountCents = 5_000) =>
  checkoutPage(
    { db: house.db, provider: provider() },
    {
      pledge,
      amountCents,
      frequency: 'once',
      language: 'fr',
      charity: 'Les Amis',
      returnUrl: 'http://localhost/back',
    },
  );

async function opened(amountCents = 5_000): Promise<string> {
  const page = await open(amountCents);
  assert.ok(page.ok);
  return page.value.slice(page.value.lastIndexOf('/') + 1);
}

const told = (checkout: string, changes: object = {}) => ({
  id: `n-${checkout}`,
  checkout,
  payment: `p-${checkout}`,
  outcome: 'paid',
  amountCents: 5_000,
  at: '2026-11-23T20:00:00.000Z',
  ...changes,
});

async function notify(notification: object, { secret = SECRET, to = 'sandbox' } = {}) {
  const body = JSON.stringify(notification);
  const reply = await app.fastify.inject({
    method: 'POST',
    url: `/api/payments/${to}/notifications`,
    headers: {
      'content-type': 'application/json',
      'sec-fetch-site': 'cross-site',
      [SIGNATURE_HEADER]: sign(Buffer.from(body), { secret, atMs: NOW_MS }),
    },
    payload: body,
  });
  return [reply.statusCode, reply.json<{ fault?: string }>().fault];
}

const payments = () =>
  house.db.selectFrom('payments').select('amount_cents').where('pledge_id', '=', pledge).execute();
const checkoutState = async (reference: string) =>
  (
    await house.db
      .selectFrom('checkouts')
      .select('state')
      .where('provider_reference', '=', reference)
      .executeTakeFirst()
  )?.state;
const OK = [200, undefined];

test('[PAY-3] a payment is written down with its audit record, and the totals are told', async () => {
  const checkout = await opened();
  assert.deepEqual(await notify(told(checkout)), OK);
  assert.deepEqual(await payments(), [{ amount_cents: 5_000 }]);
  assert.equal(await checkoutState(checkout), 'paid');
  const audits = await house.db
    .selectFrom('audit')
    .selectAll()
    .where('action', '=', 'payment.received')
    .execute();
  assert.equal(audits.at(-1)?.actor_kind, 'system');
  assert.equal(announced, 1);
});

test('[PAY-3] a notification that comes twice, or ten times at once, counts once', async () => {
  const checkout = await opened();
  const answers = await Promise.all(Array.from({ length: 10 }, () => notify(told(checkout))));
  for (const answer of answers) assert.deepEqual(answer, OK);
  assert.deepEqual(await notify(told(checkout)), OK);
  assert.deepEqual(await notify(told(checkout, { id: 'told under another id' })), OK);
  assert.equal((await payments()).length, 1);
  assert.equal(announced, 1);
});

test('[PAY-4] in any order: money after a refusal counts, a refusal after the money is old news', async () => {
  const checkout = await opened();
  const refusal = told(checkout, { id: 'r1', payment: 'x', outcome: 'refused' });
  assert.deepEqual(await notify(refusal), OK);
  assert.equal(await checkoutState(checkout), 'refused');
  assert.deepEqual(await notify(told(checkout)), OK);
  assert.deepEqual(await notify({ ...refusal, id: 'r2' }), OK);
  assert.equal(await checkoutState(checkout), 'paid');
  assert.equal((await payments()).length, 1);
});

test('[PAY-4] one that overtakes its checkout is asked for again, and then counts', async () => {
  const early = told('sbx_later', { id: 'early' });
  assert.deepEqual(await notify(early), [404, 'NOT_FOUND']);
  assert.deepEqual(await payments(), []);
  const checkout = await opened();
  await house.db
    .updateTable('checkouts')
    .set({ provider_reference: 'sbx_later' })
    .where('provider_reference', '=', checkout)
    .execute();
  assert.deepEqual(await notify(early), OK);
  assert.deepEqual(await notify(early), OK);
  assert.equal((await payments()).length, 1);
});

test('[PAY-5] what was really paid is what counts', async () => {
  const checkout = await opened();
  assert.deepEqual(await notify(told(checkout, { amountCents: 4_200 })), OK);
  assert.deepEqual(await payments(), [{ amount_cents: 4_200 }]);
});

test('[PAY-2] a forged notification, and one for a provider that is not ours, changes nothing', async () => {
  const checkout = await opened();
  const known = await house.db.selectFrom('payment_notifications').select('notification_id').execute();
  assert.deepEqual(await notify(told(checkout), { secret: 'guessed' }), [401, 'BAD_SIGNATURE']);
  assert.deepEqual(await notify(told(checkout), { to: 'stripe' }), [404, 'NOT_FOUND']);
  assert.deepEqual(await notify({ id: 'x' }), [400, 'BAD_INPUT']);
  assert.deepEqual(await payments(), []);
  assert.equal(await checkoutState(checkout), 'open');
  assert.deepEqual(
    await house.db.selectFrom('payment_notifications').select('notification_id').execute(),
    known,
  );
  assert.equal(announced, 0);
});

test('[PAY-6] a double click leads to one page; another amount, or after a refusal, to another', async () => {
  const pages = await Promise.all([open(), open(), open()]);
  assert.equal(new Set(pages.map((page) => (page.ok ? page.value : ''))).size, 1);
  const first = await opened();
  const other = await opened(6_000);
  assert.notEqual(first, other);
  await notify(told(first, { outcome: 'refused' }));
  assert.notEqual(await opened(), first);
});
