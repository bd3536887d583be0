import { deepEqual, doesNotMatch, equal, match } from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { FaultBody, Outside, OutsideNumberForm, OutsideRulesForm, Role } from '@pledgeline/contract';
import { NOBODY, type Actor } from '../../src/access/actor.ts';
import { OutsideBook } from '../../src/outside/book.ts';
import { outsideRoutes } from '../../src/outside/routes.ts';
import { OutsideStore } from '../../src/outside/store.ts';
import { testApp } from '../testing/app.ts';
import { testDatabase, type TestDatabase } from '../testing/database.ts';
import { trunk } from '../trunks/trunk.ts';

let database: TestDatabase;
let app: Awaited<ReturnType<typeof testApp>>;
let book: OutsideBook;
let actor: Actor = NOBODY;

const campaign = (id: string, open: boolean) => ({
  id,
  name: `Campaign ${id}`,
  charity: 'C',
  time_zone: 'Europe/Paris',
  currency: 'EUR',
  amounts_cents: [1000],
  script: '{}',
  information: '{}',
  trial: false,
  open,
});

before(async () => {
  database = await testDatabase();
  const { db } = database;
  await db
    .insertInto('campaigns')
    .values([campaign('c', true), campaign('closed', false)])
    .execute();
  await db
    .insertInto('lines')
    .values({ id: 'l', campaign_id: 'c', number: '0261910001', language: 'fr' })
    .execute();
  book = await OutsideBook.open({ db, log: (await testApp(db)).log });
  const trunks = {
    all: () => [trunk('a', { outgoing: true }), trunk('b', { outgoing: true, enabled: false })],
  };
  const view = { callsNow: () => [], lastHour: () => 7, refused: () => [] };
  app = await testApp(db, {
    routes: (fastify) => outsideRoutes(fastify, { db, store: new OutsideStore(db), book, trunks, view }),
    deps: { whoIs: async () => actor },
  });
});
beforeEach(async () => {
  actor = withRole('office');
  for (const table of ['outside_numbers', 'outside_rules', 'audit'] as const)
    await database.db.deleteFrom(table).execute();
  await book.reload();
  app.lines.length = 0;
});
after(async () => {
  book.stop();
  await app.fastify.close();
  await database.end();
});

const withRole = (role: Role): Actor => ({ kind: 'staff', id: role, name: role, roles: [role], seat: null });

async function ask(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path = '', form?: object) {
  const payload = form === undefined ? {} : { payload: { form } };
  const reply = await app.fastify.inject({ method, url: `/api/outside${path}`, ...payload });
  return { status: reply.statusCode, text: reply.body, body: reply.json<Outside & FaultBody>() };
}
const number = (change: Partial<OutsideNumberForm> = {}): OutsideNumberForm => ({
  name: 'Écoutants',
  number: '01 40 00 00 01',
  transfer: true,
  listeners: false,
  ...change,
});
const rules = (change: Partial<OutsideRulesForm> = {}): OutsideRulesForm => ({
  callbacks: true,
  prefixes: ['+32'],
  callsMax: 6,
  perHourMax: 60,
  minutesMax: 20,
  ...change,
});
const faultOf = async (asked: ReturnType<typeof ask>): Promise<string> => (await asked).body.fault;
const audited = async (): Promise<string> =>
  JSON.stringify(
    await database.db.selectFrom('audit').select(['actor', 'action', 'detail']).orderBy('id').execute(),
  );

test('[CMP-1] numbers are listed, changed and taken off, in one form, and in force when that is answered', async () => {
  const added = await ask('POST', '/numbers', number());
  equal(added.status, 200, added.text);
  const [entry] = added.body.numbers;
  deepEqual({ ...entry, id: '' }, { ...number({ number: '+33140000001' }), id: '', fault: null });
  deepEqual(book.campaign('c' as never)?.numbers.length, 1);
  const path = `/numbers/${entry?.id}`;
  const changed = await ask('PUT', path, number({ name: 'Écoute', transfer: false }));
  deepEqual(
    changed.body.numbers.map(({ name, transfer }) => [name, transfer]),
    [['Écoute', false]],
  );
  deepEqual((await ask('DELETE', path)).body.numbers, []);
  equal(await faultOf(ask('DELETE', path)), 'NOT_FOUND');
  equal(await faultOf(ask('PUT', path, number())), 'NOT_FOUND');
});

test('[CMP-2] each change is on record by its fields, with no number in it, nor in the log', async () => {
  const added = await ask('POST', '/numbers', number());
  await ask('PUT', `/numbers/${added.body.numbers[0]?.id}`, number({ number: '01 40 00 00 02' }));
  await ask('PUT', '/rules', rules());
  await ask('DELETE', `/numbers/${added.body.numbers[0]?.id}`);
  const record = await audited();
  match(
    record,
    /office.*outside-number\.added.*outside-number\.changed.*"fields":"number".*outside-rules\.set/,
  );
  match(record, /"callsMax":6.*outside-number\.removed/);
  for (const text of [record, app.lines.join('')]) doesNotMatch(text, /1 ?40 ?00 ?00|140000/);
});

test('[CMP-3] what may not be rung is named by its field and changes nothing', async () => {
  await ask('POST', '/numbers', number());
  const cases: [Partial<OutsideNumberForm>, string, string][] = [
    [{ number: '3637' }, 'OUTSIDE_NUMBER', 'form.number'],
    [{ number: '0899 12 34 56' }, 'OUTSIDE_COSTLY', 'form.number'],
    [{ number: '+881 612 34 56 78' }, 'OUTSIDE_COSTLY', 'form.number'],
    [{ number: '+32 2 555 12 12' }, 'OUTSIDE_COUNTRY', 'form.number'],
    [{ number: '02 61 91 00 01' }, 'OUTSIDE_OWN_LINE', 'form.number'],
    [{ name: 'Autre' }, 'OUTSIDE_TWICE', 'form.number'],
    [{ name: 'écoutants', number: '01 40 00 00 03' }, 'OUTSIDE_TWICE', 'form.name'],
  ];
  const onRecord = await audited();
  for (const [change, fault, path] of cases) {
    const { body, text } = await ask('POST', '/numbers', number(change));
    equal(body.fault, fault, text);
    deepEqual(
      body.fields?.map((field) => field.path.replace('body.', '')),
      [path],
    );
  }
  equal(await faultOf(ask('PUT', '/rules', rules({ prefixes: ['+33'] }))), 'OUTSIDE_PREFIX');
  equal(await faultOf(ask('PUT', '/rules', rules({ callsMax: 21 }))), 'BAD_INPUT');
  equal(await audited(), onRecord);
  equal((await ask('GET')).body.numbers.length, 1);
});

test('[CMP-3] fifty numbers are the most', async () => {
  for (let at = 10; at < 60; at += 1)
    equal((await ask('POST', '/numbers', number({ name: `N${at}`, number: `01400000${at}` }))).status, 200);
  equal(await faultOf(ask('POST', '/numbers', number())), 'OUTSIDE_FULL');
});

test('[CMP-4] an opened prefix lets a country be listed; closed again, what is listed says that it is not rung', async () => {
  equal((await ask('GET')).body.rules.callsMax, 4);
  await ask('PUT', '/rules', rules());
  const listed = await ask('POST', '/numbers', number({ number: '+32 2 555 12 12' }));
  deepEqual(
    listed.body.numbers.map(({ fault }) => fault),
    [null],
  );
  const closed = await ask('PUT', '/rules', rules({ prefixes: [] }));
  deepEqual(
    closed.body.numbers.map(({ fault }) => fault),
    ['OUTSIDE_COUNTRY'],
  );
});

test('[CMP-4] a hand in the database opens no more than the screen would', async () => {
  const row = { callbacks: true, prefixes: [], calls_max: 9_999, per_hour_max: 9_999, minutes_max: 9_999 };
  await database.db
    .insertInto('outside_rules')
    .values({ campaign_id: 'c', ...row })
    .execute();
  await book.reload();
  const { callsMax, perHourMax, minutesMax } = (await ask('GET')).body.rules;
  deepEqual([callsMax, perHourMax, minutesMax], [20, 500, 120]);
});

test('[CMP-5] the office and supervisors change it, operators see it, nobody else does', async () => {
  actor = withRole('supervisor');
  equal((await ask('POST', '/numbers', number())).body.mayEdit, true);
  actor = withRole('operator');
  const seen = await ask('GET');
  deepEqual([seen.body.mayEdit, seen.body.lastHour, seen.body.trunks], [false, 7, ['a']]);
  equal(await faultOf(ask('POST', '/numbers', number())), 'NOT_ALLOWED');
  equal(await faultOf(ask('PUT', '/rules', rules())), 'NOT_ALLOWED');
  actor = withRole('volunteer');
  equal(await faultOf(ask('GET')), 'NOT_ALLOWED');
  actor = NOBODY;
  equal(await faultOf(ask('GET')), 'NOT_SIGNED_IN');
});
