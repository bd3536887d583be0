import type { Instant } from '@pledgeline/core';
import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { startJobWorker, type JobWorker } from '../../src/adapters/jobs/worker.ts';
import { donorRoutes } from '../../src/donors/routes.ts';
import { messageTasks } from '../../src/messages/tasks.ts';
import { paymentRoutes } from '../../src/payments/routes.ts';
import { notifyTask } from '../../src/payments/sandbox/notify.ts';
import { sandboxProvider, sandboxSecret } from '../../src/payments/sandbox/provider.ts';
import { sandboxRoutes } from '../../src/payments/sandbox/routes.ts';
import { NOTIFY } from '../../src/payments/sandbox/store.ts';
import { save } from '../../src/pledges/store.ts';
import { totalsSnapshot } from '../../src/reports/store.ts';
import { until } from '../messages/until.ts';
import { ACTORS, ANNE, appFor, moneyHouse, newId, pledgeForm } from '../pledges/house.ts';
import type { TestDatabase } from '../testing/database.ts';

let house: TestDatabase;
let app: Awaited<ReturnType<typeof appFor>>;
let worker: JobWorker;
let url = '';
before(async () => {
  house = await moneyHouse();
  const { db } = house;
  const secret = await sandboxSecret(db);
  const [publicUrl, nowMs] = [() => url, Date.now];
  const provider = sandboxProvider({ db, publicUrl, secret, nowMs });
  app = await appFor(db, (fastify) => {
    donorRoutes(fastify, { db, provider, publicUrl, now: () => Date.now() as Instant });
    sandboxRoutes(fastify, { db });
    paymentRoutes(fastify, { db, live: { totalsChanged: () => {} }, providers: [provider] });
  });
  await app.fastify.listen({ port: 0, host: '127.0.0.1' });
  url = `http://127.0.0.1:${(app.fastify.server.address() as AddressInfo).port}`;
  worker = await startJobWorker({
    url: house.url,
    tasks: {
      ...messageTasks({ db, mailer: null, publicUrl }),
      [NOTIFY]: notifyTask({ db, ownUrl: publicUrl, secret, nowMs }),
    },
    log: { warn: () => {} },
  });
});
after(async () => {
  await worker.stop();
  await app.fastify.close();
  await house.end();
});

/** The link of a new pledge, as the donor finds it in the message. */
async function linkOf(id: string, changes = {}): Promise<string> {
  const actor = ACTORS['zoe'];
  assert.ok(actor);
  assert.ok((await save(house.db, { id, form: pledgeForm(changes), actor, trialCall: false })).ok);
  return until(async () => {
    const row = await house.db
      .selectFrom('messages')
      .select('link')
      .where('pledge_id', '=', id)
      .executeTakeFirst();
    return row?.link ?? null;
  });
}

async function get(address: string) {
  const reply = await fetch(address, { redirect: 'manual' });
  return { status: reply.status, headers: reply.headers, text: await reply.text() };
}

async function post(address: string, fields: Record<string, string>) {
  // A browser under no-referrer says that its origin is null.
  const headers = { origin: 'null', 'sec-fetch-site': 'same-origin' };
  const reply = await fetch(address, {
    method: 'POST',
    headers,
    body: new URLSearchParams(fields),
    redirect: 'manual',
  });
  return { status: reply.status, to: reply.headers.get('location') ?? '', text: await reply.text() };
}

test('[DONOR-1] from the message to the paid pledge: the link, the form, the provider, the notification', async () => {
  const id = newId();
  const link = await linkOf(id);
  const page = await get(link);
  assert.equal(page.status, 200);
  for (const words of ['Merci, Anne\u00a0!', '50\u00a0€ vous coûtent 17\u00a0€', 'Régler mon don'])
    assert.ok(page.text.includes(words), words);
  const paying = await post(`${link}/pay?lang=fr`, { amount: '60,50', frequency: 'once' });
  assert.equal(paying.status, 303);
  assert.match(paying.to, /\/sandbox\/checkout\/sbx_/);
  const sandbox = await get(paying.to);
  for (const words of ['Ceci est un bac à sable', '60,50\u00a0€', 'aucune carte'])
    assert.ok(sandbox.text.includes(words), words);
  // Coming back proves nothing.
  assert.ok((await get(`${link}/back`)).text.includes('Nous attendons la confirmation'));
  const done = await post(paying.to, { outcome: 'paid' });
  assert.deepEqual([done.status, done.to], [303, `${link}/back?lang=fr`]);
  await until(async () => ((await get(`${link}/back`)).text.includes('Votre don est arrivé') ? true : null));
  assert.ok((await get(link)).text.includes('60,50\u00a0€'));
  assert.equal((await totalsSnapshot(house.db)).latest.find((pledge) => pledge.id === id)?.paid, true);
  // Paid is paid: neither the form nor the provider's page takes it a second time.
  assert.equal(
    (await post(`${link}/pay`, { amount: '60,50', frequency: 'once' })).to,
    `${new URL(link).pathname}?lang=fr`,
  );
  await post(paying.to, { outcome: 'refused' });
  assert.ok((await get(paying.to)).text.includes('accepté'));
  const paid = await house.db
    .selectFrom('payments')
    .select('amount_cents')
    .where('pledge_id', '=', id)
    .execute();
  assert.deepEqual(paid, [{ amount_cents: 6_050 }]);
});

test('[DONOR-2] a refused payment is said kindly, and can be tried again', async () => {
  const link = await linkOf(newId(), { language: 'en' });
  assert.ok((await get(link)).text.includes('Thank you, Anne!'));
  const first = await post(`${link}/pay`, { amount: '50', frequency: 'monthly' });
  await post(first.to, { outcome: 'refused' });
  await until(async () => ((await get(`${link}/back`)).text.includes('Nothing was taken') ? true : null));
  const second = await post(`${link}/pay`, { amount: '50', frequency: 'monthly' });
  assert.equal(second.status, 303);
  assert.notEqual(second.to, first.to);
});

test('[DONOR-3] an amount that cannot be is asked for again, and nothing is opened', async () => {
  const link = await linkOf(newId());
  const wrong = [{ amount: '0' }, { amount: '1000000' }, { amount: 'x"><script>' }, { amount: '-5' }, {}];
  for (const fields of wrong) {
    const { status, text } = await post(`${link}/pay?lang=fr`, { frequency: 'once', ...fields });
    assert.equal(status, 400);
    assert.ok(text.includes('Indiquez un montant entre 1\u00a0€ et 50\u00a0000\u00a0€.'));
    assert.ok(!text.includes('<script'));
  }
  assert.equal((await post(`${link}/pay`, { amount: '50', frequency: 'weekly' })).status, 400);
});

test('[DONOR-4] the page runs no script, is kept nowhere, tells no other site, and is small', async () => {
  const hostile = { ...ANNE, firstName: '<script>alert(1)</script>' };
  const { headers, text } = await get(await linkOf(newId(), { donor: hostile }));
  assert.ok(!text.includes('<script'));
  assert.ok(text.includes('&lt;script&gt;'));
  assert.match(
    headers.get('content-security-policy') ?? '',
    /^default-src 'none'; style-src 'sha256-[^']+'; /,
  );
  assert.equal(headers.get('referrer-policy'), 'no-referrer');
  assert.equal(headers.get('cache-control'), 'no-store');
  assert.equal(headers.get('set-cookie'), null);
  assert.ok(gzipSync(text).length < 60_000);
  assert.ok(!text.includes(ANNE.lastName) && !text.includes(ANNE.street) && !text.includes(ANNE.email));
});

test('[DONOR-4] it can be read in the other language', async () => {
  const link = await linkOf(newId());
  const { text } = await get(`${link}?lang=en`);
  assert.ok(text.includes('<html lang="en">') && text.includes('Pay my gift') && !text.includes('coûtent'));
  assert.ok((await get(`${link}?lang=xx`)).text.includes('<html lang="fr">'));
});

test('[DONOR-5] a link that is nobody’s, cut short or too old gets a kind page, the same for all', async () => {
  const link = await linkOf(newId());
  await house.db.updateTable('donor_links').set({ expires_at: '2020-01-01' }).execute();
  for (const address of [
    link,
    `${url}/d/AAAAAAAAAAAAAAAAAAAAAA`,
    link.slice(0, -3),
    `${url}/d/${'x'.repeat(90)}`,
  ]) {
    for (const path of ['', '/back']) {
      const { status, text } = await get(address + path);
      assert.equal(status, 404);
      assert.ok(text.includes('Ce lien n’est plus valable'));
    }
    assert.equal((await post(`${address}/pay`, { amount: '50', frequency: 'once' })).status, 404);
  }
  assert.equal((await get(`${url}/sandbox/checkout/none`)).status, 404);
});

test('[DONOR-5] one link asked for too often waits, and no other does', async () => {
  const [busy, other] = [await linkOf(newId()), await linkOf(newId())];
  const statuses = new Set<number>();
  for (let asked = 0; asked < 200 && !statuses.has(429); asked += 1) statuses.add((await get(busy)).status);
  assert.deepEqual([...statuses], [200, 429]);
  assert.equal((await get(other)).status, 200);
});
