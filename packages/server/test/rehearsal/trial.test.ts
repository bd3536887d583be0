import { deepEqual, equal, ok } from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { liveCalls } from '@pledgeline/calls';
import { sql } from 'kysely';
import { callsAfter } from '../../src/show/calls-after.ts';
import { save } from '../../src/pledges/store.ts';
import { totalsSnapshot } from '../../src/reports/store.ts';
import { mayRingOurselves } from '../../src/rehearsal/own-trunk.ts';
import { isRecordedTrial, RecordKeeper } from '../../src/telephony/records.ts';
import { ACTORS, addCampaign, moneyHouse, newId, pledgeForm } from '../pledges/house.ts';
import type { TestDatabase } from '../testing/database.ts';
import { carrier, telephonyToTry } from '../testing/telephony.ts';

let house: TestDatabase;
before(async () => {
  house = await moneyHouse();
  // The newest campaign is the one that is open, and it is no trial.
  await addCampaign(house.db, { id: 'real', trial: false });
});
after(() => house.end());

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(setImmediate);
}

async function moved() {
  const { asOf: _asOf, ...totals } = await totalsSnapshot(house.db);
  const { rows } = await sql<{ donors: number; jobs: number; messages: number }>`
    select (select count(*)::int from donors) as donors, (select count(*)::int from graphile_worker.jobs) as jobs,
      (select count(*)::int from messages) as messages`.execute(house.db);
  return { totals, ...rows[0] };
}

test('[RHS-13] a pledge of a trial call moves no figure, makes no donor and asks for no invitation', async () => {
  const zoe = ACTORS['zoe'];
  ok(zoe !== undefined);
  await save(house.db, { id: newId(), form: pledgeForm({ call: 'c-0' }), actor: zoe, trialCall: false });
  const stands = await moved();
  equal(stands.totals.promisedCents, 5_000);
  const id = newId();
  const stranger = { ...pledgeForm().donor, phone: '+33199009001', email: 'other@example.org' };
  const form = pledgeForm({ call: 'c-1', amountCents: 90_000, donor: stranger });
  ok((await save(house.db, { id, form, actor: zoe, trialCall: true })).ok);
  deepEqual(await moved(), stands);
  const corrected = { ...form, revision: 2, amountCents: 95_000 };
  ok((await save(house.db, { id, form: corrected, actor: zoe, trialCall: false })).ok);
  deepEqual(await moved(), stands, 'nor when it is corrected');
  const row = await house.db.selectFrom('pledges').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  deepEqual([row.trial, row.amount_cents, row.donor_id], [true, 95_000, null]);
});

test('[RHS-13] the curve after a moment on air is one of donors', async () => {
  const at = Date.parse('2026-12-04T20:00:00Z');
  await house.db
    .insertInto('lines')
    .values([
      { id: 'real-line', campaign_id: 'real', number: '110', language: 'fr' },
      { id: 'trial-line', campaign_id: 'c1', number: '111', language: 'fr' },
    ])
    .execute();
  const record = (id: string, line: string, trial: boolean) => ({
    id,
    line_id: line,
    arrived_at: new Date(at + 1_000),
    answered_at: null,
    ended_at: new Date(at + 2_000),
    seating_id: null,
    withheld: false,
    reason: 'caller',
    trial,
  });
  await house.db
    .insertInto('call_records')
    .values([
      record('a', 'real-line', false),
      record('b', 'real-line', true),
      record('c', 'trial-line', true),
    ])
    .execute();
  const firstMinute = async (campaign: string) =>
    (await callsAfter(house.db, campaign, [{ id: 'm', at }])).get('m')?.[0];
  equal(await firstMinute('real'), 1);
  equal(await firstMinute('c1'), 1, 'in a trial everything is one');
  equal(await isRecordedTrial(house.db, 'b'), true);
  equal(await isRecordedTrial(house.db, 'a'), false);
  equal(await isRecordedTrial(house.db, 'nobody knows'), false);
});

test('[RHS-13] a call whose record is still on its way to the database is known', async () => {
  const written = Promise.withResolvers<undefined>();
  const keeper = new RecordKeeper<string>(
    async () => {
      await written.promise;
    },
    () => undefined,
  );
  const unwritten = (): readonly string[] => keeper.unwritten;
  keeper.add('t');
  deepEqual(unwritten(), ['t'], 'it waits');
  await Promise.resolve();
  keeper.add('r');
  deepEqual(unwritten(), ['r', 't'], 'one waits, one is being written');
  written.resolve(undefined);
  await keeper.flush();
  deepEqual(unwritten(), [], 'now the database knows');
});

test('[RHS-11] [RHS-12] what comes by a trial trunk is a trial, and gets through before the hours while rehearsing', async () => {
  const line = await telephonyToTry();
  await line.db.updateTable('trunks').set({ trial: true }).execute();
  await line.trunks.reload();
  const caller = await carrier(line.telephony().sipPort);
  await line.db.updateTable('campaigns').set({ closed_at: new Date() }).execute();
  await line.telephony().takeUpHours();
  caller.invite('a');
  await until(() => line.media.asked.includes('play closed-fr'));
  equal(line.telephony().exchange().floor.waiting.size, 0, 'not without a rehearsal');
  line.rehearsing.isOn = true;
  caller.invite('b');
  await until(() => line.telephony().exchange().floor.waiting.size === 1);
  const waits = [...line.telephony().exchange().calls.keys()][0];
  ok(waits !== undefined);
  equal(line.telephony().isTrial(waits), true);
  caller.hangUp('b');
  caller.hangUp('a');
  await until(() => liveCalls(line.telephony().exchange()).size === 0);
  await until(async () => (await line.db.selectFrom('call_records').select('id').execute()).length === 2);
  const records = await line.db.selectFrom('call_records').select('trial').execute();
  deepEqual(records, [{ trial: true }, { trial: true }]);
  equal(await isRecordedTrial(line.db, waits), true);
  await caller.close();
  await line.stop();
});

test('[RHS-12] a real trunk’s calls are told that the line is closed, rehearsal or not', async () => {
  const line = await telephonyToTry();
  line.rehearsing.isOn = true;
  await line.db.updateTable('campaigns').set({ closed_at: new Date() }).execute();
  await line.telephony().takeUpHours();
  const caller = await carrier(line.telephony().sipPort);
  caller.invite('a');
  await until(() => line.media.asked.includes('play closed-fr'));
  equal(line.telephony().exchange().floor.waiting.size, 0);
  await caller.close();
  await line.stop();
});

test('[RHS-11] this machine’s address is a real trunk’s: no rehearsal; nobody’s: a trial trunk is made', async () => {
  const line = await telephonyToTry();
  const { db, trunks } = line;
  equal(await mayRingOurselves({ db, trunks }, false), false, 'it would count');
  equal(await mayRingOurselves({ db, trunks }, true), true, 'in a trial everything is one');
  await db.deleteFrom('trunks').execute();
  await trunks.reload();
  equal(await mayRingOurselves({ db, trunks }, false), true);
  equal(await mayRingOurselves({ db, trunks }, false), true, 'and once it is there');
  const rows = await db.selectFrom('trunks').select(['id', 'trial']).execute();
  deepEqual(rows, [{ id: 'trial', trial: true }]);
  await line.stop();
});
