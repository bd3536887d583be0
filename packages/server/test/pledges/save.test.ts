import type { PledgeForm, SavedPledge } from '@pledgeline/contract';
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { sql } from 'kysely';
import { connect } from '../../src/adapters/database/connect.ts';
import { pledgeRoutes } from '../../src/pledges/routes.ts';
import type { TestDatabase } from '../testing/database.ts';
import { ANNE, appFor, moneyHouse, newId, pledgeForm } from './house.ts';

let house: TestDatabase;
let app: Awaited<ReturnType<typeof appFor>>;
let announced = 0;
const pledgedIn: string[][] = [];
const pledged = async (...what: string[]): Promise<void> => void pledgedIn.push(what);
before(async () => {
  house = await moneyHouse();
  const live = { totalsChanged: () => void (announced += 1) };
  app = await appFor(house.db, (fastify) =>
    pledgeRoutes(fastify, { db: house.db, live, pledged, isTrialCall: async (call) => call === 'test-call' }),
  );
});
after(async () => {
  await app.fastify.close();
  await house.end();
});
beforeEach(() => {
  announced = 0;
});

async function put(id: string, form: unknown, actor = 'zoe') {
  const reply = await app.fastify.inject({
    method: 'PUT',
    url: `/api/pledges/${id}`,
    headers: { 'x-actor': actor },
    payload: form as object,
  });
  return { status: reply.statusCode, body: reply.json<SavedPledge & { fault?: string }>() };
}

const pledge = (id: string) =>
  house.db.selectFrom('pledges').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

/** How much there is of everything that a save writes. */
async function counts() {
  const { rows } = await sql<{ pledges: string; donors: string; audits: string; jobs: string }>`
    select (select count(*) from pledges) as pledges, (select count(*) from donors) as donors,
      (select count(*) from audit) as audits, (select count(*) from graphile_worker.jobs) as jobs`.execute(
    house.db,
  );
  return rows[0];
}

test('[PLEDGE-1] a saved pledge is there with its donor, its audit record and its invitation', async () => {
  const id = newId();
  const { status, body } = await put(id, pledgeForm());
  assert.equal(status, 200);
  assert.deepEqual([body.id, body.revision, body.amountCents], [id, 1, 5_000]);
  const row = await pledge(id);
  assert.deepEqual(
    [row.campaign_id, row.call_id, row.seating_id, row.trial, row.phone, row.last_name],
    ['c1', null, 'seat-1', true, '+33612345678', 'Petit'],
  );
  assert.deepEqual(
    pledgedIn.at(-1),
    ['call-1', id],
    '[CHA-2] of which call it is, is written when that one is over',
  );
  assert.ok(row.donor_id !== null);
  const audits = await house.db.selectFrom('audit').selectAll().where('subject', '=', id).execute();
  assert.deepEqual(
    audits.map(({ actor_kind: kind, actor, action, detail }) => ({ kind, actor, action, detail })),
    [
      {
        kind: 'seat',
        actor: 'seat-1',
        action: 'pledge.saved',
        detail: { revision: 1, amountCents: 5_000, frequency: 'once', way: 'sms' },
      },
    ],
  );
  assert.equal(announced, 1);
});

test('[PLEDGE-2] saying it again changes nothing and answers the same, also at the same moment', async () => {
  const id = newId();
  const answers = await Promise.all(Array.from({ length: 5 }, () => put(id, pledgeForm())));
  const there = await counts();
  answers.push(await put(id, pledgeForm()), await put(id.toUpperCase(), pledgeForm()));
  for (const answer of answers) assert.deepEqual(answer, answers[0]);
  assert.deepEqual(await counts(), there);
  assert.equal(announced, 1);
});

test('[PLEDGE-3] a later revision is a correction, an earlier one changes nothing and answers what stands', async () => {
  const id = newId();
  await put(id, pledgeForm());
  const corrected = await put(id, pledgeForm({ revision: 3, amountCents: 7_500, note: 'rappeler' }));
  assert.deepEqual([corrected.status, corrected.body.revision, corrected.body.amountCents], [200, 3, 7_500]);
  const late = await put(id, pledgeForm({ revision: 2, amountCents: 100 }));
  assert.deepEqual(late.body, corrected.body);
  const { rows } = await sql<{ detail: unknown }>`
    select detail from audit where subject = ${id} and action = 'pledge.corrected'`.execute(house.db);
  assert.deepEqual(rows, [
    {
      detail: {
        revision: 3,
        amountCents: 7_500,
        frequency: 'once',
        way: 'sms',
        wasRevision: 1,
        wasAmountCents: 5_000,
      },
    },
  ]);
});

test('[PLEDGE-4] another position may not change it; the same position later, and staff, may', async () => {
  const id = newId();
  await put(id, pledgeForm());
  for (const revision of [1, 2]) {
    const { status, body } = await put(id, pledgeForm({ revision, amountCents: 100 }), 'lou');
    assert.deepEqual([status, body.fault], [409, 'PLEDGE_OF_ANOTHER']);
  }
  assert.equal((await pledge(id)).amount_cents, 5_000);
  assert.equal(
    (await put(id, pledgeForm({ revision: 2, amountCents: 6_000 }), 'max')).body.amountCents,
    6_000,
  );
  assert.equal(
    (await put(id, pledgeForm({ revision: 3, amountCents: 8_000 }), 'office')).body.amountCents,
    8_000,
  );
  assert.equal((await pledge(id)).seating_id, 'seat-1');
});

test('[PLEDGE-5] it is taken from whoever is signed in, also long after the call and for a call that nobody knows', async () => {
  const late = pledgeForm({ call: 'call-before-the-crash', takenAt: '2026-11-23T19:00:00.000Z' });
  assert.equal((await put(newId(), late, 'max')).status, 200);
  assert.equal((await put(newId(), pledgeForm({ call: null }), 'office')).status, 200);
  assert.deepEqual((await put(newId(), late, 'nobody')).body.fault, 'NOT_SIGNED_IN');
});

test('[PLEDGE-6] what is refused has changed nothing', async () => {
  const there = await counts();
  const wrong: [string, number, unknown][] = [
    ['CARD_NUMBER', 422, pledgeForm({ note: 'carte 4111 1111 1111 1111' })],
    ['CARD_NUMBER', 422, pledgeForm({ donor: { ...ANNE, street: 'FR76 3000 6000 0112 3456 7890 189' } })],
    [
      'CARD_NUMBER',
      422,
      pledgeForm({
        donor: { ...ANNE, email: '', firstName: '4111', lastName: '1111', street: '1111', postcode: '1111' },
      }),
    ],
    ['BAD_INPUT', 400, pledgeForm({ amountCents: 0 })],
    ['BAD_INPUT', 400, pledgeForm({ amountCents: 100_000_000 })],
    ['BAD_INPUT', 400, pledgeForm({ way: 'post', donor: { ...ANNE, street: '' } })],
    ['BAD_INPUT', 400, pledgeForm({ donor: { ...ANNE, phone: '0612345678' } })],
    ['BAD_INPUT', 400, { ...pledgeForm(), revision: 0 }],
    ['BAD_INPUT', 400, 'not a pledge'],
    ['BAD_INPUT', 400, null],
  ];
  for (const [fault, status, form] of wrong) {
    const reply = await put(newId(), form);
    assert.deepEqual([reply.status, reply.body.fault], [status, fault], JSON.stringify(form));
  }
  assert.equal((await put('not-a-uuid', pledgeForm())).body.fault, 'BAD_INPUT');
  assert.deepEqual(await counts(), there);
  assert.equal(announced, 0);
  assert.ok(!app.lines.join('').includes('4111'));
});

test('[PLEDGE-7] one donor for one number and name, however they are written; others at that number are others', async () => {
  const ids = [newId(), newId(), newId()] as const;
  const donor = { ...ANNE, phone: '+33655555555', firstName: 'Zoë', lastName: 'Le-Fèvre' };
  const forms: PledgeForm['donor'][] = [
    donor,
    { ...donor, firstName: 'ZOE', lastName: 'LE FEVRE', email: '', street: '9 rue Neuve' },
    { ...donor, firstName: 'Paul' },
  ];
  for (const [at, form] of forms.entries()) await put(ids[at] ?? '', pledgeForm({ donor: form }));
  const [first, second, third] = await Promise.all(ids.map(async (id) => (await pledge(id)).donor_id));
  assert.equal(first, second);
  assert.notEqual(first, third);
  const kept = await house.db
    .selectFrom('donors')
    .selectAll()
    .where('id', '=', first ?? '')
    .executeTakeFirstOrThrow();
  assert.deepEqual([kept.street, kept.email], ['9 rue Neuve', 'anne@example.org']);
});

test('[PLEDGE-7] two pledges of one donor at the same moment make one donor', async () => {
  const donor = { ...ANNE, phone: '+33677777777' };
  await Promise.all(Array.from({ length: 4 }, () => put(newId(), pledgeForm({ donor }))));
  const donors = await house.db.selectFrom('donors').select('id').where('phone', '=', donor.phone).execute();
  assert.equal(donors.length, 1);
});

test('[PLEDGE-7] a slip in the first save is put right in the donor, not kept as a second one', async () => {
  const id = newId();
  const donor = { ...ANNE, phone: '+33688888888', lastName: 'Durant' };
  await put(id, pledgeForm({ donor }));
  await put(id, pledgeForm({ revision: 2, donor: { ...donor, lastName: 'Durand', phone: '+33688888889' } }));
  const donors = await house.db
    .selectFrom('donors')
    .selectAll()
    .where('last_name', 'like', 'Duran_')
    .execute();
  assert.deepEqual(
    donors.map((row) => [row.last_name, row.phone]),
    [['Durand', '+33688888889']],
  );
});

test('[PLEDGE-7] a correction to another name leaves an earlier donor as he was', async () => {
  const earlier = { ...ANNE, phone: '+33699999999' };
  await put(newId(), pledgeForm({ donor: earlier }));
  const id = newId();
  await put(id, pledgeForm({ donor: earlier }));
  await put(id, pledgeForm({ revision: 2, donor: { ...earlier, firstName: 'Marc' } }));
  const donors = await house.db.selectFrom('donors').selectAll().where('phone', '=', earlier.phone).execute();
  assert.deepEqual(donors.map((row) => row.first_name).toSorted(), ['Anne', 'Marc']);
});

test('[PLEDGE-8] a test call is flagged, and so is everything in a trial campaign', async () => {
  await house.db.updateTable('campaigns').set({ trial: false }).execute();
  const [real, trial] = [newId(), newId()];
  await put(real, pledgeForm());
  await put(trial, pledgeForm({ call: 'test-call' }));
  await house.db.updateTable('campaigns').set({ trial: true }).execute();
  assert.deepEqual([(await pledge(real)).trial, (await pledge(trial)).trial], [false, true]);
});

test('[PLEDGE-9] without an open campaign, or without the database, the desk is told to keep it and try again', async () => {
  await house.db.updateTable('campaigns').set({ open: false }).execute();
  const closed = await put(newId(), pledgeForm());
  await house.db.updateTable('campaigns').set({ open: true }).execute();
  assert.deepEqual([closed.status, closed.body.fault], [503, 'UNAVAILABLE']);
  // Nothing listens there: what a server sees while PostgreSQL restarts.
  const gone = connect('postgres://nobody@127.0.0.1:1/none', () => {});
  const broken = await appFor(house.db, (fastify) =>
    pledgeRoutes(fastify, {
      db: gone,
      live: { totalsChanged: () => {} },
      pledged,
      isTrialCall: async () => false,
    }),
  );
  const reply = await broken.fastify.inject({
    method: 'PUT',
    url: `/api/pledges/${newId()}`,
    headers: { 'x-actor': 'zoe' },
    payload: pledgeForm(),
  });
  assert.deepEqual([reply.statusCode, reply.json<{ fault: string }>().fault], [503, 'UNAVAILABLE']);
  await broken.fastify.close();
  await gone.destroy();
});
