import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { emptyExchange } from '@pledgeline/calls';
import type { FaultBody, Rehearsal } from '@pledgeline/contract';
import type { AgentId } from '@pledgeline/core';
import { openLog } from '../../src/adapters/log/log.ts';
import { providersReached } from '../../src/rehearsal/providers.ts';
import { rehearsalRoutes } from '../../src/rehearsal/routes.ts';
import { Rehearsals } from '../../src/rehearsal/run.ts';
import { noteSounds } from '../../src/rehearsal/sounds.ts';
import { loadRules } from '../../src/telephony/rules.ts';
import { Trunks } from '../../src/trunks/trunks.ts';
import { addCampaign, appFor, moneyHouse } from '../pledges/house.ts';
import type { TestDatabase } from '../testing/database.ts';
import { trunkDeps } from '../trunks/trunk.ts';

/** 19:00 in Paris. */
const NOW = Date.parse('2026-12-04T18:00:00Z');
let house: TestDatabase;
let app: Awaited<ReturnType<typeof appFor>>;
let trunks: Trunks;
let placed = 0;

before(async () => {
  house = await moneyHouse();
  const { db } = house;
  await db.updateTable('campaigns').set({ open: false }).execute();
  const log = openLog({ level: 'silent' });
  trunks = await Trunks.open({ db, log, ...trunkDeps() });
  const exchange = emptyExchange(await loadRules(db));
  exchange.lines.add('seat-2' as AgentId);
  const rehearsals = await Rehearsals.open({
    db,
    log,
    now: () => NOW,
    sipPort: 5060,
    later: () => () => undefined,
    place: () => {
      placed += 1;
      return Promise.reject(new Error('nobody rings in this test'));
    },
  });
  app = await appFor(db, (fastify) =>
    rehearsalRoutes(fastify, {
      db,
      now: () => NOW,
      dataDir: import.meta.dirname,
      trunks,
      exchange: () => exchange,
      rehearsals,
      providers: async () => ({ mail: 'kept', payment: 'sandbox' }),
    }),
  );
});
after(async () => {
  await app.fastify.close();
  trunks.stop();
  await house.end();
});

async function ask(
  method: 'GET' | 'PUT' | 'POST' | 'DELETE',
  url: string,
  payload?: object,
  actor = 'office',
) {
  const reply = await app.fastify.inject({
    method,
    url: `/api/rehearsal${url}`,
    headers: { 'x-actor': actor },
    ...(payload === undefined ? {} : { payload }),
  });
  return { status: reply.statusCode, body: reply.json<Rehearsal & FaultBody>() };
}
const found = ({ items }: Rehearsal, kind: string) => items.find((item) => item.kind === kind);

test('[RHS-8] a volunteer sees nothing of it, and without a campaign there is nothing to see', async () => {
  equal((await ask('GET', '', undefined, 'zoe')).status, 403);
  equal((await ask('GET', '', undefined, 'nobody')).status, 401);
  equal((await ask('POST', '/run', { calls: 1, minutes: 1 }, 'zoe')).status, 403);
  for (const [method, url, payload] of [
    ['GET', ''],
    ['PUT', '/ticks/backup'],
    ['DELETE', '/ticks/backup'],
    ['POST', '/run', { calls: 1, minutes: 1 }],
  ] as const)
    equal((await ask(method, url, payload)).body.fault, 'NOT_FOUND');
});

test('[RHS-8] the office sees what the line really is', async () => {
  await addCampaign(house.db, { id: 'real', trial: false });
  const { status, body } = await ask('GET', '');
  equal(status, 200);
  deepEqual([body.trial, body.run], [false, null]);
  equal(found(body, 'numbers')?.found, 'numbers-none');
  deepEqual([found(body, 'mail')?.found, found(body, 'payment')?.state], ['mail-kept', 'wrong']);
  // Max sits at 1 without sound, Lou at 2 with it.
  deepEqual(found(body, 'sound')?.names, ['Caen 1']);
  equal(found(body, 'sound')?.found, 'sound-missing');
  equal(found(body, 'seats')?.found, 'seats-full');
  match(found(body, 'disk')?.found ?? '', /^disk-(free|low|full)$/);
  ok((found(body, 'disk')?.count ?? 0) > 0);
  match(found(body, 'database-disk')?.found ?? '', /^disk-/);
});

test('[RHS-7] the backup is ticked by name and on record, and taken back', async () => {
  await house.db
    .insertInto('staff')
    .values({ id: 's1', name: 'Ana', email: 'a@example.org', email_verified: true, roles: '["office"]' })
    .execute();
  const { body } = await ask('PUT', '/ticks/backup');
  deepEqual([found(body, 'backup')?.found, found(body, 'backup')?.names], ['backup-ticked', ['Ana']]);
  equal(found((await ask('DELETE', '/ticks/backup')).body, 'backup')?.found, 'backup-open');
  await ask('DELETE', '/ticks/backup');
  equal(
    (await ask('PUT', '/ticks/trunks')).body.fault,
    'BAD_INPUT',
    'nobody ticks what the line knows itself',
  );
  const acts = await house.db.selectFrom('audit').select('action').orderBy('id').execute();
  deepEqual(
    acts.map(({ action }) => action),
    ['checklist.ticked', 'checklist.unticked'],
  );
});

test('[RHS-4] a headset that was heard is remembered with its position', async () => {
  await noteSounds(house.db, [], NOW);
  await noteSounds(house.db, ['seat-1-later' as AgentId, 'unknown' as AgentId], NOW - 5);
  await noteSounds(house.db, ['seat-1-later' as AgentId], NOW);
  const rows = await house.db.selectFrom('position_sounds').selectAll().execute();
  deepEqual(rows, [{ position_id: 'p1', sounded_at: new Date(NOW) }]);
});

test('[RHS-12] [RHS-14] what cannot be rehearsed is refused in words, and nothing is begun', async () => {
  const { db } = house;
  const wanted = { calls: 5, minutes: 2 };
  const fault = async (body: object) => (await ask('POST', '/run', body)).body.fault;
  for (const body of [{ calls: 61, minutes: 2 }, { calls: 5, minutes: 31 }, { calls: 0, minutes: 1 }, {}])
    equal(await fault(body), 'BAD_INPUT');
  equal(await fault(wanted), 'REHEARSAL_NO_LINE');
  await db
    .insertInto('lines')
    .values({ id: 'l', campaign_id: 'real', number: '110', language: 'fr' })
    .execute();
  equal(await fault(wanted), 'REHEARSAL_LIVE', 'without hours it is open now');
  const hours = { campaign_id: 'real', opens: '18:00', closes: '24:00' };
  await db
    .insertInto('opening_hours')
    .values({ id: 'o', day: '2026-12-04', ...hours })
    .execute();
  equal(await fault(wanted), 'REHEARSAL_LIVE');
  await db.updateTable('opening_hours').set({ day: '2026-12-05' }).execute();
  await db
    .insertInto('trunks')
    .values({ id: 't', name: 'T', addresses: ['127.0.0.1'], calls_max: 3, trial: false })
    .execute();
  await trunks.reload();
  equal(await fault(wanted), 'REHEARSAL_TRUNK');
  equal((await ask('GET', '')).body.run, null);
  await db.updateTable('trunks').set({ trial: true }).execute();
  await trunks.reload();
  const { status, body } = await ask('POST', '/run', wanted);
  equal(status, 200);
  deepEqual([body.run?.wanted, body.run?.endedAt], [wanted, null]);
  equal(await fault(wanted), 'REHEARSAL_ON');
  const stopped = await ask('DELETE', '/run');
  equal(stopped.body.run?.ended, 'stopped');
  equal((await ask('DELETE', '/run')).status, 200, 'what is over may be stopped again');
  equal(placed, 0);
});

test('[RHS-5] providers are asked now and then, and one that does not answer is not there', async () => {
  let [time, asked] = [0, 0];
  const provider = { name: 'bank', isReachable: async () => true };
  const mailer = {
    isReachable: () => {
      asked += 1;
      return asked === 1 ? Promise.resolve(true) : Promise.reject(new Error('gone'));
    },
  };
  const reached = providersReached({ mailer, provider, now: () => time });
  deepEqual(await reached(), { mail: 'reached', payment: 'reached' });
  time = 19_999;
  await reached();
  equal(asked, 1);
  time = 20_000;
  deepEqual(await reached(), { mail: 'lost', payment: 'reached' });
  const lost = { name: 'sandbox', isReachable: async () => false };
  const kept = providersReached({ mailer: null, provider: lost, now: () => 0 });
  deepEqual(await kept(), { mail: 'kept', payment: 'lost' });
});
