import { deepEqual, equal, ok } from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { failed, ok as done, type Result } from '@pledgeline/core';
import { openLog } from '../../src/adapters/log/log.ts';
import { Rehearsals, type RehearsalOf } from '../../src/rehearsal/run.ts';
import { lastRun } from '../../src/rehearsal/store.ts';
import { linkPledge } from '../../src/telephony/records.ts';
import type { TestCall, TestCallEnd } from '../../src/telephony/test-call.ts';
import { ACTORS, moneyHouse, newId, pledgeForm } from '../pledges/house.ts';
import { save } from '../../src/pledges/store.ts';
import type { TestDatabase } from '../testing/database.ts';

const START = Date.parse('2026-12-04T18:00:00Z');
const OF: RehearsalOf = {
  campaign: 'c1',
  lines: [
    { number: '110', language: 'fr' },
    { number: '111', language: 'en' },
  ],
  span: { from: 0, until: 3_600_000 },
  onAir: [600_000],
};
const office = ACTORS['office'] ?? { kind: 'nobody' };

let house: TestDatabase;
let now = START;
/** What the one timer waits for. */
let due: { readonly at: number; readonly act: () => void } | null = null;
let placed: { readonly call: TestCall; readonly end: (end: TestCallEnd) => void }[] = [];

before(async () => {
  house = await moneyHouse();
});
after(() => house.end());
beforeEach(() => {
  [now, due, placed] = [START, null, []];
});
afterEach(async () => {
  await house.db.deleteFrom('rehearsals').execute();
  await house.db.deleteFrom('call_records').execute();
});

const open = (place = ring) =>
  Rehearsals.open({
    db: house.db,
    log: openLog({ level: 'silent' }),
    now: () => now,
    sipPort: 5060,
    place,
    later(ms, act) {
      const timer = { at: now + ms, act };
      due = timer;
      return () => {
        if (due === timer) due = null;
      };
    },
  });

function ring(call: TestCall): Promise<Result<TestCallEnd, 'NO_PORT_LEFT'>> {
  const { promise, resolve } = Promise.withResolvers<Result<TestCallEnd, 'NO_PORT_LEFT'>>();
  const end = (over: TestCallEnd): void => resolve(done(over));
  placed.push({ call, end });
  call.signal?.addEventListener('abort', () => end({ kind: 'ended', by: 'donor', heardPackets: 0 }));
  return promise;
}

/** Lets the time pass until the next call is to ring. */
function pass(): boolean {
  const timer = due;
  if (timer === null) return false;
  [now, due] = [timer.at, null];
  timer.act();
  return true;
}
const passAll = (): void => {
  while (pass());
};
const ended = { kind: 'ended', by: 'line', heardPackets: 100 } as const;
const run = () => lastRun(house.db, 'c1', 0);
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(setImmediate);
}

test('[RHS-14] it rings as often as wanted, over the lines in turn, and is over when the last caller is', async () => {
  const rehearsals = await open();
  ok((await rehearsals.start(office, { calls: 5, minutes: 2 }, OF)).ok);
  equal(rehearsals.isOn, true);
  deepEqual(await rehearsals.start(office, { calls: 1, minutes: 1 }, OF), failed('REHEARSAL_ON'));
  passAll();
  ok(now <= START + 120_000);
  deepEqual(
    placed.map(({ call }) => `${call.dialed} ${call.language}`),
    ['110 fr', '111 en', '110 fr', '111 en', '110 fr'],
  );
  equal(
    new Set(placed.map(({ call }) => call.from)).size,
    5,
    'each has a number of his own, which is nobody’s',
  );
  ok(placed.every(({ call }) => /^\+3319900\d{4}$/.test(call.from)));
  for (const { end } of placed.slice(0, 4)) end(ended);
  await until(() => rehearsals.live === 1);
  equal(rehearsals.isOn, true);
  placed[4]?.end({ kind: 'refused', status: 503 });
  await until(() => !rehearsals.isOn);
  await until(async () => (await run())?.ended === 'done');
  const told = await run();
  deepEqual([told?.placed, told?.refused, told?.endedAt], [5, 1, now]);
  const acts = await house.db.selectFrom('audit').select(['action', 'actor']).orderBy('id').execute();
  deepEqual(
    acts.map(({ action, actor }) => `${action} ${actor}`),
    ['rehearsal.started s1', 'rehearsal.ended pledgeline'],
  );
});

test('[RHS-14] stopped, nobody rings any more and whoever is on hangs up', async () => {
  const rehearsals = await open();
  await rehearsals.start(office, { calls: 10, minutes: 5 }, OF);
  pass();
  pass();
  await rehearsals.stop(office);
  equal(rehearsals.isOn, false);
  equal(pass(), false);
  equal(placed.length, 2);
  ok(placed.every(({ call }) => call.signal?.aborted === true));
  deepEqual([(await run())?.ended, (await run())?.placed], ['stopped', 2]);
  ok((await rehearsals.start(office, { calls: 1, minutes: 1 }, OF)).ok, 'the next one may begin');
  await rehearsals.stop(office);
});

test('[RHS-14] a call that could not be placed at all costs no other', async () => {
  const rehearsals = await open((call) =>
    placed.length === 0 ? ring(call).then(() => failed('NO_PORT_LEFT')) : Promise.reject(new Error('broken')),
  );
  await rehearsals.start(office, { calls: 2, minutes: 1 }, OF);
  passAll();
  placed[0]?.end(ended);
  await until(async () => (await run())?.ended === 'done');
  equal((await run())?.placed, 2);
});

test('[RHS-16] what the end of the server cut off is over at the next start, and says so', async () => {
  const first = await open();
  await first.start(office, { calls: 10, minutes: 5 }, OF);
  pass();
  await first.close();
  ok(placed[0]?.call.signal?.aborted === true, 'its donors hang up');
  equal((await run())?.ended, null, 'as after a kill, nobody has noted an end');
  now += 5_000;
  const second = await open();
  equal(second.isOn, false);
  deepEqual([(await run())?.ended, (await run())?.endedAt], ['restart', now]);
  ok((await second.start(office, { calls: 1, minutes: 1 }, OF)).ok);
  await second.stop(office);
});

test('[RHS-15] its result is counted from the records of trial calls of its time', async () => {
  const rehearsals = await open();
  await rehearsals.start(office, { calls: 3, minutes: 1 }, OF);
  const record = (id: string, waitS: number | null, change: object = {}) => ({
    id,
    line_id: 'l1',
    arrived_at: new Date(START + 1_000),
    answered_at: waitS === null ? null : new Date(START + 1_000 + waitS * 1_000),
    ended_at: new Date(START + 30_000),
    seating_id: waitS === null ? null : 'seat-1',
    withheld: false,
    reason: 'caller',
    trial: true,
    ...change,
  });
  await house.db
    .insertInto('call_records')
    .values([
      record('t1', 2),
      record('t2', 4),
      record('t3', null),
      record('real', 9, { trial: false }),
      record('before', 9, { arrived_at: new Date(START - 1_000) }),
    ])
    .execute();
  const zoe = ACTORS['zoe'];
  ok(zoe !== undefined);
  const pledge = newId();
  await save(house.db, { id: pledge, form: pledgeForm({ call: 't1' }), actor: zoe, trialCall: true });
  await linkPledge(house.db, pledge, 't1');
  now += 60_000;
  await rehearsals.stop(office);
  const told = await run();
  deepEqual(
    [told?.answered, told?.missed, told?.withoutPledge, told?.meanWaitMs, told?.longestWaitMs],
    [2, 1, 1, 3_000, 29_000],
  );
});
