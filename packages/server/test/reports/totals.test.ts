import type { Totals } from '@pledgeline/contract';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { reportRoutes } from '../../src/reports/routes.ts';
import { totalsSnapshot } from '../../src/reports/store.ts';
import { save } from '../../src/pledges/store.ts';
import { ACTORS, addCampaign, appFor, moneyHouse, newId, pledgeForm } from '../pledges/house.ts';
import type { TestDatabase } from '../testing/database.ts';

let house: TestDatabase;
before(async () => {
  house = await moneyHouse();
});
after(() => house.end());

interface Changes {
  readonly amountCents?: number;
  readonly revision?: number;
  readonly trialCall?: boolean;
  readonly by?: string;
}

async function promise(
  id: string,
  { amountCents = 5_000, revision = 1, trialCall = false, by = 'zoe' }: Changes = {},
): Promise<void> {
  const actor = ACTORS[by];
  assert.ok(actor);
  assert.ok((await save(house.db, { id, form: pledgeForm({ amountCents, revision }), actor, trialCall })).ok);
}

async function pay(pledge: string, reference: string, cents: number): Promise<void> {
  await house.db
    .insertInto('payments')
    .values({
      id: newId(),
      pledge_id: pledge,
      provider: 'sandbox',
      provider_reference: reference,
      amount_cents: cents,
      paid_at: '2026-11-23T20:00:00.000Z',
    })
    .execute();
}

const figures = ({ promisedCents, promisedCount, onAirCents, paidCents, paidCount }: Totals) => [
  promisedCents,
  promisedCount,
  onAirCents,
  paidCents,
  paidCount,
];

test('[TOTALS-1] promised, on air and paid are three figures; the newest pledges name nobody', async () => {
  assert.deepEqual(figures(await totalsSnapshot(house.db)), [0, 0, 0, 0, 0]);
  const [first, second] = [newId(), newId()];
  await promise(first);
  await promise(second, { amountCents: 2_550, by: 'office' });
  await pay(first, 'x1', 4_000);
  await pay(first, 'x2', 1_000);
  const totals = await totalsSnapshot(house.db);
  assert.deepEqual(figures(totals), [7_550, 2, 7_550, 5_000, 1]);
  assert.deepEqual(
    totals.latest.map(({ id, amountCents, positionNumber, paid }) => ({
      id,
      amountCents,
      positionNumber,
      paid,
    })),
    [
      { id: second, amountCents: 2_550, positionNumber: null, paid: false },
      { id: first, amountCents: 5_000, positionNumber: 1, paid: true },
    ],
  );
  assert.ok(!/Petit|Anne|\+33/.test(JSON.stringify(totals)));
});

test('[TOTALS-2] the figure on air never falls by itself, whatever is corrected', async () => {
  const id = newId();
  const promised = (await totalsSnapshot(house.db)).promisedCents;
  await promise(id, { amountCents: 5_000_000 });
  const high = await totalsSnapshot(house.db);
  assert.equal(high.onAirCents, promised + 5_000_000);
  await promise(id, { amountCents: 500, revision: 2 });
  const many = await Promise.all(Array.from({ length: 5 }, () => totalsSnapshot(house.db)));
  for (const totals of many)
    assert.deepEqual([totals.promisedCents, totals.onAirCents], [promised + 500, high.onAirCents]);
});

test('[TOTALS-3] test calls count in a campaign that is a trial, and in no other', async () => {
  await house.db.updateTable('campaigns').set({ open: false }).execute();
  await addCampaign(house.db, { id: 'real', trial: false });
  const [real, trial] = [newId(), newId()];
  await promise(real);
  await promise(trial, { trialCall: true });
  await pay(trial, 'x3', 5_000);
  const totals = await totalsSnapshot(house.db);
  assert.deepEqual(figures(totals), [5_000, 1, 5_000, 0, 0]);
  assert.deepEqual(
    totals.latest.map((pledge) => pledge.id),
    [real],
  );
});

test('[TOTALS-4] supervisors and the office see them, fifty pledges at most, a volunteer does not', async () => {
  await Promise.all(Array.from({ length: 60 }, () => promise(newId())));
  const app = await appFor(house.db, (fastify) => reportRoutes(fastify, { db: house.db }));
  const ask = (actor: string) =>
    app.fastify.inject({ method: 'GET', url: '/api/totals', headers: { 'x-actor': actor } });
  assert.equal((await ask('zoe')).statusCode, 403);
  const reply = await ask('office');
  assert.equal(reply.statusCode, 200);
  assert.equal(reply.json<Totals>().latest.length, 50);
  await app.fastify.close();
});

test('[TOTALS-4] without an open campaign there is nothing, and no fault', async () => {
  await house.db.updateTable('campaigns').set({ open: false }).execute();
  assert.deepEqual(figures(await totalsSnapshot(house.db)), [0, 0, 0, 0, 0]);
});
