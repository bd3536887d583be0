import type { OutboxMessage, PledgeForm } from '@pledgeline/contract';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startJobWorker } from '../../src/adapters/jobs/worker.ts';
import { hashOfToken } from '../../src/messages/links.ts';
import { messageRoutes } from '../../src/messages/routes.ts';
import { messageTasks } from '../../src/messages/tasks.ts';
import { save } from '../../src/pledges/store.ts';
import { ACTORS, ANNE, appFor, moneyHouse, newId, pledgeForm } from '../pledges/house.ts';
import type { TestDatabase } from '../testing/database.ts';
import { until } from './until.ts';

let house: TestDatabase;
before(async () => {
  house = await moneyHouse();
});
after(() => house.end());

const tasks = () => messageTasks({ db: house.db, mailer: null, publicUrl: () => 'https://don.example.org' });
const quiet = { warn: () => {} };

async function saved(id: string, changes: Partial<PledgeForm>): Promise<void> {
  const actor = ACTORS['zoe'];
  assert.ok(actor);
  const result = await save(house.db, { id, form: pledgeForm(changes), actor, trialCall: false });
  assert.ok(result.ok);
}

const messages = (pledge: string) =>
  house.db.selectFrom('messages').selectAll().where('pledge_id', '=', pledge).orderBy('created_at').execute();

test('[MESSAGE-1] each pledge gets one message on its own channel, with a link whose token is nowhere else', async () => {
  const ids = { sms: newId(), email: newId(), post: newId() };
  for (const way of ['sms', 'email', 'post'] as const) await saved(ids[way], { way });
  const worker = await startJobWorker({ url: house.url, tasks: tasks(), log: quiet });
  const all = await until(async () => {
    const rows = await house.db.selectFrom('messages').selectAll().execute();
    return rows.length === 3 ? rows : null;
  });
  await worker.stop();
  const of = (pledge: string) => all.find((row) => row.pledge_id === pledge);
  assert.deepEqual([of(ids.sms)?.channel, of(ids.sms)?.recipient], ['sms', '+33612345678']);
  assert.deepEqual([of(ids.email)?.channel, of(ids.email)?.recipient], ['email', 'anne@example.org']);
  assert.deepEqual(
    [of(ids.post)?.channel, of(ids.post)?.recipient],
    ['letter', 'Anne Petit\n12 rue des Lilas\n75002 Paris'],
  );
  for (const message of all) {
    assert.equal(message.state, 'kept');
    const token = message.link.replace('https://don.example.org/d/', '');
    assert.match(token, /^[\w-]{22}$/);
    const link = await house.db
      .selectFrom('donor_links')
      .selectAll()
      .where('pledge_id', '=', message.pledge_id)
      .execute();
    assert.deepEqual(
      link.map((row) => row.token_hash),
      [hashOfToken(token)],
    );
    assert.ok(!JSON.stringify(link).includes(token));
  }
});

test('[MESSAGE-2] a job that is done twice writes one message', async () => {
  const id = newId();
  await saved(id, {});
  const invite = tasks()['invite-donor'];
  assert.ok(invite);
  const job = { payload: { pledge: id, revision: 1 }, last: false };
  await Promise.all([invite(job), invite(job), invite(job)]);
  await invite(job);
  assert.equal((await messages(id)).length, 1);
});

test('[MESSAGE-2] a correction of what the message says sends another, any other correction does not', async () => {
  const id = newId();
  await saved(id, {});
  const worker = await startJobWorker({ url: house.url, tasks: tasks(), log: quiet });
  await until(async () => ((await messages(id)).length === 1 ? true : null));
  await saved(id, { revision: 2, note: 'a note' });
  await saved(id, { revision: 3, amountCents: 9_000 });
  await until(async () => ((await messages(id)).length === 2 ? true : null));
  await worker.stop();
  const [first, second] = await messages(id);
  assert.ok(first?.body.includes('50 €') && second?.body.includes('90 €'));
});

test('[MESSAGE-2] a correction made before the first message was written leaves one message', async () => {
  const id = newId();
  await saved(id, {});
  await saved(id, { revision: 2, amountCents: 9_000, donor: { ...ANNE, phone: '+33687654321' } });
  const worker = await startJobWorker({ url: house.url, tasks: tasks(), log: quiet });
  const written = await until(async () => {
    const rows = await messages(id);
    return rows.length > 0 ? rows : null;
  });
  await worker.stop();
  assert.deepEqual(
    written.map((row) => [row.recipient, row.body.includes('90 €')]),
    [['+33687654321', true]],
  );
});

test('[MESSAGE-7] the outbox shows the newest first, to staff only', async () => {
  const app = await appFor(house.db, (fastify) => messageRoutes(fastify, { db: house.db }));
  const ask = (actor: string) =>
    app.fastify.inject({ method: 'GET', url: '/api/outbox', headers: { 'x-actor': actor } });
  assert.equal((await ask('zoe')).statusCode, 403);
  assert.equal((await ask('nobody')).statusCode, 401);
  const { messages: shown } = (await ask('office')).json<{ messages: OutboxMessage[] }>();
  const moments = shown.map((message) => message.createdAt);
  assert.ok(moments.length >= 6);
  assert.deepEqual(moments, moments.toSorted().toReversed());
  assert.ok(shown.some((message) => message.channel === 'sms' && message.to === '06 12 34 56 78'));
  await app.fastify.close();
});
