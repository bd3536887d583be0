import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { PromptName } from '@pledgeline/core';
import { sql } from 'kysely';
import { migrateJobs } from '../../src/adapters/jobs/worker.ts';
import { until } from '../messages/until.ts';
import { AGENT, carrier, telephonyToTry } from '../testing/telephony.ts';

const MOBILE = '+33612345678';
const FIXED = '+33261910001';

/** A caller for whom nobody was ready, and who has just been told what else there is. */
async function told(t: TestContext, { phone = MOBILE, trial = false, callbacks = false } = {}) {
  const line = await telephonyToTry(() => Promise.resolve({ kind: 'unknown', phone }), undefined, {
    prepare: async (db, url) => {
      await migrateJobs(url);
      await db.updateTable('campaigns').set({ choice_seconds: 1, trial }).execute();
      const rules = { callbacks, prefixes: [], calls_max: 2, per_hour_max: 10, minutes_max: 30 };
      await db
        .insertInto('outside_rules')
        .values({ campaign_id: 'c', ...rules })
        .execute();
    },
  });
  const caller = await carrier(line.telephony().sipPort);
  t.after(async () => {
    await caller.close();
    await line.stop();
  });
  caller.invite('a');
  await caller.hears('answered');
  const [call] = line.telephony().exchange().calls.keys();
  ok(call !== undefined);
  const asked = (): readonly string[] => line.media.asked;
  const house = {
    line,
    caller,
    call,
    asked,
    /** What was said last comes to its end, then these keys come. */
    keys: (keys: string): void => {
      const last = asked().findLast((what) => what.startsWith('play '));
      const prompt = last?.split(' ').at(-1) as PromptName;
      line.media.tell({ kind: 'prompt-ended', to: { kind: 'caller', call }, prompt });
      for (const key of keys) line.media.tell({ kind: 'key', call, key });
    },
    hears: (words: string) =>
      until(async () => (asked().at(-1)?.startsWith(`play ${words}`) === true ? true : null)),
    place: () => line.telephony().exchange().calls.get(call)?.place.kind,
    pledges: () => line.db.selectFrom('pledges').selectAll().execute(),
    jobs: async (): Promise<number> => {
      const { rows } = await sql<{ held: string }>`select count(*) as held from graphile_worker.jobs`.execute(
        line.db,
      );
      return Number(rows[0]?.held);
    },
  };
  await house.hears('choice-');
  return house;
}

test('[KPD-2][TEL-142] who may be called back hears so, presses 2 and keeps his place without a leg', async (t) => {
  const { line, caller, call, keys, hears, place } = await told(t, { phone: FIXED, callbacks: true });
  await hears('choice-fr');
  keys('9');
  await hears('not-understood-fr choice-fr');
  keys('');
  await hears('hold-fr');
  keys('2');
  equal(place(), 'leaving');
  await hears('callback-thanks-fr');
  keys('');
  await caller.hears('hung-up');
  equal(place(), 'waiting');
  equal(line.telephony().exchange().calls.get(call)?.signal.kind, 'gone');
  doesNotMatch(readFileSync(join(line.folder, 'floor.ndjson'), 'utf8'), /261910001/);
});

test('[KPD-2][TEL-142] who withholds his number is told of the keypad alone, and key 2 means nothing', async (t) => {
  const { keys, hears, place } = await told(t, { phone: '', callbacks: true });
  await hears('choice-keypad-fr');
  keys('2');
  await hears('not-understood-fr choice-keypad-fr');
  equal(place(), 'waiting');
});

test('[KPD-2][TEL-142] where the campaign calls nobody back, key 2 means nothing, nor does it once that was changed', async (t) => {
  const { line, keys, hears, place } = await told(t);
  await hears('choice-keypad-fr');
  keys('2');
  await hears('not-understood-fr choice-keypad-fr');
  await line.db.updateTable('outside_rules').set({ callbacks: true }).execute();
  await line.outside.reload();
  keys('9');
  await hears('not-understood-fr choice-fr');
  await line.db.updateTable('outside_rules').set({ callbacks: false }).execute();
  await line.outside.reload();
  keys('2');
  await hears('not-understood-fr choice-keypad-fr');
  equal(place(), 'waiting');
});

test('[KPD-1][KPD-4] a promise by keypad is on disk before thanks are said, counts, and gets its link; no key is in the log', async (t) => {
  const { line, keys, hears, place, pledges, jobs } = await told(t);
  keys('1');
  equal(place(), 'keying');
  keys('25#');
  await hears('heard-promise-fr heard-20-fr heard-5-fr');
  keys('1');
  keys('#');
  await hears('thanks-keypad-fr');
  const [pledge, ...others] = await pledges();
  equal(others.length, 0);
  const { amount_cents, source, phone, trial, way } = pledge!;
  deepEqual([amount_cents, source, phone, trial, way], [2_500, 'keypad', MOBILE, false, 'sms']);
  equal(line.totals.changed, 1);
  equal(await jobs(), 1);
  keys('');
  equal(place(), 'waiting');
  await hears('hold-fr');
  const log = readFileSync(join(line.folder, 'floor.ndjson'), 'utf8');
  match(log, /"keypad-chosen"/);
  doesNotMatch(log, /"key"|"euros"|612345678|:25\b/);
});

test('[KPD-2] whoever has promised is offered to the next volunteer in his place, and promises by keypad once', async (t) => {
  const { line, keys, hears, place, pledges } = await told(t);
  for (const pressed of ['1', '40#', '1', '#']) keys(pressed);
  await hears('thanks-keypad-fr');
  keys('');
  keys('9');
  await hears('not-understood-fr choice-keypad-fr');
  keys('1');
  await hears('already-noted-fr');
  line.media.tell({ kind: 'line-up', agent: AGENT });
  line.telephony().feed({ kind: 'agent-ready', agent: AGENT });
  equal(place(), 'keying');
  keys('');
  equal(place(), 'offered');
  equal((await pledges()).length, 1);
});

test('[KPD-5] who calls from a fixed line is asked for a mobile number, and gives none: no link, no donor', async (t) => {
  const { keys, hears, pledges, jobs } = await told(t, { phone: FIXED });
  for (const pressed of ['1', '10#', '1']) keys(pressed);
  await hears('number-other-fr');
  keys('#');
  await hears('thanks-no-link-fr');
  const [pledge] = await pledges();
  deepEqual([pledge?.amount_cents, pledge?.phone, pledge?.donor_id], [1_000, '', null]);
  equal(await jobs(), 0);
});

test('[KPD-5] a mobile number that is keyed in gets the link; a card number is refused and is nowhere', async (t) => {
  const { line, keys, hears, pledges } = await told(t, { phone: '' });
  for (const pressed of ['1', '4111111111111111#']) keys(pressed);
  await hears('no-card-fr amount-fr');
  for (const pressed of ['15#', '1', '4111111111111111#']) keys(pressed);
  await hears('no-card-fr number-other-fr');
  for (const pressed of ['0712345678#', '1']) keys(pressed);
  await hears('thanks-keypad-fr');
  deepEqual(
    (await pledges()).map(({ phone }) => phone),
    ['+33712345678'],
  );
  doesNotMatch(readFileSync(join(line.folder, 'floor.ndjson'), 'utf8'), /41111|712345678/);
});

test('[KPD-6] after a crash the amount is asked for anew, and what was saved is known', async (t) => {
  const { line, keys, hears, place, pledges } = await told(t);
  keys('1');
  keys('25');
  await line.killAndStart();
  await hears('amount-fr');
  equal(place(), 'keying');
  for (const pressed of ['30#', '1', '#']) keys(pressed);
  await hears('thanks-keypad-fr');
  await line.killAndStart();
  await hears('already-noted-fr');
  deepEqual(
    (await pledges()).map(({ amount_cents }) => amount_cents),
    [3_000],
  );
});

test('[KPD-7] what cannot be saved is told in words', async (t) => {
  const { line, keys, hears, pledges } = await told(t);
  for (const pressed of ['1', '25#', '1']) keys(pressed);
  await line.db.updateTable('campaigns').set({ open: false }).execute();
  keys('#');
  await hears('not-saved-fr');
  equal((await pledges()).length, 0);
  equal(line.totals.changed, 0);
});

test('[KPD-8] a caller who hangs up once the amount is confirmed has promised; on a trial line it is a trial', async (t) => {
  const { caller, keys, pledges } = await told(t, { trial: true });
  for (const pressed of ['1', '25#', '1']) keys(pressed);
  caller.hangUp('a');
  const [pledge] = await until(async () => {
    const saved = await pledges();
    return saved.length === 0 ? null : saved;
  });
  deepEqual([pledge?.amount_cents, pledge?.phone, pledge?.trial], [2_500, MOBILE, true]);
});
